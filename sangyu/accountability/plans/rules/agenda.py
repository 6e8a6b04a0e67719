"""Pure: what a meeting has to speak of, the gravest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sangyu.accountability.plans.types import AgendaKind, TaskStanding

ORDER = tuple(AgendaKind)


@dataclass(frozen=True)
class TaskFact:
    """What the agenda needs to know of a task."""

    task_id: int
    unit_id: int | None
    words: str
    standing: TaskStanding
    days_late: int = 0
    blockages: tuple[str, ...] = ()
    red_goals: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """One item, with the facts it stands on."""

    kind: AgendaKind
    task_id: int | None
    unit_id: int | None
    words: str
    facts: dict[str, object] = field(default_factory=dict)


def agenda(tasks: Iterable[TaskFact], others: Iterable[Item] = ()) -> list[Item]:
    """The items: overdue (the latest first), blocked, red, later days asked for, earlier decisions not kept.

    `others` are those of no task: decisions not kept, and targets of the paper that are behind their path.

    A task may stand there for more than one reason, once for each.
    """
    found: list[Item] = []
    for task in tasks:
        found += _of(task)
    found += others
    return sorted(
        found, key=lambda item: (ORDER.index(item.kind), -int(str(item.facts.get("days", 0))))
    )


def _of(task: TaskFact) -> list[Item]:
    reasons: list[tuple[AgendaKind, dict[str, object]]] = []
    if task.standing == TaskStanding.OVERDUE:
        reasons.append((AgendaKind.OVERDUE, {"days": task.days_late}))
    for kind, texts in (
        (AgendaKind.BLOCKED, task.blockages),
        (AgendaKind.RED, task.red_goals),
        (AgendaKind.POSTPONE, task.asked),
    ):
        if texts:
            reasons.append((kind, {"texts": list(texts)}))
    return [Item(kind, task.task_id, task.unit_id, task.words, facts) for kind, facts in reasons]
