"""Counting legal workdays: the published years, the unknown ones, and what must hold of every count."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangyu.kernel.workdays.rules import (
    PACKAGE_CALENDAR,
    Calendar,
    OutOfCalendar,
    calendar_of,
)

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
OVERLAYS = st.dictionaries(
    st.dates(date(2025, 11, 1), date(2028, 3, 1)), st.booleans(), max_size=30
)
CALENDARS = st.builds(
    calendar_of, OVERLAYS, st.frozensets(st.integers(2026, 2028), max_size=2)
) | st.just(PACKAGE_CALENDAR)


@pytest.mark.parametrize(
    ("start", "days", "due", "provisional"),
    [
        # The National Day week, then a make-up Saturday.
        (date(2026, 9, 30), 5, date(2026, 10, 13), False),
        (date(2026, 10, 1), 1, date(2026, 10, 8), False),
        (date(2026, 2, 14), 1, date(2026, 2, 24), False),  # a make-up Saturday is day 0
        (date(2025, 1, 27), 1, date(2025, 2, 5), False),
        (date(2026, 10, 13), -5, date(2026, 9, 30), False),
        (date(2026, 10, 3), 0, date(2026, 10, 3), False),
        (date(2026, 12, 30), 1, date(2026, 12, 31), False),
        (date(2026, 12, 31), 1, date(2027, 1, 1), True),
        (date(2027, 1, 4), -1, date(2027, 1, 1), True),
        (date(2003, 12, 31), -1, date(2003, 12, 30), True),
    ],
)
def test_the_day_of_the_event_does_not_count(
    start: date, days: int, due: date, provisional: bool
) -> None:
    assert PACKAGE_CALENDAR.add_workdays(start, days) == (due, provisional)


def test_the_rest_and_make_up_days_of_2026_are_known() -> None:
    off = [(1, 1), (2, 15), (2, 23), (4, 6), (5, 5), (6, 19), (9, 25), (10, 7)]
    worked = [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]
    assert not any(PACKAGE_CALENDAR.is_workday(date(2026, *day)) for day in off)
    assert all(PACKAGE_CALENDAR.is_workday(date(2026, *day)) for day in worked)
    assert PACKAGE_CALENDAR.workdays_between(date(2025, 12, 31), date(2026, 12, 31)) == 248


def test_the_overlay_wins_and_its_days_are_settled() -> None:
    new_year, make_up = date(2027, 1, 1), date(2027, 1, 3)
    calendar = calendar_of({new_year: False, make_up: True}, ())
    assert calendar.add_workdays(date(2026, 12, 31), 1) == (make_up, True), "the 2nd is a guess"
    assert not calendar.is_provisional(new_year)
    assert calendar.is_provisional(date(2027, 1, 2))
    assert not calendar_of({new_year: False}, {2027}).is_provisional(date(2027, 1, 2))


def test_a_whole_years_notice_replaces_what_the_package_says() -> None:
    calendar = calendar_of({date(2026, 1, 1): False}, {2026})
    assert calendar.is_workday(date(2026, 1, 2)), "a Friday the new notice does not name"
    assert not calendar.is_workday(date(2026, 1, 4)), "a Sunday it does not name"
    assert not calendar.is_workday(date(2025, 10, 8)), "other years stay"


@given(CALENDARS, DAYS, st.integers(-400, 400))
def test_counting_never_fails_and_undoes_itself(calendar: Calendar, start: date, days: int) -> None:
    due = calendar.add_workdays(start, days)
    assert calendar.workdays_between(start, due.date) == days
    if days:
        assert calendar.is_workday(due.date)
    if start.year in range(2004, 2026) and due.date.year in range(2004, 2026):
        assert not due.provisional


@given(CALENDARS, DAYS, st.integers(-300, 300), st.integers(0, 20), st.integers(0, 40))
def test_a_later_start_or_more_days_never_ends_earlier(
    calendar: Calendar, start: date, days: int, more: int, later: int
) -> None:
    due = calendar.add_workdays(start, days)
    assert calendar.add_workdays(start, days + more).date >= due.date
    if days:
        assert calendar.add_workdays(start + timedelta(later), days).date >= due.date


@given(CALENDARS, DAYS, st.integers(0, 500))
def test_a_range_counts_as_its_days_do(calendar: Calendar, start: date, length: int) -> None:
    end = start + timedelta(length)
    worked = sum(calendar.is_workday(start + timedelta(n)) for n in range(1, length + 1))
    assert calendar.workdays_between(start, end) == worked
    worked_back = sum(calendar.is_workday(start + timedelta(n)) for n in range(length))
    assert calendar.workdays_between(end, start) == -worked_back


@pytest.mark.parametrize(
    ("start", "days", "code"),
    [
        (date(2026, 1, 1), 10_001, "workdays-too-many"),
        (date(2026, 1, 1), -10_001, "workdays-too-many"),
        (date.max, 1, "workdays-out-of-calendar"),
        (date.min, -1, "workdays-out-of-calendar"),
    ],
)
def test_a_count_out_of_any_calendar_is_refused(start: date, days: int, code: str) -> None:
    with pytest.raises(OutOfCalendar) as caught:
        PACKAGE_CALENDAR.add_workdays(start, days)
    assert caught.value.code == code
