"""Counting legal workdays. Pure: the calendar is a value, built from the package's data and the overlay's rows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from chinese_calendar.constants import holidays, workdays
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.errors import DomainError
from sangyu.kernel.workdays.types import DueDay

MOST_DAYS = 10_000
"""About forty years; no legal period is longer, so more is a typing error."""
_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


class OutOfCalendar(DomainError):
    """A count that leads out of any calendar."""


@dataclass(frozen=True)
class Calendar:
    """Weekends are off and other days are worked, but for `exceptions`: day → is it a workday.

    `known_years` have their whole notice in; `settled` are days that the overlay names in years not known.
    """

    exceptions: Mapping[date, bool]
    known_years: frozenset[int]
    settled: frozenset[date] = frozenset()
    _days: tuple[date, ...] = field(init=False, repr=False, compare=False)
    _balance: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Prepare the counting of ranges: the running sum of what the exceptions add to the weekday rule."""
        days = sorted(day for day, works in self.exceptions.items() if works != _is_weekday(day))
        balance = [0]
        for day in days:
            balance.append(balance[-1] + (1 if self.exceptions[day] else -1))
        object.__setattr__(self, "_days", tuple(days))
        object.__setattr__(self, "_balance", tuple(balance))

    def is_workday(self, day: date) -> bool:
        """True if the day is worked by law, as far as is known."""
        works = self.exceptions.get(day)
        return _is_weekday(day) if works is None else works

    def is_provisional(self, day: date) -> bool:
        """True if nothing but the weekday speaks for the day."""
        return day.year not in self.known_years and day not in self.settled

    def add_workdays(self, start: date, days: int) -> DueDay:
        """The day `days` workdays after the event on `start`, which is day 0 and does not count; before it if negative.

        Zero gives the day of the event itself, worked or not.
        """
        if abs(days) > MOST_DAYS:
            raise OutOfCalendar(
                "workdays-too-many",
                _("No legal period has more than 10,000 workdays."),
                remedy=_("Check the number of days."),
            )
        step = _ONE_DAY if days >= 0 else -_ONE_DAY
        day, left, provisional = start, abs(days), False
        while left:
            try:
                day += step
            except OverflowError:
                raise _out_of_calendar() from None
            left -= self.is_workday(day)
            provisional = provisional or self.is_provisional(day)
        return DueDay(day, provisional)

    def workdays_between(self, start: date, end: date) -> int:
        """Workdays from the day after `start` up to and with `end`: the inverse of `add_workdays`.

        Negative if `end` is earlier: then from `end` up to the day before `start`.
        """
        if end >= start:
            return self._worked_through(end) - self._worked_through(start)
        return self._worked_before(end) - self._worked_before(start)

    def _worked_through(self, day: date) -> int:
        exceptions = self._balance[bisect_right(self._days, day)]
        weeks, rest = divmod(day.toordinal(), 7)  # ordinal 1 was a Monday
        return weeks * _SATURDAY + min(rest, _SATURDAY) + exceptions

    def _worked_before(self, day: date) -> int:
        exceptions = self._balance[bisect_left(self._days, day)]
        weeks, rest = divmod(day.toordinal() - 1, 7)
        return weeks * _SATURDAY + min(rest, _SATURDAY) + exceptions


def calendar_of(overrides: Mapping[date, bool], years: Collection[int]) -> Calendar:
    """The package's calendar with the overlay's days and whole years on top.

    A whole year replaces what the package says of that year, since its notice is complete and newer.
    """
    base = {day: works for day, works in _PACKAGE.items() if day.year not in years}
    return Calendar(
        exceptions={**base, **overrides},
        known_years=_PACKAGE_YEARS | frozenset(years),
        settled=frozenset(overrides),
    )


def _is_weekday(day: date) -> bool:
    return day.weekday() < _SATURDAY


def _out_of_calendar() -> OutOfCalendar:
    return OutOfCalendar(
        "workdays-out-of-calendar",
        _("The count leads out of the calendar."),
        remedy=_("Check the date and the number of days."),
    )


_PACKAGE: dict[date, bool] = dict.fromkeys(holidays, False) | dict.fromkeys(workdays, True)
_PACKAGE_YEARS = frozenset(day.year for day in _PACKAGE)
PACKAGE_CALENDAR = calendar_of({}, ())
"""What is known without a database."""
