"""What leaves the indicators room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Dimension:
    """One way to split the people of a statistic: by a column, in bands of ages, or by groups that may overlap."""

    code: str
    label: dict[str, str]
    column: str
    bands: tuple[tuple[int, int], ...] = ()
    overlapping: bool = False


@dataclass(frozen=True)
class Definition:
    """A statistic's definition, as its policy file states it."""

    code: str
    version: int
    dataset: str
    minimum_age: int
    clause: str
    title: dict[str, str]
    dimensions: tuple[Dimension, ...]
    source: dict[str, Any]

    def dimension(self, code: str) -> Dimension:
        """The dimension with this code; KeyError if there is none."""
        return {dimension.code: dimension for dimension in self.dimensions}[code]


@dataclass(frozen=True)
class Cell:
    """One figure."""

    area_code: str
    dimension: str
    value: str
    count: int


@dataclass(frozen=True)
class Compared:
    """A figure beside that of the year before; `before` is None where the year before was not counted."""

    area_code: str
    dimension: str
    value: str
    count: int
    before: int | None

    @property
    def change(self) -> int | None:
        """This year's less last year's."""
        return None if self.before is None else self.count - self.before

    @property
    def rate(self) -> float | None:
        """The change as a share of the year before."""
        return self.change / self.before if self.before and self.change is not None else None


@dataclass(frozen=True)
class Proof:
    """A frozen statistic as the proof of a duty."""

    statistic_id: int
    as_of: date
    total: int
    seal: str
