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
WAITING_FOUND = audit.register(
    "catalogue.waiting.found", _("%(who)s looked for whoever is due in %(object)s")
)
WISH_RECORDED = audit.register(
    "catalogue.wish.recorded", _("%(who)s recorded the wish of %(object)s")
)
WISH_OFFERED = audit.register("catalogue.wish.offered", _("%(who)s offered %(object)s a place"))
WISH_DECLINED = audit.register(
    "catalogue.wish.declined", _("%(who)s recorded that %(object)s declined the place")
)
WISH_PLACED = audit.register(
    "catalogue.wish.placed", _("%(who)s recorded that %(object)s moved in")
)
WISH_WITHDRAWN = audit.register(
    "catalogue.wish.withdrawn", _("%(who)s recorded that %(object)s took the wish back")
)
WORK_ORDERED = audit.register(
    "catalogue.work.ordered", _("%(who)s ordered works in the home of %(object)s")
)
WORK_DONE = audit.register(
    "catalogue.work.done", _("%(who)s recorded the end of works in the home of %(object)s")
)
WORK_ACCEPTED = audit.register(
    "catalogue.work.accepted", _("%(who)s accepted the works in the home of %(object)s")
)
WORK_REFUSED = audit.register(
    "catalogue.work.refused", _("%(who)s sent back the works in the home of %(object)s")
)
WORK_DROPPED = audit.register(
    "catalogue.work.dropped",
    _("%(who)s closed the works in the home of %(object)s without carrying them out"),
)
