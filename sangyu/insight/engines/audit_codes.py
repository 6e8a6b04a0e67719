"""The actions of this room, as the audit trail tells them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.kernel import audit

KIND = "snapshot"
TAKEN = audit.register("insight.snapshot.taken", _("%(who)s took the snapshot %(object)s"))
DROPPED = audit.register("insight.snapshot.dropped", _("%(who)s removed the snapshot %(object)s"))
audit.describe(
    KIND,
    _("Snapshot"),
    fields={"rows": _("Rows"), "content_hash": _("Digest of the content")},
)
