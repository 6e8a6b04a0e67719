"""The calendar in force: the package's data under the database's rows, remembered by each process for a short while.

A change is seen at once by the process that makes it (also inside its transaction) and within 30 s by the others.
The models are fetched by name, so that this module may be imported before Django has loaded its apps.
"""

from __future__ import annotations

import threading
import time
from datetime import date
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection, transaction

from sangyu.kernel.workdays.rules import Calendar, calendar_of
from sangyu.kernel.workdays.types import DueDay

SECONDS = 30.0


class _Remembered(NamedTuple):
    calendar: Calendar
    read: float


class _Thread(threading.local):
    """The outermost transaction in which this thread has changed the overlay."""

    changed_in: Any = None


_remembered: _Remembered | None = None
_thread = _Thread()


def is_workday(day: date) -> bool:
    """True if the day is worked by law, as far as is known."""
    return calendar().is_workday(day)


def add_workdays(start: date, days: int) -> DueDay:
    """The day `days` legal workdays after the event on `start`; see `Calendar.add_workdays`."""
    return calendar().add_workdays(start, days)


def workdays_between(start: date, end: date) -> int:
    """Legal workdays after `start` up to and with `end`; see `Calendar.workdays_between`."""
    return calendar().workdays_between(start, end)


def calendar() -> Calendar:
    """The calendar in force now. Take it once before a loop."""
    global _remembered  # noqa: PLW0603  # one memory for the process; replaced whole, never changed
    if _changed_here():
        return read()
    remembered, moment = _remembered, time.monotonic()
    if remembered is None or moment - remembered.read > SECONDS:
        remembered = _Remembered(read(), moment)
        _remembered = remembered
    return remembered.calendar


def read() -> Calendar:
    """The calendar as the database has it this moment."""
    overrides = apps.get_model("workdays", "DayOverride")._default_manager
    years = apps.get_model("workdays", "KnownYear")._default_manager
    return calendar_of(
        dict(overrides.values_list("date", "is_workday")),
        frozenset(years.values_list("year", flat=True)),
    )


def changed() -> None:
    """To be called in the transaction that changed the overlay: what is remembered no longer holds, here and now."""
    _thread.changed_in = connection.atomic_blocks[0]
    transaction.on_commit(_forget)


def refresh() -> None:
    """Read the overlay again at the next count: for who is told that it changed elsewhere."""
    _forget()


def _changed_here() -> bool:
    """True while the transaction is open in which this thread changed the overlay; a rollback ends it as well."""
    blocks = connection.atomic_blocks
    return bool(blocks) and blocks[0] is _thread.changed_in


def _forget() -> None:
    global _remembered  # noqa: PLW0603  # as above
    _remembered = None
