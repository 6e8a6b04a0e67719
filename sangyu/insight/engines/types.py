"""What leaves this room: snapshots, cells of a count, pages of records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import NewType

from sangyu.insight.datasets.types import Dataset

SnapshotId = NewType("SnapshotId", int)


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A finished snapshot: the dataset as it was on `as_of`, in the Parquet files `parts`."""

    id: SnapshotId
    dataset: Dataset
    as_of: date
    taken_at: datetime
    rows: int
    size: int
    content_hash: str
    definition_hash: str
    parts: tuple[Path, ...]


@dataclass(frozen=True)
class Cell:
    """One cell of a count. `total` rows meet the denominator; of these `met` meet the numerator and for `unknown` it
    cannot be told. `at` gives the cell's place by dimension."""

    at: dict[str, str | bool | int | None]
    total: int
    met: int
    unknown: int


@dataclass(frozen=True)
class AreaCell:
    """One figure of one area: `key` names the measure; `period` the whole number it was counted by as well, if any."""

    key: str
    area_code: str
    total: int
    met: int
    unknown: int
    period: int | None = None


class Part(StrEnum):
    """Which records of a cell: all of its total, those that meet the numerator, do not, or cannot be told."""

    TOTAL = "total"
    MET = "met"
    NOT_MET = "not-met"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Page:
    """Records behind a cell, in the order of area and key; `after` continues (empty: this was the last page)."""

    rows: list[dict[str, object]]
    after: str
