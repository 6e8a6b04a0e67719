"""The monthly return: a unit writes it, the office accepts it or sends it back.

A line that reports its task as finished lays its proof before the ledger; accepted, it closes the duty. A figure that
somebody typed is 自报 and proves nothing; a goal with a value takes a computed figure (`figures`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sangyu.accountability.plans import codes, policy
from sangyu.accountability.plans.duties import RETURN, REVIEW, return_subject
from sangyu.accountability.plans.events import ReturnHandedIn, ReturnReviewed
from sangyu.accountability.plans.figures import figure_named
from sangyu.accountability.plans.models import (
    Goal,
    Plan,
    PlanTaskUnit,
    ReturnLine,
    UnitReturn,
)
from sangyu.accountability.plans.rights import PLAN_REPORT, PLAN_RUN
from sangyu.accountability.plans.services import _closing as closing
from sangyu.accountability.plans.services._common import (
    need,
    record,
    signed,
)
from sangyu.accountability.plans.services.hindrances import blockage_raise
from sangyu.accountability.plans.types import LINE_OWNER, LineInput, ReturnState, TaskPart
from sangyu.accountability.plans.who import office_of, require_runs, require_speaks
from sangyu.city.duties import selectors as ledger
from sangyu.city.duties import services as duties
from sangyu.city.duties.types import Clause, DayCount, Proof, ProofKind, Subject
from sangyu.kernel import access, clock, events
from sangyu.kernel.actors import Actor, system_actor
from sangyu.kernel.attachments.services import attachments_add, attachments_finish
from sangyu.kernel.attachments.types import Owner, SafeFile
from sangyu.kernel.errors import Conflict, DomainError

UNITS_TURN = (ReturnState.DRAFT, ReturnState.RETURNED)
REPORTING = (TaskPart.LEAD, TaskPart.JOINT)


@transaction.atomic
def return_open(
    *, actor: Actor, plan_id: int, organisation_id: int, period: str, at: datetime
) -> UnitReturn:
    """The return of a unit for a month ("2026-03"), begun if it is not there, with a line for each task it leads."""
    plan = access.load(Plan.objects.all(), actor, PLAN_REPORT, pk=plan_id)
    require_speaks(actor, organisation_id)
    if period > f"{clock.legal_day(at):%Y-%m}":
        raise DomainError(
            "month-to-come", _("This month has not begun."), field="period",
            remedy=_("Report on this month or an earlier one."),
        )  # fmt: skip
    row: UnitReturn
    row, _made = UnitReturn.objects.get_or_create(
        plan=plan, organisation_id=organisation_id, period=period
    )
    if row.state in UNITS_TURN:
        led = PlanTaskUnit.objects.filter(
            task__plan=plan, organisation_id=organisation_id, part__in=REPORTING
        )
        ReturnLine.objects.bulk_create(
            [ReturnLine(report=row, task_id=pk) for pk in led.values_list("task_id", flat=True)],
            ignore_conflicts=True,
        )
        if not row.lines.exists():
            raise DomainError(
                "unit-leads-nothing",
                _("Your unit leads no task of this plan, so it has nothing to report."),
                field="plan",
            )
    return row


@transaction.atomic
def return_save(
    *,
    actor: Actor,
    return_id: int,
    lines: Sequence[LineInput],
    files: Mapping[int, Sequence[SafeFile]] | None = None,
    at: datetime,
) -> UnitReturn:
    """Write in a return that is not handed in. `files` by task. A computed figure is looked up anew, never typed."""
    row = _to_write(actor, return_id)
    known = {line.task_id: line for line in row.lines.select_related("task")}
    for given in lines:
        line = known.get(given.task_id)
        if line is None:
            raise DomainError("task-not-in-return", _("This task does not stand in the return."))
        _fill(actor, row, line, given)
        attachments_add(
            actor=actor, owner=_owner(row, line), files=(files or {}).get(line.task_id, ()), at=at
        )
    _trail(actor, codes.RETURN_SAVED, row, at, after={"lines": len(lines)})
    return row


def _fill(actor: Actor, row: UnitReturn, line: ReturnLine, given: LineInput) -> None:
    line.progress, line.hindrance = given.progress.strip(), given.hindrance.strip()[:500]
    line.share, line.is_finished = given.share, given.is_finished
    line.typed_value = given.typed_value
    line.goal = (
        Goal.objects.filter(pk=given.goal_id, task_id=line.task_id).first()
        if given.goal_id
        else None
    )
    _figure(actor, row, line, given.figure_ref)
    line.full_clean(validate_constraints=False)
    line.save()


def _figure(actor: Actor, row: UnitReturn, line: ReturnLine, ref: str) -> None:
    """Copy the computed figure by value, with its seal."""
    found = figure_named(actor=actor, area_code=row.plan.area_code, ref=ref) if ref else None
    if ref and found is None:
        raise DomainError(
            "figure-gone",
            _("There is no such computed figure, or its seal no longer holds."),
            field="figure_ref",
            remedy=_("Choose another figure, or leave it out."),
        )
    line.figure_ref = found.ref if found else ""
    line.figure_label = found.label if found else ""
    line.figure_value = found.value if found else None
    line.figure_digest = found.digest if found else ""
    line.figure_url = found.url if found else ""


@transaction.atomic
def return_hand_in(*, actor: Actor, return_id: int, at: datetime) -> UnitReturn:
    """Hand the return in. The unit's duty is kept; the office's review begins; finished tasks show their proof.

    Refused where a line says nothing, or reports as finished what its goals do not prove (with the reason).
    """
    row = _to_write(actor, return_id)
    lines = list(row.lines.select_related("task", "goal"))
    silent = [line.task.no for line in lines if not line.progress]
    if silent:
        raise DomainError(
            "return-incomplete",
            _("Nothing is said of these tasks: %(tasks)s.") % {"tasks": "、".join(silent)},
            field="progress",
            remedy=_("Write what was done, or that nothing was, and why."),
        )
    row.state, row.times, row.remark = ReturnState.HANDED_IN, row.times + 1, ""
    row.handed_in_at, row.handed_in_by = at, signed(actor)
    row.reviewed_at, row.reviewed_by = None, ""
    row.save()
    for line in lines:
        if line.is_finished:
            closing.lay_down(actor, row, line, at)
        if line.hindrance:
            _hinders(actor, line, at)
    _ledger_handed_in(row, at)
    _trail(actor, codes.RETURN_HANDED_IN, row, at, after={"state": row.state, "times": row.times})
    events.publish(ReturnHandedIn(row.pk, row.plan_id, row.organisation_id, row.period))
    return row


def _hinders(actor: Actor, line: ReturnLine, at: datetime) -> None:
    """What hinders is a blockage from now on; said again in the same words it is the same one."""
    known = line.task.blockages.filter(words=line.hindrance, cleared_on__isnull=True)
    if not known.exists():
        blockage_raise(actor=actor, task_id=line.task_id, words=line.hindrance, at=at)


def _ledger_handed_in(row: UnitReturn, at: datetime) -> None:
    system, plan = system_actor("plans.return"), row.plan
    proof = Proof(ProofKind.TEXT, f"return:{row.pk}", f"{row.period}", url=_url(row))
    duties.duties_close_for_subject(
        actor=system, kind=RETURN, subject_kind="plan-return-unit",
        subject_id=return_subject(plan.pk, row.organisation_id), period=row.period, proof=[proof], at=at,
    )  # fmt: skip
    office = office_of(plan)
    if office is None or office.dissolved_on is not None:
        return
    label = f"{row.organisation.short_name} {row.period}"
    duties.duty_open(
        actor=system, kind=REVIEW, title="审核任务进展月报", period=f"{row.period}.{row.times}", at=at,
        subject=Subject("plan-return", str(row.pk), plan.area_code, office.unit_id, label),
        due_after=policy.days("review_workdays"), day_count=DayCount.WORKDAYS, overseer_id=office.unit_id,
        clause=Clause(plan.title[:200], plan.number, office.clause[:80], office.clause),
    )  # fmt: skip


@transaction.atomic
def return_review(
    *, actor: Actor, return_id: int, is_accepted: bool, remark: str = "", at: datetime
) -> UnitReturn:
    """Accept a return, or send it back with the reason. Accepted, what it proves closes; sent back, the duty is open
    again with its old day."""
    rows = UnitReturn.objects.select_related("plan", "organisation").select_for_update(of=("self",))
    row = access.load(rows, actor, PLAN_RUN, pk=return_id)
    require_runs(actor, row.plan)
    if row.state != ReturnState.HANDED_IN:
        raise Conflict(
            "return-not-waiting",
            _("This return does not wait for a review."),
            remedy=_("Look at it again."),
        )
    remark = remark.strip() if is_accepted else need(remark, "remark")
    row.state = ReturnState.ACCEPTED if is_accepted else ReturnState.RETURNED
    row.remark, row.reviewed_at, row.reviewed_by = remark[:500], at, signed(actor)
    row.save()
    for line in row.lines.select_related("task", "goal"):
        if is_accepted:
            closing.accept(actor, line, at)
            attachments_finish(owner=_owner(row, line))
        else:
            closing.send_back(actor, line, row.remark, at)
    _ledger_reviewed(row, is_accepted=is_accepted, at=at)
    code = codes.RETURN_ACCEPTED if is_accepted else codes.RETURN_SENT_BACK
    _trail(actor, code, row, at, after={"state": row.state, "remark": row.remark})
    events.publish(ReturnReviewed(row.pk, row.plan_id, row.organisation_id, is_accepted))
    return row


def _ledger_reviewed(row: UnitReturn, *, is_accepted: bool, at: datetime) -> None:
    system = system_actor("plans.return")
    proof = Proof(ProofKind.TEXT, f"return:{row.pk}", row.remark or row.state, url=_url(row))
    duties.duties_close_for_subject(
        actor=system,
        kind=REVIEW,
        subject_kind="plan-return",
        subject_id=str(row.pk),
        proof=[proof],
        at=at,
    )
    if is_accepted:
        return
    subject = return_subject(row.plan_id, row.organisation_id)
    for duty in ledger.for_subject(actor=system, kind="plan-return-unit", id=subject):
        if duty.period == row.period and duty.state in {"done", "done_late"}:
            duties.duty_reopen(actor=system, duty_id=duty.id, reason=row.remark, at=at)


def _to_write(actor: Actor, return_id: int) -> UnitReturn:
    rows = UnitReturn.objects.select_related("plan", "organisation").select_for_update(of=("self",))
    row = access.load(rows, actor, PLAN_REPORT, pk=return_id)
    require_speaks(actor, row.organisation_id)
    if row.state not in UNITS_TURN:
        raise Conflict(
            "return-handed-in",
            _("This return is handed in and not changed any more."),
            remedy=_("Ask the office to send it back, or write it into the next month's."),
        )
    return row


def _owner(row: UnitReturn, line: ReturnLine) -> Owner:
    return Owner(LINE_OWNER, str(line.pk), row.plan.area_code, f"{row.period} {line.task}")


def _url(row: UnitReturn) -> str:
    return reverse("plans:return", args=[row.pk])


def _trail(
    actor: Actor, code: str, row: UnitReturn, at: datetime, *, after: dict[str, Any]
) -> None:
    label = f"{row.organisation.short_name} {row.period}"
    record(actor, code, row.plan, kind="plan-return", id=row.pk, label=label, after=after, at=at)
