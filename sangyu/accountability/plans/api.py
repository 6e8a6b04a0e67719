"""The plans' routes in the open API: tasks with their state, and the scores of a year with their reasons."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import cast

from django.http import HttpRequest
from ninja import Router, Schema

from sangyu.accountability.plans import selectors
from sangyu.accountability.plans.rights import PLAN_VIEW
from sangyu.kernel import clock
from sangyu.kernel.access import ActorRequest, require
from sangyu.kernel.actors import Actor

router = Router(tags=["plans"])


class PlanItem(Schema):
    """A plan with its tasks counted."""

    id: int
    title: str
    number: str
    area_code: str
    issued_on: date | None
    tasks: int
    kept: int
    overdue: int


class GoalItem(Schema):
    """What a task shall have reached by the end of a year. `reached_value` is a computed figure, never a typed one."""

    year: int
    words: str
    operator: str
    value: Decimal | None
    unit: str
    reached_on: date | None
    reached_value: Decimal | None


class TaskItem(Schema):
    """One task: its units, when it is due next, how it stands and what hinders it."""

    id: int
    no: str
    title: str
    lead: list[str]
    support: list[str]
    deadline: str
    deadline_kind: str
    next_due: date | None
    standing: str
    days_late: int
    hindrances: list[str]
    waits_for: list[str]
    goals: list[GoalItem]


class ScoreEntry(Schema):
    """Points of how many possible (None: on top), and the counts they come from."""

    code: str
    points: Decimal
    of: Decimal | None
    counts: dict[str, int]


class UnitScore(Schema):
    """A unit's score, as today's records give it."""

    unit: str
    points: Decimal
    entries: list[ScoreEntry]


@router.get("/plans", response=list[PlanItem], url_name="plans")
def plans(request: HttpRequest) -> list[PlanItem]:
    """The plans the caller sees, the newest paper first."""
    return [
        PlanItem(
            id=line.plan.pk, title=line.plan.title, number=line.plan.number, area_code=line.plan.area_code,
            issued_on=line.plan.issued_on, tasks=line.total, kept=line.kept, overdue=line.overdue,
        )
        for line in selectors.plan_list(actor=_actor(request))
    ]  # fmt: skip


@router.get("/plans/{pk}/tasks", response=list[TaskItem], url_name="plan-tasks")
def tasks(request: HttpRequest, pk: int) -> list[TaskItem]:
    """The tasks of a plan in the paper's order."""
    actor = _actor(request)
    plan = selectors.plan_get(actor=actor, plan_id=pk)
    return [_task(line) for line in selectors.task_lines(actor=actor, plan=plan)]


def _task(line: selectors.TaskLine) -> TaskItem:
    task = line.task
    goals = [
        GoalItem(
            year=goal.year, words=goal.words, operator=goal.operator, value=goal.value, unit=goal.unit,
            reached_on=goal.reached_on, reached_value=goal.reached_value,
        )
        for goal in line.goals
    ]  # fmt: skip
    return TaskItem(
        id=task.pk, no=task.no, title=task.title, lead=line.lead, support=line.support, deadline=task.deadline,
        deadline_kind=task.deadline_kind, next_due=line.next.statutory_due if line.next else None,
        standing=str(line.standing.value), days_late=line.days_late,
        hindrances=[one.words for one in line.blockages], waits_for=[one.no for one in line.waits_for], goals=goals,
    )  # fmt: skip


@router.get("/plans/{pk}/scores", response=list[UnitScore], url_name="plan-scores")
def scores(request: HttpRequest, pk: int, year: int | None = None) -> list[UnitScore]:
    """The scores of a year (this one, unless named), the best first."""
    actor = _actor(request)
    plan = selectors.plan_get(actor=actor, plan_id=pk)
    found = selectors.scores_now(actor=actor, plan=plan, year=year or clock.today().year)
    return [
        UnitScore(
            unit=one.unit.name, points=one.score.points,
            entries=[
                ScoreEntry(code=e.code, points=e.points, of=e.of, counts=dict(e.counts))
                for e in one.score.entries
            ],
        )
        for one in found.units
    ]  # fmt: skip


def _actor(request: HttpRequest) -> Actor:
    actor = cast("ActorRequest", request).actor
    require(actor, PLAN_VIEW)
    return actor
