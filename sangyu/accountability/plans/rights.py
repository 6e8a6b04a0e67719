"""The rights of the plans room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations.types import Role
from sangyu.kernel.access import declare_right

PLAN_VIEW = declare_right(
    "plan.view",
    _("See plans and their tasks"),
    [Role.DIRECTOR, Role.OFFICER, Role.TOWN_CLERK, Role.COMMUNITY_WORKER, Role.INSPECTOR],
)
PLAN_REPORT = declare_right(
    "plan.report",
    _("Report on the unit's tasks, and explain"),
    [Role.DIRECTOR, Role.OFFICER, Role.TOWN_CLERK],
)
PLAN_RUN = declare_right(
    "plan.run",
    _("Run the office of a plan: stages, reviews, meetings, scores"),
    [Role.DIRECTOR, Role.OFFICER],
)
