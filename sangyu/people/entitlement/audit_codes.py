"""The room's actions as the audit trail tells them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.kernel import audit

SHIPPED = audit.register(
    "entitlement.programmes.shipped", _("%(who)s loaded the programmes: %(object)s")
)
RUN = audit.register("entitlement.run.made", _("%(who)s found out who is entitled: %(object)s"))
REDECIDED = audit.register(
    "entitlement.elder.redecided", _("%(who)s decided anew what %(object)s is entitled to")
)
RECEIPTS = audit.register(
    "entitlement.receipts.recorded", _("%(who)s recorded that money reached elders: %(object)s")
)
TOLD = audit.register("entitlement.claim.told", _("%(who)s told %(object)s of an entitlement"))
ANSWERED = audit.register(
    "entitlement.claim.answered", _("%(who)s recorded the answer of %(object)s")
)
APPLIED = audit.register("entitlement.claim.applied", _("%(who)s applied on behalf of %(object)s"))
ADOPTED = audit.register(
    "entitlement.version.adopted", _("%(who)s put a version of the programme %(object)s in force")
)
EXPORTED = audit.register(
    "entitlement.list.exported", _("%(who)s exported a list of entitlements: %(object)s")
)
OPENED = audit.register(
    "entitlement.elder.opened", _("%(who)s opened the entitlements of %(object)s")
)
