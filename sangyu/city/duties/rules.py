"""The arithmetic of duties: periods, opening and due days, states, lateness, which notices are due. Pure.

Clock events (the only ones):

  opening, transfer, return, reopening, a step's escalation   start the step clock anew
  submission                                                 starts the overseer's step
  closing, cancelling                                        stop both clocks
  opening                                                    starts the statutory clock; nothing ever restarts it

Whether a duty was kept in time is judged by the day its accepted proof was submitted, not by the day the overseer
got round to accepting it.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sangyu.city.duties.types import OWNERS_TURN, Cadence, DayCount, DutyState, Part

S = DutyState
TRANSITIONS: dict[DutyState, frozenset[DutyState]] = {
    S.PLANNED: frozenset({S.OPEN, S.CANCELLED}),
    S.OPEN: frozenset({S.IN_PROGRESS, S.SUBMITTED, S.DONE, S.DONE_LATE, S.CANCELLED}),
    S.IN_PROGRESS: frozenset({S.OPEN, S.SUBMITTED, S.DONE, S.DONE_LATE, S.CANCELLED}),
    S.SUBMITTED: frozenset({S.OPEN, S.RETURNED, S.DONE, S.DONE_LATE, S.CANCELLED}),
    S.RETURNED: frozenset({S.OPEN, S.IN_PROGRESS, S.SUBMITTED, S.DONE, S.DONE_LATE, S.CANCELLED}),
    S.DONE: frozenset({S.OPEN}),
    S.DONE_LATE: frozenset({S.OPEN}),
    S.CANCELLED: frozenset({S.PLANNED, S.OPEN}),
}
"""To OPEN: from IN_PROGRESS, SUBMITTED and RETURNED by transfer, from DONE by reopening, from CANCELLED when a rule
asks for the duty again."""

MONTHS = {Cadence.YEARLY: 12, Cadence.HALF_YEARLY: 6, Cadence.QUARTERLY: 3, Cadence.MONTHLY: 1}
ONE_PERIOD = "-"

DayAdder = Callable[[date, int], tuple[date, bool]]
"""(day, n) → the day n legal workdays later, and whether the calendar of that year is only provisional."""


@dataclass(frozen=True)
class Timing:
    """When a rule's duties open and fall due, relative to their period's first day."""

    cadence: Cadence
    first: date
    last: date | None = None
    opens_month: int = 0
    opens_day: int = 1
    due_month: int | None = None
    due_day: int | None = None
    due_on: date | None = None
    due_after: int | None = None
    day_count: DayCount = DayCount.NATURAL


@dataclass(frozen=True)
class Period:
    """One period of a rule: "2026", "2026H1", "2026Q3", "2026-04", or "-" for a duty that comes once."""

    key: str
    start: date


def period_of(cadence: Cadence, day: date) -> Period:
    """The period a day lies in."""
    months = MONTHS.get(cadence)
    if months is None:
        return Period(ONE_PERIOD, day)
    index = (day.month - 1) // months
    key = {12: f"{day:%Y}", 6: f"{day:%Y}H{index + 1}", 3: f"{day:%Y}Q{index + 1}"}.get(
        months, f"{day:%Y-%m}"
    )
    return Period(key, date(day.year, index * months + 1, 1))


def periods(timing: Timing, until: date) -> Iterator[Period]:
    """The periods of a rule that open on or before `until`, from its first to its last."""
    months = MONTHS.get(timing.cadence)
    if months is None:
        if timing.first <= until:
            yield Period(ONE_PERIOD, timing.first)
        return
    period = period_of(timing.cadence, timing.first)
    while opens_on(timing, period) <= until and (
        timing.last is None or period.start <= timing.last
    ):
        yield period
        period = period_of(timing.cadence, add_months(period.start, months))


def opens_on(timing: Timing, period: Period) -> date:
    """The day a period's duty opens."""
    if timing.cadence not in MONTHS:
        return timing.first
    return day_in_month(add_months(period.start, timing.opens_month), timing.opens_day)


def due_on(timing: Timing, period: Period, add_workdays: DayAdder) -> tuple[date | None, bool]:
    """The day a period's duty falls due (None: no day), and whether that day is provisional."""
    if timing.due_on is not None:
        return timing.due_on, False
    if timing.due_after is not None:
        return days_after(
            opens_on(timing, period), timing.due_after, timing.day_count, add_workdays
        )
    if timing.due_month is not None and timing.due_day is not None:
        return day_in_month(add_months(period.start, timing.due_month), timing.due_day), False
    return None, False


def days_after(
    day: date, count: int, day_count: DayCount, add_workdays: DayAdder
) -> tuple[date, bool]:
    """`count` days later; the day itself is day 0."""
    if day_count == DayCount.WORKDAYS:
        return add_workdays(day, count)
    return day + timedelta(days=count), False


def add_months(first: date, months: int) -> date:
    """The first day of the month so many months later."""
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def day_in_month(first: date, day: int) -> date:
    """A day of a month; 31 means its last."""
    return first.replace(day=min(day, calendar.monthrange(first.year, first.month)[1]))


def may_follow(state: DutyState, to: DutyState) -> bool:
    """True if the transition table allows it."""
    return to in TRANSITIONS[DutyState(state)]


def is_overdue(state: DutyState, statutory_due: date | None, on: date) -> bool:
    """Overdue is only what its owner still has to do; the due day itself is in time."""
    return statutory_due is not None and state in OWNERS_TURN and statutory_due < on


def closing_state(statutory_due: date | None, submitted_on: date | None, on: date) -> DutyState:
    """Done in time or late, by the day of submission (or of closing, where nothing was submitted before)."""
    kept = submitted_on or on
    return S.DONE if statutory_due is None or kept <= statutory_due else S.DONE_LATE


def parts_of(lead_id: int | None, parties: dict[int, Part], organisation_id: int | None) -> str:
    """The part a unit has in a duty: "lead", "joint", "support" or ""."""
    if organisation_id is None:
        return ""
    if organisation_id == lead_id:
        return "lead"
    return str(parties.get(organisation_id, ""))
