"""The rights of the recognition room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations.types import Role
from sangyu.kernel.access import declare_right

REPORT_VIEW = declare_right(
    "report.view",
    _("See issued assessment reports"),
    [Role.DIRECTOR, Role.OFFICER, Role.TOWN_CLERK, Role.COMMUNITY_WORKER, Role.INSPECTOR],
)
REPORT_ISSUE = declare_right(
    "report.issue", _("Issue and withdraw assessment reports"), [Role.OFFICER, Role.TOWN_CLERK]
)
