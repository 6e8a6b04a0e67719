"""What happens in the indicators room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class StatisticFrozen:
    """A statistic was frozen and sealed; it is the proof of whoever owed it."""

    statistic_id: int
    code: str
    area_code: str
    as_of: date
    total: int
    seal: str
