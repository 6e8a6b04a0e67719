"""How long a result is valid, and where it stands on a day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum


class Standing(StrEnum):
    """A result on a day."""

    NOT_YET = "not_yet"
    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"


def valid_until(on: date, months: int) -> date:
    """The last valid day: the day before the same day so many months later (31 August + 6 → 28 February)."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    day = min(on.day, monthrange(year, month + 1)[1])
    same = date(year, month + 1, day)
    return same if day < on.day else same - timedelta(days=1)


def remind_from(until: date, remind_days: int) -> date:
    """The first day on which the re-assessment is somebody's duty."""
    return until - timedelta(days=remind_days)


def standing(valid_from: date, until: date, on: date, remind_days: int) -> Standing:
    """Where a result stands on a day; both of its days count as valid."""
    if on < valid_from:
        return Standing.NOT_YET
    if on > until:
        return Standing.EXPIRED
    return Standing.EXPIRING if on >= remind_from(until, remind_days) else Standing.VALID
