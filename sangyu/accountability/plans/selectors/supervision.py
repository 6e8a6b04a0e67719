"""Meetings, what they have to speak of today, and what stands on record about units."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sangyu.accountability.indicators.selectors.proofs import Behind, targets_behind
from sangyu.accountability.plans import policy
from sangyu.accountability.plans.figures import INDICATOR
from sangyu.accountability.plans.models import (
    AgendaItem,
    Decision,
    Meeting,
    Plan,
    Postponement,
    Remark,
)
from sangyu.accountability.plans.rights import PLAN_VIEW
from sangyu.accountability.plans.rules.agenda import Item, TaskFact, agenda
from sangyu.accountability.plans.rules.goals import is_red
from sangyu.accountability.plans.selectors.plans import TaskLine, task_lines
from sangyu.accountability.plans.types import AGENDA_TONES, AgendaKind, PostponementState
from sangyu.accountability.plans.who import runs, speaks_for
from sangyu.city.duties import selectors as ledger
from sangyu.city.duties.types import DutyRow
from sangyu.kernel import clock
from sangyu.kernel.access import load
from sangyu.kernel.actors import Actor


@dataclass(frozen=True)
class ItemRow:
    """An item of an agenda in the reader's words."""

    item: AgendaItem
    facts: str

    @property
    def tone(self) -> str:
        return AGENDA_TONES[AgendaKind(self.item.kind)]


@dataclass(frozen=True)
class DecisionRow:
    """A decision, and how its duty stands."""

    decision: Decision
    duty: DutyRow | None


@dataclass(frozen=True)
class MeetingPage:
    """A meeting with its agenda and decisions, and what the reader may do."""

    meeting: Meeting
    items: list[ItemRow]
    decisions: list[DecisionRow]
    may_run: bool

    @property
    def is_open(self) -> bool:
        return self.meeting.held_on is None


def meetings_of(*, actor: Actor, plan: Plan) -> list[Meeting]:
    """The meetings of a plan, the newest first."""
    rows = Meeting.objects.visible_to(actor).filter(plan=plan)
    return list(rows.prefetch_related("items", "decisions"))


def meeting_get(*, actor: Actor, meeting_id: int) -> MeetingPage:
    """One meeting."""
    meeting = load(Meeting.objects.select_related("plan"), actor, PLAN_VIEW, pk=meeting_id)
    items = meeting.items.select_related("task", "unit").order_by("position")
    duties = {
        row.subject_id: row
        for row in ledger.from_source(actor=actor, kind="plan-meeting", id=meeting.pk)
    }
    decisions = meeting.decisions.select_related("unit", "item").order_by("position")
    return MeetingPage(
        meeting,
        [ItemRow(item, _facts(item)) for item in items],
        [DecisionRow(one, duties.get(str(one.pk))) for one in decisions],
        runs(actor, meeting.plan),
    )


def _facts(item: AgendaItem) -> str:
    days = item.facts.get("days")
    if days:
        return _("%(days)s days late") % {"days": days}
    return "；".join(map(str, item.facts.get("texts", [])))


def agenda_now(*, actor: Actor, plan: Plan) -> list[Item]:
    """What a meeting held today has to speak of, from the ledger and what the units reported."""
    lines = task_lines(actor=actor, plan=plan)
    asked: dict[int, list[str]] = defaultdict(list)
    waiting = Postponement.objects.filter(task__plan=plan, state=PostponementState.ASKED)
    for one in waiting:
        asked[one.task_id].append(f"{one.from_due} → {one.to_due}：{one.reason}")
    behind = targets_behind(actor=actor, area_code=plan.area_code, on=clock.today())
    by_series = {f"{INDICATOR}{one.indicator}": one for one in reversed(behind)}
    return agenda(
        [_fact(line, asked[line.task.pk], by_series) for line in lines],
        [*_unkept(actor, plan), *_paper_behind(plan, lines, behind)],
    )


def _paper_behind(plan: Plan, lines: list[TaskLine], behind: list[Behind]) -> list[Item]:
    """The targets of the plan's paper that are red or far behind and that no goal of a task speaks of."""
    told = {goal.figure for line in lines for goal in line.goals if goal.reached_on is None}
    return [
        Item(AgendaKind.RED, None, None, one.words, {"texts": [one.reason]})
        for one in behind
        if (one.document_id == plan.document_id or one.document_title == plan.title)
        and f"{INDICATOR}{one.indicator}" not in told
    ]


def _red_goals(line: TaskLine, behind: dict[str, Behind]) -> list[str]:
    """The goals not reached whose year runs out, or whose target is off its path, with the reason."""
    today, red_days = clock.today(), policy.days("red_days")
    found = []
    for goal in line.goals:
        off = behind.get(goal.figure) if goal.reached_on is None else None
        if off is not None:
            found.append(f"{goal.year} {goal.words}（{off.reason.rstrip('。.')}）")
        elif is_red(goal.fact, today, red_days):
            found.append(f"{goal.year} {goal.words}")
    return found


def _fact(line: TaskLine, asked: list[str], behind: dict[str, Behind]) -> TaskFact:
    return TaskFact(
        task_id=line.task.pk,
        unit_id=line.lead_unit.id if line.lead_unit else None,
        words=f"{line.task.no} {line.task.title}",
        standing=line.standing,
        days_late=line.days_late,
        blockages=tuple(one.words for one in line.blockages),
        red_goals=tuple(_red_goals(line, behind)),
        asked=tuple(asked),
    )


def _unkept(actor: Actor, plan: Plan) -> list[Item]:
    """Decisions of earlier meetings whose duty is overdue."""
    meetings = Meeting.objects.filter(plan=plan, held_on__isnull=False)
    ids = [str(pk) for pk in meetings.values_list("pk", flat=True)]
    rows = ledger.from_sources(actor=actor, kind="plan-meeting", ids=ids)
    late = [row for found in rows.values() for row in found if row.is_overdue]
    return [
        Item(AgendaKind.UNKEPT, None, row.lead.id, row.title, {"days": row.days_late})
        for row in late
    ]


@dataclass(frozen=True)
class RemarkPage:
    """What stands on record about a unit, and whether the reader speaks for it."""

    remark: Remark
    may_explain: bool


def remarks_of(*, actor: Actor, plan: Plan, organisation_id: int | None = None) -> list[Remark]:
    """What stands on record under a plan, the newest first."""
    rows = Remark.objects.visible_to(actor).filter(plan=plan).select_related("organisation")
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id)
    return list(rows)


def remark_get(*, actor: Actor, remark_id: int) -> RemarkPage:
    """One record."""
    row = load(
        Remark.objects.select_related("plan", "organisation"), actor, PLAN_VIEW, pk=remark_id
    )
    return RemarkPage(row, speaks_for(actor, row.organisation_id))
