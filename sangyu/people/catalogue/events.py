"""What happens to lists, for whoever follows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ListReleased:
    """A list was released and is frozen from now on."""

    release_id: int
    kind: str
    area_code: str
    year: int
    starts_on: date


@dataclass(frozen=True)
class WorkMoved:
    """Works in a home were ordered, done, accepted, sent back or dropped."""

    work_id: int
