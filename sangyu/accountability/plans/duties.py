"""The kinds of duty that plans make, and who owes them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from sangyu.accountability.plans.models import PlanTask, PlanTaskUnit
from sangyu.accountability.plans.types import Method, TaskPart
from sangyu.city.areas.selectors import area_name
from sangyu.city.duties import registry
from sangyu.city.duties.types import Subject
from sangyu.city.organisations import selectors as organisations
from sangyu.city.organisations.types import OrganisationKind
from sangyu.city.papers import methods
from sangyu.kernel.ui.links import address

TASK = "plans.task"
ELDER_COUNT = "plans.elder-count"
TOWN_REGISTER = "plans.town-register"


def as_of(period_start: date) -> date:
    """The yearly count of a period counts as of the last day of the year before (每年1月底统计上年度)."""
    return date(period_start.year - 1, 12, 31)


def count_subject(area_code: str, day: date) -> str:
    """The subject of a yearly count: the area and the day."""
    return f"{area_code}:{day.isoformat()}"


def _count_subjects(code: str, area_code: str, start: date) -> Iterable[Subject]:
    """The count is owed by the task's lead unit."""
    task = PlanTask.objects.get(plan_id=int(code.split(":")[1]), position=int(code.split(":")[2]))
    lead = PlanTaskUnit.objects.get(task=task, part=TaskPart.LEAD)
    day = as_of(start)
    yield Subject(
        "elder-count", count_subject(area_code, day), area_code, lead.organisation_id, f"{day.year}"
    )


def _town_subjects(code: str, area_code: str, start: date) -> Iterable[Subject]:
    """Every town confirms its own register."""
    day = as_of(start)
    for unit in organisations.units_in(area_code=area_code, kind=OrganisationKind.TOWN):
        label = f"{day.year} {area_name(unit.area_code).name}"
        yield Subject(
            "town-register", count_subject(unit.area_code, day), unit.area_code, unit.id, label
        )


def _count_url(kind: str, subject: str, period: str) -> str:
    return address("indicators:list")


def _task_url(kind: str, subject: str, period: str) -> str:
    return ""


def _town_url(kind: str, subject: str, period: str) -> str:
    return address("registry:campaign-list")


methods.register(
    methods.Method(
        Method.ELDER_COUNT.value,
        Method.ELDER_COUNT.label,
        re.compile("(统计|清点|清查|核查).{0,12}老年(人|人口)|老年人.{0,10}(统计|清点|底数)"),
        frozenset({"yearly"}),
    )
)
registry.register(TASK, _("Task of a plan"), url=_task_url)
registry.register(
    ELDER_COUNT,
    _("Yearly count of elders"),
    url=_count_url,
    url_label=_("Open the statistics"),
    subjects=_count_subjects,
)
registry.register(
    TOWN_REGISTER,
    _("Register of a town"),
    url=_town_url,
    url_label=_("Open the register"),
    subjects=_town_subjects,
)
