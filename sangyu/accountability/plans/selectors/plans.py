"""Plans and their tasks, and how each task stands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from sangyu.accountability.plans.models import Blockage, Goal, Plan, PlanTask
from sangyu.accountability.plans.rules import standing
from sangyu.accountability.plans.types import TONES, DutyFact, TaskPart, TaskStanding
from sangyu.city.duties import selectors as duties
from sangyu.city.duties.types import DutyRow
from sangyu.city.organisations.selectors import unit_ref
from sangyu.city.organisations.types import UnitRef
from sangyu.kernel import clock
from sangyu.kernel.access import load
from sangyu.kernel.actors import Actor

PREFETCHED = ("units__organisation", "blockages", "waits_for__needs", "goals")
OF_TOWNS = frozenset({"town-register", "unit"})
"""Subjects of duties that each town owes under a task; the task stands by its own duties."""


@dataclass(frozen=True)
class TaskLine:
    """A task as lists show it: who, by when, and how it stands."""

    task: PlanTask
    lead: list[str]
    support: list[str]
    duties: list[DutyRow]
    standing: TaskStanding
    lead_unit: UnitRef | None = None
    blockages: list[Blockage] = field(default_factory=list)
    waits_for: list[PlanTask] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)

    @property
    def own(self) -> list[DutyRow]:
        """The duties by which the task stands, without those of its towns."""
        return [row for row in self.duties if row.subject_kind not in OF_TOWNS]

    @property
    def days_late(self) -> int:
        """How many days the task's latest duty is overdue."""
        return max((row.days_late for row in self.own if row.is_overdue), default=0)

    @property
    def tone(self) -> str:
        return TONES[self.standing]

    @property
    def next(self) -> DutyRow | None:
        """The duty whose day comes first among those still to be kept."""
        live = [d for d in self.duties if d.state not in {"done", "done_late", "cancelled"}]
        dated = [d for d in live if d.statutory_due]
        return min(dated, key=lambda d: d.statutory_due or d.changed_at.date()) if dated else None


@dataclass(frozen=True)
class PlanLine:
    """A plan with its tasks counted by standing."""

    plan: Plan
    counts: dict[TaskStanding, int]
    total: int

    @property
    def kept(self) -> int:
        return self.counts.get(TaskStanding.KEPT, 0) + self.counts.get(TaskStanding.KEPT_LATE, 0)

    @property
    def overdue(self) -> int:
        return self.counts.get(TaskStanding.OVERDUE, 0)


def plan_list(*, actor: Actor) -> list[PlanLine]:
    """The plans the actor sees, newest paper first, each with its tasks counted by standing."""
    found = []
    for plan in Plan.objects.visible_to(actor).order_by("-issued_on", "-pk")[:100]:
        counts: dict[TaskStanding, int] = defaultdict(int)
        lines = task_lines(actor=actor, plan=plan)
        for line in lines:
            counts[line.standing] += 1
        found.append(PlanLine(plan, dict(counts), len(lines)))
    return found


def plan_get(*, actor: Actor, plan_id: int) -> Plan:
    """One plan."""
    return load(Plan.objects.all(), actor, "plan.view", pk=plan_id)


def task_get(*, actor: Actor, task_id: int) -> TaskLine:
    """One task with its duties."""
    tasks = PlanTask.objects.select_related("plan").prefetch_related(*PREFETCHED)
    task = load(tasks, actor, "plan.view", pk=task_id)
    return _line(task, duties.from_source(actor=actor, kind="plan-task", id=task.pk))


def task_lines(*, actor: Actor, plan: Plan) -> list[TaskLine]:
    """The tasks of a plan in the paper's order."""
    tasks = list(
        PlanTask.objects.filter(plan=plan).prefetch_related(*PREFETCHED).order_by("position")
    )
    by_task = duties.from_sources(
        actor=actor, kind="plan-task", ids=[str(task.pk) for task in tasks]
    )
    return [_line(task, by_task.get(str(task.pk), [])) for task in tasks]


def _line(task: PlanTask, rows: list[DutyRow]) -> TaskLine:
    own = [row for row in rows if row.subject_kind not in OF_TOWNS]
    facts = [
        DutyFact(row.state, row.statutory_due, row.is_overdue, clock.legal_day(row.changed_at))
        for row in own
    ]
    names: dict[bool, list[str]] = {True: [], False: []}
    lead: UnitRef | None = None
    for unit in task.units.all():
        names[unit.part != "support"].append(unit.organisation.short_name)
        if unit.part == TaskPart.LEAD:
            lead = unit_ref(unit.organisation)
    blockages = [one for one in task.blockages.all() if one.cleared_on is None]
    return TaskLine(
        task, names[True], names[False], rows, standing(facts, is_blocked=bool(blockages)), lead, blockages,
        [link.needs for link in task.waits_for.all()], list(task.goals.all()),
    )  # fmt: skip
