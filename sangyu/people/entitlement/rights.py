"""The rights of the room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations.types import Role
from sangyu.kernel.access import declare_right

STAFF = (Role.DIRECTOR, Role.OFFICER, Role.TOWN_CLERK, Role.COMMUNITY_WORKER)

PROGRAMME_VIEW = declare_right(
    "programme.view", _("See the programmes and their rules"), [*STAFF, Role.INSPECTOR, Role.HOTLINE]
)  # fmt: skip
ENTITLEMENT_VIEW = declare_right(
    "entitlement.view", _("See what elders are entitled to"), [*STAFF, Role.HOTLINE]
)
ENTITLEMENT_OWN = declare_right(
    "entitlement.own", _("See what one's own family receives and could receive"), [Role.FAMILY]
)
ENTITLEMENT_TELL = declare_right(
    "entitlement.tell",
    _("Tell elders of their entitlements and record their answer"),
    [Role.TOWN_CLERK, Role.COMMUNITY_WORKER],
)
ENTITLEMENT_EXPORT = declare_right(
    "entitlement.export",
    _("Export a list of entitlements"),
    [Role.OFFICER, Role.TOWN_CLERK],
)
RECEIPTS_RECORD = declare_right(
    "entitlement.receipts", _("Record that money reached an elder"), [Role.OFFICER]
)
PROGRAMME_ADOPT = declare_right(
    "programme.adopt", _("Put a new version of a programme in force"), [Role.DIRECTOR, Role.OFFICER]
)  # fmt: skip
SANDBOX = declare_right(
    "entitlement.sandbox", _("Try changed rules on the register"), [Role.DIRECTOR, Role.OFFICER]
)
