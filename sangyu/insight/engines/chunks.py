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
        about = footer(path)
        groups: list[int] = []
        rows = 0
        for group, _low, _high in groups_within(about, dataset, area):
            groups.append(group)
            rows += about.row_group(group).num_rows
            if rows >= ROWS_AT_ONCE:
                yield Step(path, about, groups)
                groups, rows = [], 0
        if groups:
            yield Step(path, about, groups)


def footer(path: Path) -> pq.FileMetaData:
    """What a file says of its row groups; kept for the last files asked, which never change."""
    try:
        told = path.stat()
        return _footer(path, told.st_mtime_ns, told.st_size)
    except FileNotFoundError as error:
        raise missing() from error


@lru_cache(maxsize=128)
def _footer(path: Path, changed: int, size: int) -> pq.FileMetaData:  # they name the file's state
    return pq.read_metadata(path)


def groups_within(
    about: pq.FileMetaData, dataset: Dataset, area: str
) -> Iterator[tuple[int, str, str]]:
    """Row groups that may hold rows of an area, each with its lowest and its highest code."""
    names = [about.schema.column(at).path for at in range(about.num_columns)]
    column = names.index(dataset.area)
    for group in range(about.num_row_groups):
        told = about.row_group(group).column(column).statistics
        known = told is not None and told.has_min_max
        low, high = (str(told.min), str(told.max)) if known else ("", LAST)
        if about.row_group(group).num_rows and high >= area and low <= area + LAST:
            yield group, low, high


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
