"""The kinds of duty that plans make, and who owes them.

plans.task      a task of the paper; its lead unit (L1)
plans.return    the monthly return; each leading unit (L8)
plans.review    the review of a return; the office (L6)
plans.meeting   the cycle's meeting; the office (L5, L7)
plans.decision  what a meeting decided; a unit (L5)
plans.gate      a stage's gate; the office (L4)
plans.sunset    the office's own end; the office (L9)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from sangyu.accountability.plans.models import PlanOffice, PlanTask, PlanTaskUnit, Stage
from sangyu.accountability.plans.types import Method, TaskPart
from sangyu.city.areas.selectors import area_name
from sangyu.city.duties import notices, registry
from sangyu.city.duties import selectors as ledger
from sangyu.city.duties.types import Subject
from sangyu.city.organisations import selectors as organisations
from sangyu.city.organisations.types import OrganisationKind
from sangyu.city.papers import methods
from sangyu.kernel.ui.links import address

TASK = "plans.task"
ELDER_COUNT = "plans.elder-count"
TOWN_REGISTER = "plans.town-register"
RETURN = "plans.return"
REVIEW = "plans.review"
MEETING = "plans.meeting"
GATE = "plans.gate"
DECISION = "plans.decision"
SUNSET = "plans.sunset"
REMARKED_NOTICE = notices.register(
    "plans.remarked", _("Your unit was put on record under %(plan)s; you may explain.")
)


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


def return_subject(plan_id: int, organisation_id: int) -> str:
    """The subject of a unit's monthly return: the plan and the unit."""
    return f"{plan_id}:{organisation_id}"


def _return_subjects(code: str, area_code: str, start: date) -> Iterable[Subject]:
    """Each unit that leads a task of the plan which is not kept for good."""
    plan_id = int(code.split(":")[1])
    for unit_id in sorted(units_reporting(plan_id)):
        unit = organisations.unit(unit_id)
        yield Subject(
            "plan-return-unit",
            return_subject(plan_id, unit_id),
            area_code,
            unit_id,
            unit.short_name,
        )


def units_reporting(plan_id: int) -> set[int]:
    """The units that lead a task of which anything is still to be kept."""
    leads = PlanTaskUnit.objects.filter(task__plan_id=plan_id, part=TaskPart.LEAD)
    pairs = list(leads.values_list("task_id", "organisation_id"))
    open_tasks = ledger.sources_unfinished(
        kind="plan-task", ids=[str(task_id) for task_id, _unit in pairs]
    )
    return {unit_id for task_id, unit_id in pairs if str(task_id) in open_tasks}


def _office_subject(kind: str, subject_id: str, plan_id: int, area_code: str) -> Iterable[Subject]:
    office = PlanOffice.objects.filter(plan_id=plan_id, dissolved_on__isnull=True).first()
    if office is not None:
        yield Subject(kind, subject_id, area_code, office.unit_id)


def _meeting_subjects(code: str, area_code: str, start: date) -> Iterable[Subject]:
    plan_id = code.split(":")[1]
    yield from _office_subject("plan-meeting", plan_id, int(plan_id), area_code)


def _gate_subjects(code: str, area_code: str, start: date) -> Iterable[Subject]:
    plan_id, _word, stage_id = code.split(":")[1:4]
    if Stage.objects.filter(pk=int(stage_id)).exists():
        yield from _office_subject("plan-stage", stage_id, int(plan_id), area_code)


def _sunset_subjects(code: str, area_code: str, start: date) -> Iterable[Subject]:
    plan_id = code.split(":")[1]
    yield from _office_subject("plan", plan_id, int(plan_id), area_code)


def _return_url(kind: str, subject: str, period: str) -> str:
    return address("plans:returns", int(subject.split(":", maxsplit=1)[0]))


def _review_url(kind: str, subject: str, period: str) -> str:
    return address("plans:return", int(subject))


def _plan_url(kind: str, subject: str, period: str) -> str:
    return address("plans:office", int(subject))


def _gate_url(kind: str, subject: str, period: str) -> str:
    return address("plans:stage", int(subject))


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
registry.register(
    RETURN,
    _("Monthly return"),
    title=_("Hand in the monthly return"),
    url=_return_url,
    url_label=_("Write the return"),
    subjects=_return_subjects,
    by_hand=False,
)
registry.register(
    REVIEW,
    _("Review of a return"),
    title=_("Accept the monthly return or send it back"),
    url=_review_url,
    url_label=_("Open the return"),
    by_hand=False,
)
registry.register(
    MEETING,
    _("Supervision meeting"),
    title=_("Hold the supervision meeting"),
    url=_plan_url,
    url_label=_("Open the supervision"),
    subjects=_meeting_subjects,
    by_hand=False,
)
registry.register(
    GATE,
    _("Gate of a stage"),
    url=_gate_url,
    url_label=_("Open the gate"),
    subjects=_gate_subjects,
    by_hand=False,
)
registry.register(DECISION, _("Decision of a meeting"), url=_task_url)
registry.register(
    SUNSET,
    _("End of an office"),
    title=_("Wind up and dissolve the office"),
    url=_plan_url,
    url_label=_("Open the supervision"),
    subjects=_sunset_subjects,
    by_hand=False,
)
