"""The legal calendar as this room's rules want it: functions, not a database."""

from __future__ import annotations

from datetime import date

from sangyu.city.duties.types import DayCount
from sangyu.kernel import workdays


def add_workdays(day: date, count: int) -> tuple[date, bool]:
    """The day `count` legal workdays later, and whether it was counted through an unpublished year."""
    return workdays.add_workdays(day, count)


def days_left(today: date, due: date | None, day_count: DayCount) -> int | None:
    """Days from today to the due day, counted as its clause counts them; negative when it is past."""
    if due is None:
        return None
    if day_count == DayCount.WORKDAYS:
        return workdays.workdays_between(today, due)
    return (due - today).days
