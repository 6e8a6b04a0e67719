"""Pure: how a task's deadline becomes a duty's timing, and how a task stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sangyu.accountability.plans.types import DutyFact, TaskStanding

MONTHS_IN_PERIOD = {"yearly": 12, "half_yearly": 6, "quarterly": 3}
LAST_DAY = 31
CLOSED = {"done": TaskStanding.KEPT, "done_late": TaskStanding.KEPT_LATE}
LIVE = frozenset({"open", "in_progress", "returned"})


@dataclass(frozen=True)
class RuleTiming:
    """The timing fields of a duty rule (city.duties.models.DutyRule)."""

    cadence: str
    first: date
    due_month: int | None = None
    due_day: int | None = None
    due_on: date | None = None


def timing_of(
    kind: str, *, starts_on: date, due_on: date | None, month: int | None, day: int | None
) -> RuleTiming:
    """The timing that one of the eight deadline kinds gives.

    A returning task without a month is due on the last day of its period; a staged one on the last day of each year;
    without end, and with no deadline printed, a task has no day at all (and its page asks for one).
    """
    if kind in MONTHS_IN_PERIOD:
        months = MONTHS_IN_PERIOD[kind]
        within = (month - 1) % months if month else months - 1
        return RuleTiming(kind, starts_on, due_month=within, due_day=day or LAST_DAY)
    if kind == "staged":
        return RuleTiming("yearly", starts_on, due_month=11, due_day=LAST_DAY)
    if kind in {"dated", "hybrid"}:
        return RuleTiming("once", starts_on, due_on=due_on)
    return RuleTiming("open", starts_on)


def standing(duties: Iterable[DutyFact], *, is_blocked: bool = False) -> TaskStanding:
    """How a task stands by its duties: anything overdue first, then what waits, then the latest kept, then the rest.

    What somebody reports to hinder it shows where nothing graver does, and never on a task that is kept.
    """
    facts = [fact for fact in duties if fact.state != "cancelled"]
    if not facts:
        return TaskStanding.ENDED
    if any(fact.is_overdue for fact in facts):
        return TaskStanding.OVERDUE
    if any(fact.state == "submitted" for fact in facts):
        return TaskStanding.WAITING
    closed = [fact for fact in facts if fact.state in CLOSED]
    if closed:
        latest = max(
            closed, key=lambda fact: (fact.statutory_due or fact.changed_on, fact.changed_on)
        )
        return CLOSED[latest.state]
    live = [fact for fact in facts if fact.state in LIVE]
    return TaskStanding.BLOCKED if is_blocked else _not_yet_kept(live)


def _not_yet_kept(live: list[DutyFact]) -> TaskStanding:
    if not live:
        return TaskStanding.PLANNED
    return (
        TaskStanding.RUNNING if any(fact.statutory_due for fact in live) else TaskStanding.STANDING
    )
