"""What happened to duties, for the rooms above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class DutyOpened:
    """A duty's day has come: its owner has to act."""

    duty_id: int
    kind: str
    period: str
    area_code: str
    organisation_id: int
    subject_kind: str
    subject_id: str
    statutory_due: date | None


@dataclass(frozen=True)
class DutyClosed:
    """A duty was kept (in time or late)."""

    duty_id: int
    kind: str
    period: str
    area_code: str
    organisation_id: int
    subject_kind: str
    subject_id: str
    closed_on: date
    is_late: bool


@dataclass(frozen=True)
class DutyOverdue:
    """A duty's statutory day passed and its owner has not acted. Told once for each statutory day."""

    duty_id: int
    kind: str
    period: str
    area_code: str
    organisation_id: int
    subject_kind: str
    subject_id: str
    statutory_due: date
