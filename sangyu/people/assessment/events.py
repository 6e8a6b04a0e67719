"""What happens in the assessment room, told to the rooms above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class AssessmentOrdered:
    """An elder is to be assessed."""

    order_id: int
    elder_id: int
    area_code: str
    agency_id: int


@dataclass(frozen=True)
class AssessmentOrderClosed:
    """An order was kept or cancelled."""

    order_id: int
    elder_id: int
    area_code: str
    is_done: bool


@dataclass(frozen=True)
class AssessmentCompleted:
    """A result stands. `level` on the `scale` (ability, care_insurance); `is_rescored`: it re-reads older answers."""

    assessment_id: int
    elder_id: int
    area_code: str
    scale: str
    instrument: str
    level: int
    assessed_on: date
    valid_until: date
    is_rescored: bool
