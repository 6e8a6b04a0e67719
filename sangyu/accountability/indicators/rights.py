"""The rights of the indicators room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations.types import Role
from sangyu.kernel.access import declare_right

STAFF = [
    Role.DIRECTOR,
    Role.OFFICER,
    Role.TOWN_CLERK,
    Role.COMMUNITY_WORKER,
    Role.INSPECTOR,
    Role.HOTLINE,
]

STATISTIC_VIEW = declare_right("statistic.view", _("See statistics"), STAFF)
STATISTIC_PREPARE = declare_right(
    "statistic.prepare", _("Compute a statistic"), [Role.DIRECTOR, Role.OFFICER]
)
STATISTIC_FREEZE = declare_right("statistic.freeze", _("Freeze a statistic"), [Role.OFFICER])
INDICATOR_VIEW = declare_right("indicator.view", _("See indicators and targets"), STAFF)
INDICATOR_DESIGN = declare_right(
    "indicator.design", _("Define indicators"), [Role.DIRECTOR, Role.OFFICER]
)
INDICATOR_REFRESH = declare_right(
    "indicator.refresh", _("Count indicators as of a day"), [Role.DIRECTOR, Role.OFFICER]
)
TARGET_ADOPT = declare_right("target.adopt", _("Set targets"), [Role.DIRECTOR, Role.OFFICER])
TARGET_REPORT = declare_right(
    "target.report", _("Report a figure by hand"), [Role.DIRECTOR, Role.OFFICER, Role.TOWN_CLERK]
)
