"""The units' returns: which are there, what one says, who sees its files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from sangyu.accountability.plans.models import (
    Contact,
    GateItem,
    Plan,
    PlanTaskUnit,
    ReturnLine,
    UnitReturn,
)
from sangyu.accountability.plans.rights import PLAN_VIEW
from sangyu.accountability.plans.types import LINE_OWNER, RETURN_TONES, ReturnState, TaskPart
from sangyu.accountability.plans.who import runs, speaks_for
from sangyu.city.organisations.selectors import unit_ref
from sangyu.city.organisations.types import UnitRef
from sangyu.kernel.access import load
from sangyu.kernel.actors import Actor
from sangyu.kernel.attachments import selectors as attachments
from sangyu.kernel.attachments.types import AttachmentRow
from sangyu.kernel.errors import NotFound

MONTHS_SHOWN = 6


@dataclass(frozen=True)
class LineRow:
    """A line of a return with its files."""

    line: ReturnLine
    files: list[AttachmentRow]


@dataclass(frozen=True)
class ReturnPage:
    """A return as its page shows it, and what the reader may do with it."""

    report: UnitReturn
    lines: list[LineRow]
    contact: str
    may_write: bool
    may_review: bool

    @property
    def tone(self) -> str:
        return RETURN_TONES[ReturnState(self.report.state)]


@dataclass(frozen=True)
class MatrixRow:
    """A unit's returns of the months shown; None where it handed nothing in."""

    unit: UnitRef
    returns: list[UnitReturn | None]


def return_get(*, actor: Actor, return_id: int) -> ReturnPage:
    """One return. What is still being written is its unit's and the office's to see; for others it is not there."""
    rows = UnitReturn.objects.select_related("plan", "organisation")
    report = load(rows, actor, PLAN_VIEW, pk=return_id)
    is_own, is_office = speaks_for(actor, report.organisation_id), runs(actor, report.plan)
    if report.state == ReturnState.DRAFT and not (is_own or is_office):
        raise _not_yet()
    lines = report.lines.select_related("task", "goal").order_by("task__position")
    contact = Contact.objects.filter(plan=report.plan, organisation=report.organisation).first()
    return ReturnPage(
        report,
        [
            LineRow(line, attachments.of_owner(actor=actor, kind=LINE_OWNER, id=str(line.pk)))
            for line in lines
        ],
        contact.name if contact else "",
        is_own and report.state in {ReturnState.DRAFT, ReturnState.RETURNED},
        is_office and report.state == ReturnState.HANDED_IN,
    )


def _not_yet() -> NotFound:
    return NotFound("not-found", _("This return has not been handed in."))


def return_matrix(*, actor: Actor, plan: Plan, months: list[str]) -> list[MatrixRow]:
    """The leading units down, the months across."""
    leads = PlanTaskUnit.objects.filter(task__plan=plan, part=TaskPart.LEAD)
    units = {row.organisation_id: row.organisation for row in leads.select_related("organisation")}
    rows = UnitReturn.objects.visible_to(actor).filter(plan=plan, period__in=months)
    found = {
        (row.organisation_id, row.period): row
        for row in rows
        if row.state != ReturnState.DRAFT or speaks_for(actor, row.organisation_id)
    }
    ordered = sorted(units.values(), key=lambda unit: (unit.area_code, unit.pk))
    return [
        MatrixRow(unit_ref(unit), [found.get((unit.pk, month)) for month in months])
        for unit in ordered
    ]


def returns_of(*, actor: Actor, plan: Plan, organisation_id: int) -> list[UnitReturn]:
    """A unit's returns, the newest first, without drafts of other units."""
    rows = UnitReturn.objects.visible_to(actor).filter(plan=plan, organisation_id=organisation_id)
    if not speaks_for(actor, organisation_id):
        rows = rows.exclude(state=ReturnState.DRAFT)
    return list(rows.order_by("-period"))


def reports_of_task(*, actor: Actor, task_id: int) -> list[ReturnLine]:
    """What was reported of a task and handed in, the newest first."""
    rows = ReturnLine.objects.visible_to(actor).filter(task_id=task_id)
    rows = rows.exclude(report__state=ReturnState.DRAFT)
    return list(rows.select_related("report__organisation").order_by("-report__period", "-pk"))


def sees_line(actor: Actor, line_id: str) -> bool:
    """Whether the actor may open the files of a return's line."""
    if not (line_id.isdecimal() and actor.may(PLAN_VIEW)):
        return False
    rows = ReturnLine.objects.visible_to(actor).select_related("report__plan")
    line = rows.filter(pk=line_id).first()
    if line is None:
        return False
    report = line.report
    return (
        report.state != ReturnState.DRAFT
        or speaks_for(actor, report.organisation_id)
        or runs(actor, report.plan)
    )


def sees_gate_item(actor: Actor, item_id: str) -> bool:
    """Whether the actor may open the evidence of a gate."""
    if not (item_id.isdecimal() and actor.may(PLAN_VIEW)):
        return False
    return bool(GateItem.objects.visible_to(actor).filter(pk=item_id).exists())


def lines_accepted(*, actor: Actor, plan: Plan, since: date, until: date) -> list[ReturnLine]:
    """What was reported in the months from one day to another and accepted, in order of time."""
    rows = ReturnLine.objects.visible_to(actor).filter(
        report__plan=plan, report__state=ReturnState.ACCEPTED, report__period__gte=f"{since:%Y-%m}",
        report__period__lte=f"{until:%Y-%m}",
    )  # fmt: skip
    found = rows.select_related("report__organisation", "task", "goal")
    return list(found.order_by("report__period", "report__organisation_id", "task__position"))
