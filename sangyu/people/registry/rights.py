"""The rights of the registry."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations.types import Role
from sangyu.kernel.access import declare_right

EDITORS = (Role.TOWN_CLERK, Role.COMMUNITY_WORKER)
STAFF = (Role.DIRECTOR, Role.OFFICER, *EDITORS)

ELDER_VIEW = declare_right(
    "elder.view", _("See the elders' register"), [*STAFF, Role.INSPECTOR, Role.HOTLINE]
)
ELDER_OWN = declare_right("elder.own", _("See one's own family's record"), [Role.FAMILY])
ELDER_EDIT = declare_right("elder.edit", _("Change an elder's record"), EDITORS)
ELDER_APPROVE = declare_right(
    "elder.approve", _("Approve proposed changes and transfers"), [Role.TOWN_CLERK]
)
ELDER_UNMASK = declare_right(
    "elder.unmask", _("See an ID number or phone number in full"), [*STAFF, Role.HOTLINE]
)
ELDER_IMPORT = declare_right("elder.import", _("Import elders from a file"), EDITORS)
ELDER_EXPORT = declare_right(
    "elder.export", _("Export a list of elders"), [Role.OFFICER, Role.TOWN_CLERK]
)
ELDER_MERGE = declare_right("elder.merge", _("Merge duplicate records"), [Role.TOWN_CLERK])
CAMPAIGN_CONFIRM = declare_right(
    "campaign.confirm", _("Confirm a town's register"), [Role.TOWN_CLERK]
)
CAMPAIGN_MANAGE = declare_right(
    "campaign.manage", _("Open and close registration campaigns"), [Role.OFFICER, Role.DIRECTOR]
)
