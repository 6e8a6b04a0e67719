"""Periods, opening and due days, states, lateness: the arithmetic alone."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangyu.city.duties.rules import (
    TRANSITIONS,
    Timing,
    closing_state,
    due_on,
    is_overdue,
    opens_on,
    period_of,
    periods,
)
from sangyu.city.duties.types import CLOSED, Cadence, DayCount, DutyState


def no_workdays(day: date, count: int) -> tuple[date, bool]:
    raise AssertionError((day, count))


def doubled(day: date, count: int) -> tuple[date, bool]:
    """A calendar in which every second day is free, and nothing is certain."""
    return day + timedelta(days=2 * count), True


@pytest.mark.parametrize(
    ("timing", "until", "expected"),
    [
        (
            Timing(Cadence.YEARLY, date(2025, 1, 1), due_month=0, due_day=31),
            date(2026, 3, 1),
            [("2025", "2025-01-01", "2025-01-31"), ("2026", "2026-01-01", "2026-01-31")],
        ),
        (  # every September, to be done within the month
            Timing(Cadence.YEARLY, date(2026, 1, 1), opens_month=8, due_month=8, due_day=31),
            date(2026, 9, 1),
            [("2026", "2026-09-01", "2026-09-30")],
        ),
        (
            Timing(Cadence.YEARLY, date(2026, 1, 1), opens_month=8, due_month=8, due_day=31),
            date(2026, 8, 31),
            [],
        ),
        (
            Timing(Cadence.HALF_YEARLY, date(2026, 2, 1), due_month=5, due_day=31),
            date(2026, 7, 1),
            [("2026H1", "2026-01-01", "2026-06-30"), ("2026H2", "2026-07-01", "2026-12-31")],
        ),
        (  # the quarter's figures, by the 10th of the month after it
            Timing(Cadence.QUARTERLY, date(2025, 10, 1), due_month=3, due_day=10),
            date(2026, 1, 1),
            [("2025Q4", "2025-10-01", "2026-01-10"), ("2026Q1", "2026-01-01", "2026-04-10")],
        ),
        (
            Timing(
                Cadence.MONTHLY, date(2028, 2, 1), last=date(2028, 2, 29), due_month=0, due_day=31
            ),
            date(2028, 6, 1),
            [("2028-02", "2028-02-01", "2028-02-29")],
        ),
        (
            Timing(Cadence.ONCE, date(2023, 5, 1), due_on=date(2023, 12, 31)),
            date(2026, 1, 1),
            [("-", "2023-05-01", "2023-12-31")],
        ),
        (Timing(Cadence.OPEN, date(2023, 5, 1)), date(2026, 1, 1), [("-", "2023-05-01", None)]),
        (Timing(Cadence.OPEN, date(2023, 5, 1)), date(2023, 4, 30), []),
        (
            Timing(Cadence.ONCE, date(2026, 3, 1), due_after=20),
            date(2026, 3, 1),
            [("-", "2026-03-01", "2026-03-21")],
        ),
    ],
)
def test_periods_open_and_fall_due(
    timing: Timing, until: date, expected: list[tuple[str, str, str | None]]
) -> None:
    got = []
    for period in periods(timing, until):
        due, provisional = due_on(timing, period, no_workdays)
        assert not provisional
        got.append((period.key, f"{opens_on(timing, period)}", f"{due}" if due else None))
    assert got == expected


def test_workdays_come_from_the_calendar_with_its_doubt() -> None:
    timing = Timing(Cadence.ONCE, date(2027, 3, 1), due_after=20, day_count=DayCount.WORKDAYS)
    (period,) = periods(timing, date(2027, 3, 1))
    assert due_on(timing, period, doubled) == (date(2027, 4, 10), True)


@given(
    st.sampled_from([Cadence.YEARLY, Cadence.HALF_YEARLY, Cadence.QUARTERLY, Cadence.MONTHLY]),
    st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    st.integers(0, 2000),
)
def test_periods_follow_each_other_without_gap_or_repetition(
    cadence: Cadence, first: date, days: int
) -> None:
    until = first + timedelta(days=days)
    found = list(periods(Timing(cadence, first), until))
    assert found[0] == period_of(cadence, first)
    assert found[-1] == period_of(cadence, until)
    assert len({period.key for period in found}) == len(found)
    for before, after in pairwise(found):
        assert period_of(cadence, after.start - timedelta(days=1)) == before


@pytest.mark.parametrize(
    ("state", "due", "expected"),
    [
        (DutyState.OPEN, date(2026, 1, 30), True),
        (DutyState.OPEN, date(2026, 1, 31), False),
        (DutyState.RETURNED, date(2026, 1, 30), True),
        (DutyState.SUBMITTED, date(2026, 1, 30), False),
        (DutyState.DONE_LATE, date(2026, 1, 30), False),
        (DutyState.PLANNED, date(2026, 1, 30), False),
        (DutyState.OPEN, None, False),
    ],
)
def test_overdue_is_only_what_its_owner_still_has_to_do(
    state: DutyState, due: date | None, *, expected: bool
) -> None:
    assert is_overdue(state, due, date(2026, 1, 31)) is expected


def test_a_duty_is_kept_on_the_day_its_proof_was_submitted() -> None:
    due, later = date(2026, 1, 31), date(2026, 3, 1)
    assert closing_state(due, due, later) == DutyState.DONE
    assert closing_state(due, due + timedelta(days=1), later) == DutyState.DONE_LATE
    assert closing_state(due, None, later) == DutyState.DONE_LATE
    assert closing_state(None, None, later) == DutyState.DONE


def test_every_state_has_its_row_and_closed_ones_only_reopen() -> None:
    assert set(TRANSITIONS) == set(DutyState)
    assert all(TRANSITIONS[state] == {DutyState.OPEN} for state in CLOSED)
    assert all(
        DutyState.CANCELLED in TRANSITIONS[s]
        for s in set(DutyState) - CLOSED - {DutyState.CANCELLED}
    )
