"""What happens in this room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class CalendarChanged:
    """Days from `first` to `last` may count differently now; due days counted through them must be recomputed."""

    first: date
    last: date
