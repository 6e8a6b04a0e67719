"""What leaves the room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class DueDay(NamedTuple):
    """A counted day. `provisional`: the counting went through a year whose holidays are not yet published."""

    date: date
    provisional: bool


@dataclass(frozen=True)
class Override:
    """One row of the overlay."""

    date: date
    is_workday: bool
    note: str
    source: str


@dataclass(frozen=True)
class Imported:
    """What an import did, in days, and the years that are now known."""

    added: int
    changed: int
    unchanged: int
    years: tuple[int, ...]
