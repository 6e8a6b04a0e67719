"""The rights of the assessment room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations.types import Role
from sangyu.kernel.access import declare_right

STAFF = (Role.DIRECTOR, Role.OFFICER, Role.TOWN_CLERK, Role.COMMUNITY_WORKER, Role.INSPECTOR)

ASSESSMENT_VIEW = declare_right(
    "assessment.view", _("See assessments and their orders"), [*STAFF, Role.ASSESSOR]
)
ASSESSMENT_ORDER = declare_right(
    "assessment.order", _("Order assessments"), [Role.OFFICER, Role.TOWN_CLERK]
)
ASSESSMENT_ASSESS = declare_right(
    "assessment.assess", _("Plan and record assessments"), [Role.ASSESSOR]
)
ASSESSMENT_ACCREDIT = declare_right(
    "assessment.accredit", _("Accredit agencies and keep their assessors"), [Role.OFFICER]
)
