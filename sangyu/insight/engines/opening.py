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
from sangyu.insight.engines.chunks import LAST, Chunk, Step, footer, read
from sangyu.insight.engines.leaves import Asked, Leaves, closure
from sangyu.insight.engines.types import Snapshot
from sangyu.insight.expressions.evaluating import value_for
from sangyu.insight.expressions.language import parse_value

Wanted = Callable[[Mapping[str, Told], int], Words]
FIRST = 4
"""So many row groups are read at first."""
ALONGSIDE = 8
_NONE = Chunk({}, 0)
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
    asked = [search.dataset.by_name[name] for name in columns if name != AS_OF]
    stored, derived = closure(asked, search.dataset)
    shown = [column.name for column in stored]
    chunks: list[Chunk] = []
    hits: list[Hit] = []
    size = FIRST
    while todo and not (len(hits) == limit and hits[-1][0] < todo[0].low):
        for step in _together(todo[:size]):
            chunk = read(step, search.dataset, _needed(search, shown))
            hits = nsmallest(limit, [*hits, *_hits(search, chunk, len(chunks), limit)])
            is_hit = any(hit[2] == len(chunks) for hit in hits)
            chunks.append(_whole(search, step, chunk, shown) if is_hit else _NONE)
        todo, size = todo[size:], 2 * size
    return [_record(search, chunks[hit[2]], hit[3], derived, columns) for hit in hits]


def _needed(search: Search, shown: Sequence[str]) -> list[str]:
    """What is read to search; with it a few columns that are shown, which costs less than coming back for them."""
    alongside = shown if len(shown) <= ALONGSIDE else ()
    return list(
        dict.fromkeys([search.dataset.area, search.dataset.key, *search.leaves.columns, *alongside])
    )


def _whole(search: Search, step: Step, chunk: Chunk, shown: Sequence[str]) -> Chunk:
    """A chunk with the columns that are shown."""
    lacking = [name for name in shown if name not in chunk.columns]
    if not lacking:
        return chunk
    return Chunk({**chunk.columns, **read(step, search.dataset, lacking).columns}, chunk.rows)


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
        _Group(one.low, path, about.told, one.number)
        for path in search.parts
        for about in (footer(path, search.dataset.area),)
        for one in about.within(search.area)
        if one.high >= search.after[0] and one.low <= search.until
    ]
    return sorted(found, key=lambda one: one.low)


def _together(groups: Sequence[_Group]) -> list[Step]:
    """Row groups of one file in one step."""
    by_path: dict[Path, Step] = {}
    for one in groups:
        by_path.setdefault(one.path, Step(one.path, one.about, [])).groups.append(one.number)
    return list(by_path.values())


def _hits(search: Search, chunk: Chunk, number: int, limit: int) -> list[Hit]:
    """The first records of a chunk."""
    wanted = search.wanted(search.leaves.told(chunk.columns, chunk.rows), chunk.rows)
    rows = bits.rows_of(wanted, chunk.rows)
    codes = chunk.columns[search.dataset.area]
    texts = codes.dictionary.to_pylist()
    fits = [text.startswith(search.area) and text >= search.after[0] for text in texts]
    places, keys = codes.indices.to_numpy(), chunk.numbers(search.dataset.key)
    rows = rows[np.array(fits, bool)[places[rows]]]
    if search.after[0] in texts:
        here = places[rows] == texts.index(search.after[0])
        rows = rows[~here | (keys[rows] > search.after[1])]
    ranks = np.empty(len(texts), np.int64)
    ranks[sorted(range(len(texts)), key=texts.__getitem__)] = np.arange(len(texts))
    first = rows[np.lexsort((keys[rows], ranks[places[rows]]))[:limit]]
    return [(texts[places[row]], int(keys[row]), number, int(row)) for row in first]


def _record(
    search: Search, chunk: Chunk, row: int, derived: Sequence[Column], columns: Sequence[str]
) -> dict[str, object]:
    """The columns of a record found."""
    whole = {name: values[row].as_py() for name, values in chunk.columns.items()}
    whole[AS_OF] = search.as_of
    for column in derived:
        whole[column.name] = value_for(parse_value(column.derived, search.dataset).tree, whole)
    return {name: whole[name] for name in columns}
