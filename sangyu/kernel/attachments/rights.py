"""The action codes of the attachments' trail. Rights are those of the rooms whose objects the files prove."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.kernel import audit

ADDED = audit.register("attachment.added", _("%(who)s attached a file to %(object)s"))
OPENED = audit.register("attachment.opened", _("%(who)s downloaded a file of %(object)s"))
REMOVED = audit.register("attachment.removed", _("%(who)s removed a file of %(object)s"))
