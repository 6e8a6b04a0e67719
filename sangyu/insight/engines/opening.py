"""From a figure to its records: the first of those that meet conditions, in the order of area and key.

Only row groups that may hold the area are read, those with the lowest codes first, a few and then twice as many each
time, and of these only the columns that the conditions look at, until nothing further down could come before what is
found; then the columns of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from heapq import nsmallest
from pathlib import Path

import numpy as np
from pyarrow.parquet import FileMetaData

from sangyu.insight.datasets.types import AS_OF, Column, Dataset
from sangyu.insight.engines import bits
from sangyu.insight.engines.bits import Told, Words
from sangyu.insight.engines.chunks import LAST, Step, footer, groups_within, read
from sangyu.insight.engines.leaves import Asked, Leaves, closure
from sangyu.insight.engines.types import Snapshot
from sangyu.insight.expressions.evaluating import value_for
from sangyu.insight.expressions.language import parse_value

Wanted = Callable[[Mapping[str, Told], int], Words]
FIRST = 4
"""So many row groups are read at first."""
Hit = tuple[str, int, int, int]
"""A record found: its area, its key, the number of the step that holds it, its row there."""


@dataclass(frozen=True)
class _Group:
    """A row group of a file, with its lowest area."""

    low: str
    path: Path
    about: FileMetaData
    number: int


@dataclass(frozen=True, eq=False)
class Search:
    """Records of `parts` within an area for which `wanted` holds, told by `leaves`; those after (area, key) only.

    `until`: where the caller knows an area by which enough are found, nothing beyond it is read.
    """

    dataset: Dataset
    as_of: date
    parts: Sequence[Path]
    leaves: Leaves
    wanted: Wanted
    area: str = ""
    after: tuple[str, int] = ("", 0)
    until: str = LAST


def find(search: Search, columns: Sequence[str], limit: int) -> list[dict[str, object]]:
    """The first `limit` records with these columns, in the order of area and key."""
    todo = _groups(search)
    steps: list[Step] = []
    hits: list[Hit] = []
    size = FIRST
    while todo and not (len(hits) == limit and hits[-1][0] < todo[0].low):
        for step in _together(todo[:size]):
            steps.append(step)
            hits = nsmallest(limit, [*hits, *_hits(search, step, len(steps) - 1, limit)])
        todo, size = todo[size:], 2 * size
    return _records(search, steps, hits, columns)


def open_where(  # noqa: PLR0913  # what, where, from where, how much
    snapshot: Snapshot,
    conditions: Sequence[tuple[str, str]],
    *,
    area: str,
    after: tuple[str, int],
    until: str,
    columns: Sequence[str],
    limit: int,
) -> list[dict[str, object]]:
    """Records that meet conditions which a room writes itself: the SQL of each, and the column it looks at."""
    dataset = snapshot.dataset
    asked = [
        Asked(f"({sql})", *closure([dataset.by_name[name]], dataset)) for sql, name in conditions
    ]

    def wanted(told: Mapping[str, Told], _rows: int) -> Words:
        return reduce(np.bitwise_and, (told[one.sql].yes for one in asked))

    leaves = Leaves(dataset, snapshot.as_of, (), asked)
    search = Search(dataset, snapshot.as_of, snapshot.parts, leaves, wanted, area, after, until)
    return find(search, columns, limit)


def _groups(search: Search) -> list[_Group]:
    """The row groups that may hold records of the search, by their lowest area."""
    found = [
        _Group(low, path, about, group)
        for path in search.parts
        for about in (footer(path),)
        for group, low, high in groups_within(about, search.dataset, search.area)
        if high >= search.after[0] and low <= search.until
    ]
    return sorted(found, key=lambda one: one.low)


def _together(groups: Sequence[_Group]) -> list[Step]:
    """Row groups of one file in one step."""
    by_path: dict[Path, Step] = {}
    for one in groups:
        by_path.setdefault(one.path, Step(one.path, one.about, [])).groups.append(one.number)
    return list(by_path.values())


def _hits(search: Search, step: Step, number: int, limit: int) -> list[Hit]:
    """The first records of one row group."""
    area, key = search.dataset.area, search.dataset.key
    chunk = read(step, search.dataset, list(dict.fromkeys([area, key, *search.leaves.columns])))
    wanted = search.wanted(search.leaves.told(chunk.columns, chunk.rows), chunk.rows)
    rows = bits.rows_of(wanted, chunk.rows)
    codes = chunk.columns[area]
    texts = codes.dictionary.to_pylist()
    fits = [text.startswith(search.area) and text >= search.after[0] for text in texts]
    places, keys = codes.indices.to_numpy(), chunk.numbers(key)
    rows = rows[np.array(fits, bool)[places[rows]]]
    if search.after[0] in texts:
        here = places[rows] == texts.index(search.after[0])
        rows = rows[~here | (keys[rows] > search.after[1])]
    ranks = np.empty(len(texts), np.int64)
    ranks[sorted(range(len(texts)), key=texts.__getitem__)] = np.arange(len(texts))
    first = rows[np.lexsort((keys[rows], ranks[places[rows]]))[:limit]]
    return [(texts[places[row]], int(keys[row]), number, int(row)) for row in first]


def _records(
    search: Search, steps: Sequence[Step], hits: Sequence[Hit], columns: Sequence[str]
) -> list[dict[str, object]]:
    """The columns of the records found."""
    asked = [search.dataset.by_name[name] for name in columns if name != AS_OF]
    stored, derived = closure(asked, search.dataset)
    told: dict[tuple[int, int], dict[str, object]] = {}
    for number in {hit[2] for hit in hits}:
        rows = [hit[3] for hit in hits if hit[2] == number]
        chunk = read(steps[number], search.dataset, [column.name for column in stored])
        found = {name: values.take(rows).to_pylist() for name, values in chunk.columns.items()}
        for at, row in enumerate(rows):
            told[number, row] = {name: values[at] for name, values in found.items()}
    return [_record(search, told[hit[2], hit[3]], derived, columns) for hit in hits]


def _record(
    search: Search, row: dict[str, object], derived: Sequence[Column], columns: Sequence[str]
) -> dict[str, object]:
    whole = row | {AS_OF: search.as_of}
    for column in derived:
        whole[column.name] = value_for(parse_value(column.derived, search.dataset).tree, whole)
    return {name: whole[name] for name in columns}
