"""Reading a snapshot's files a few row groups at a time, only those that may hold an area."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sangyu.insight.datasets.types import Dataset, Kind
from sangyu.insight.engines.bits import Array
from sangyu.insight.engines.errors import missing

ROWS_AT_ONCE = 200_000
"""Rows of one step: as many as the processor's cache bears."""
LAST = "\uffff"


@dataclass(frozen=True)
class Step:
    """Some row groups of one file."""

    path: Path
    about: pq.FileMetaData
    groups: list[int]


@dataclass(frozen=True)
class Chunk:
    """Columns of some rows, each in one piece."""

    columns: Mapping[str, pa.Array]
    rows: int

    def numbers(self, name: str) -> Array:
        """A whole-number column."""
        found: Array = self.columns[name].to_numpy(zero_copy_only=False)
        return found

    def places(self, area: str, period: str) -> tuple[Array, list[str]]:
        """The rows with which another area (or period) begins, and their areas."""
        codes = self.columns[area]
        indices = codes.indices.to_numpy()
        changes = indices[1:] != indices[:-1]
        if period:
            when = self.numbers(period)
            changes = changes | (when[1:] != when[:-1])
        starts = np.flatnonzero(np.concatenate(([True], changes)))
        texts = codes.dictionary.to_pylist()
        return starts, [texts[at] for at in indices[starts].tolist()]


def steps(parts: Sequence[Path], dataset: Dataset, area: str = "") -> Iterator[Step]:
    """The files in steps of a few row groups; groups that by their statistics hold nobody of the area are left out."""
    for path in parts:
        about = footer(path, dataset.area)
        groups: list[int] = []
        rows = 0
        for one in about.within(area):
            groups.append(one.number)
            rows += one.rows
            if rows >= ROWS_AT_ONCE:
                yield Step(path, about.told, groups)
                groups, rows = [], 0
        if groups:
            yield Step(path, about.told, groups)


@dataclass(frozen=True)
class Group:
    """A row group with its lowest and its highest area."""

    number: int
    rows: int
    low: str
    high: str


@dataclass(frozen=True)
class Footer:
    """What a file says of itself."""

    told: pq.FileMetaData
    groups: tuple[Group, ...]

    def within(self, area: str) -> list[Group]:
        """The row groups that may hold rows of an area."""
        return [one for one in self.groups if one.high >= area and one.low <= area + LAST]


def footer(path: Path, area: str) -> Footer:
    """A file's footer, `area` being the column of areas; kept for the last files asked, which never change."""
    try:
        state = path.stat()
        return _footer(path, area, state.st_mtime_ns, state.st_size)
    except FileNotFoundError as error:
        raise missing() from error


@lru_cache(maxsize=128)
def _footer(path: Path, area: str, changed: int, size: int) -> Footer:  # they name the file's state
    told = pq.read_metadata(path)
    column = [told.schema.column(at).path for at in range(told.num_columns)].index(area)
    groups = []
    for number in range(told.num_row_groups):
        group = told.row_group(number)
        ends = group.column(column).statistics
        is_known = ends is not None and ends.has_min_max
        low, high = (str(ends.min), str(ends.max)) if is_known else ("", LAST)
        groups.append(Group(number, group.num_rows, low, high))
    return Footer(told, tuple(one for one in groups if one.rows))


def read(step: Step, dataset: Dataset, columns: Sequence[str]) -> Chunk:
    """The columns of a step's rows."""
    listed = [
        column.name for column in dataset.stored if column.kind is Kind.TEXT and column.values
    ]
    with pq.ParquetFile(
        step.path, metadata=step.about, read_dictionary=[dataset.area, *listed]
    ) as file:
        table = file.read_row_groups(step.groups, columns=list(columns), use_threads=False)
    table = table.unify_dictionaries().combine_chunks()
    found = {name: table.column(name) for name in table.column_names}
    return Chunk(
        {name: one.chunk(0) if one.num_chunks else pa.array([], one.type) for name, one in found.items()},
        table.num_rows,
    )  # fmt: skip
