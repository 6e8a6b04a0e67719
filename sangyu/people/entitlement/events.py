"""What happens in this room, told to the rooms above and beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class RunFinished:
    """Everybody was decided as of a day."""

    run_id: int
    as_of: date


@dataclass(frozen=True)
class ElderDecided:
    """What one elder is entitled to was decided anew, back to the beginning; sums owed may have changed."""

    elder_id: int
    area_code: str
