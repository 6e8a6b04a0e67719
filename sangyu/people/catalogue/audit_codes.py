"""The catalogue's actions as the audit trail tells them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.kernel import audit

DRAFTED = audit.register("catalogue.release.drafted", _("%(who)s began a draft of %(object)s"))
HEADED = audit.register("catalogue.release.headed", _("%(who)s changed the heading of %(object)s"))
IMPORTED = audit.register(
    "catalogue.release.imported", _("%(who)s brought the items of %(object)s in from a file")
)
DISCARDED = audit.register("catalogue.release.discarded", _("%(who)s discarded %(object)s"))
RELEASED = audit.register("catalogue.release.released", _("%(who)s released %(object)s"))
COUNTED = audit.register(
    "catalogue.release.counted", _("%(who)s counted the target groups of %(object)s")
)
ITEM_SAVED = audit.register("catalogue.item.saved", _("%(who)s changed the item %(object)s"))
ITEM_REMOVED = audit.register(
    "catalogue.item.removed", _("%(who)s took the item %(object)s off the list")
)
MEMBERS_SEEN = audit.register(
    "catalogue.item.people_seen", _("%(who)s looked at the people of the item %(object)s")
)
ANSWERED = audit.register(
    "catalogue.elder.answered", _("%(who)s looked up what %(object)s is entitled to")
)
