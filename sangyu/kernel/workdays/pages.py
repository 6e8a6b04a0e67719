"""A year as its page shows it: twelve months of weeks, each day with what holds and where from."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from sangyu.kernel.workdays.rules import Calendar
from sangyu.kernel.workdays.types import Override

SATURDAY = 5


@dataclass(frozen=True)
class DayCell:
    """One day. `mark` is said only where the day differs from its weekday, or was set by hand."""

    date: date
    is_workday: bool
    is_exception: bool
    is_provisional: bool
    override: Override | None

    @property
    def mark(self) -> str:
        if not (self.is_exception or self.override):
            return ""
        return _("work day") if self.is_workday else _("off day")

    @property
    def classes(self) -> str:
        names = ["wd-work" if self.is_workday else "wd-off"]
        names += ["wd-exception"] if self.is_exception else []
        names += ["wd-set"] if self.override else []
        names += ["wd-provisional"] if self.is_provisional else []
        return " ".join(names)


@dataclass(frozen=True)
class Month:
    """A month; days outside it are None."""

    first: date
    weeks: list[list[DayCell | None]]
    workdays: int


def months_of(year: int, days: Calendar, overrides: Mapping[date, Override]) -> list[Month]:
    """The twelve months of a year, weeks from Monday."""
    return [_month(year, month, days, overrides) for month in range(1, 13)]


def _month(year: int, month: int, days: Calendar, overrides: Mapping[date, Override]) -> Month:
    first = date(year, month, 1)
    weeks = [
        [
            _cell(day, days, overrides) if day.month == month else None
            for day in week
        ]
        for week in calendar.Calendar().monthdatescalendar(year, month)
    ]  # fmt: skip
    worked = sum(cell is not None and cell.is_workday for week in weeks for cell in week)
    return Month(first, weeks, worked)


def _cell(day: date, days: Calendar, overrides: Mapping[date, Override]) -> DayCell:
    works = days.is_workday(day)
    return DayCell(
        day,
        works,
        works != (day.weekday() < SATURDAY),
        days.is_provisional(day),
        overrides.get(day),
    )
