"""How a line of a return reaches the ledger: proof laid down, accepted, or sent back."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangyu.accountability.plans import codes
from sangyu.accountability.plans.duties import TASK
from sangyu.accountability.plans.events import GoalReached
from sangyu.accountability.plans.figures import figure_named
from sangyu.accountability.plans.models import Goal, ReturnLine, UnitReturn
from sangyu.accountability.plans.rules.goals import why_not_reached
from sangyu.accountability.plans.services._common import record
from sangyu.accountability.plans.types import LINE_OWNER, Figure, Method
from sangyu.city.duties import selectors as ledger
from sangyu.city.duties import services as duties
from sangyu.city.duties.types import OWNERS_TURN, DutyRow, DutyState, Proof, ProofKind
from sangyu.kernel import clock, events
from sangyu.kernel.actors import Actor
from sangyu.kernel.attachments import selectors as attachments
from sangyu.kernel.errors import DomainError

REASONS: dict[str, str | Promise] = {
    "no-series": _("no computed figure is known for it yet, and a typed one is only reported"),
    "no-figure": _("no computed figure is given, and a typed one is only reported"),
    "other-series": _("the figure given counts something else"),
    "other-year": _("the figure given is of another year"),
    "short": _("the figure given does not reach it"),
}
"""Why a goal is not reached, by the codes of `rules.goals.why_not_reached`."""


def lay_down(actor: Actor, row: UnitReturn, line: ReturnLine, at: datetime) -> None:
    """Lay the line's proof before the ledger; refused where a goal that is due is not proved."""
    if line.task.method != Method.PROOF:
        return
    _require_goals(actor, row, line, clock.legal_day(at))
    duty = _next(actor, line, OWNERS_TURN)
    if duty is None:
        return
    url = reverse("plans:return", args=[row.pk])
    pieces = [Proof(ProofKind.TEXT, f"return:{row.pk}", line.progress, url=url)]
    if line.figure_ref:
        label = f"{line.figure_label}：{line.figure_value:f}"
        pieces.append(
            Proof(ProofKind.FIGURE, line.figure_ref, label, line.figure_digest, line.figure_url)
        )
    files = attachments.of_owner(actor=actor, kind=LINE_OWNER, id=str(line.pk))
    pieces += [Proof(ProofKind.FILE, file.url, file.name, url=file.url) for file in files]
    duties.duty_submit_proof(actor=actor, duty_id=duty.id, proof=pieces, at=at)


def _require_goals(actor: Actor, row: UnitReturn, line: ReturnLine, today: date) -> None:
    figure = _figure(actor, row, line)
    missing = []
    for goal in Goal.objects.filter(task_id=line.task_id, reached_on__isnull=True):
        why = why_not_reached(goal.fact, figure)
        if why:
            missing.append(f"{goal.year} {goal.words}（{REASONS[why]}）")
    if missing:
        raise DomainError(
            "goals-not-proved",
            _("Task %(no)s cannot be reported as finished: %(goals)s.")
            % {"no": line.task.no, "goals": "；".join(missing)},
            field="is_finished",
            remedy=_("Choose the computed figure that proves the goal, or report progress only."),
        )


def _figure(actor: Actor, row: UnitReturn, line: ReturnLine) -> Figure | None:
    if not line.figure_ref:
        return None
    return figure_named(actor=actor, area_code=row.plan.area_code, ref=line.figure_ref)


def accept(actor: Actor, line: ReturnLine, at: datetime) -> None:
    """Close what the line proved, and note the goals its computed figure reaches."""
    figure = _figure(actor, line.report, line)
    for goal in Goal.objects.select_for_update().filter(
        task_id=line.task_id, reached_on__isnull=True
    ):
        is_words_only = goal.value is None and line.is_finished
        if (goal.value is not None and not why_not_reached(goal.fact, figure)) or is_words_only:
            _reach(actor, line, goal, figure, at)
    if line.is_finished:
        duty = _next(actor, line, frozenset({DutyState.SUBMITTED}))
        if duty is not None:
            duties.duty_close(actor=actor, duty_id=duty.id, at=at)


def send_back(actor: Actor, line: ReturnLine, reason: str, at: datetime) -> None:
    """The proof the line laid down goes back with the return."""
    if line.is_finished:
        duty = _next(actor, line, frozenset({DutyState.SUBMITTED}))
        if duty is not None:
            duties.duty_return(actor=actor, duty_id=duty.id, reason=reason, at=at)


def _reach(actor: Actor, line: ReturnLine, goal: Goal, figure: Figure | None, at: datetime) -> None:
    goal.reached_on = clock.legal_day(at)
    if goal.value is not None and figure is not None:
        goal.reached_ref, goal.reached_digest = figure.ref, figure.digest
        goal.reached_value = figure.value
    goal.save()
    plan = line.report.plan
    record(
        actor, codes.GOAL_REACHED, plan, kind="plan-task", id=line.task_id, label=str(line.task),
        after={"words": goal.words, "reached_value": goal.reached_value, "reached_ref": goal.reached_ref}, at=at,
    )  # fmt: skip
    events.publish(GoalReached(goal.pk, line.task_id, goal.reached_ref, goal.reached_on))


def _next(actor: Actor, line: ReturnLine, states: frozenset[DutyState]) -> DutyRow | None:
    """The task's own duty in one of these states whose day comes first."""
    rows = ledger.from_source(actor=actor, kind="plan-task", id=line.task_id)
    own = [row for row in rows if row.kind == TASK and not row.subject_kind and row.state in states]
    return min(
        own, key=lambda row: (row.statutory_due is None, row.statutory_due, row.id), default=None
    )
