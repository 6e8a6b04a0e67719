"""From a figure to its records: the first of those that meet conditions, in the order of area and key.

Only row groups that may hold the area are read, those with the lowest codes first, and of these only the columns that
the conditions look at, until nothing further down could come before what is found; then the columns of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest
from pathlib import Path

import numpy as np

from sangyu.insight.datasets.types import AS_OF, Column, Dataset
from sangyu.insight.engines import bits
from sangyu.insight.engines.bits import Told, Words
from sangyu.insight.engines.chunks import Step, footer, groups_within, read
from sangyu.insight.engines.leaves import Leaves, closure
from sangyu.insight.expressions.evaluating import value_for
from sangyu.insight.expressions.language import parse_value

Wanted = Callable[[Mapping[str, Told], int], Words]
Hit = tuple[str, int, int, int]
"""A record found: its area, its key, the number of the step that holds it, its row there."""


@dataclass(frozen=True, eq=False)
class Search:
    """Records of `parts` within an area for which `wanted` holds, told by `leaves`; those after (area, key) only."""

    dataset: Dataset
    as_of: date
    parts: Sequence[Path]
    leaves: Leaves
    wanted: Wanted
    area: str = ""
    after: tuple[str, int] = ("", 0)


def find(search: Search, columns: Sequence[str], limit: int) -> list[dict[str, object]]:
    """The first `limit` records with these columns, in the order of area and key."""
    steps = _steps(search)
    hits: list[Hit] = []
    for number, (lowest, step) in enumerate(steps):
        if len(hits) == limit and hits[-1][0] < lowest:
            break
        hits = nsmallest(limit, [*hits, *_hits(search, step, number, limit)])
    return _records(search, [step for _lowest, step in steps], hits, columns)


def _steps(search: Search) -> list[tuple[str, Step]]:
    """The row groups that may hold records of the search, by their lowest area."""
    found = []
    for path in search.parts:
        about = footer(path)
        for group, low, high in groups_within(about, search.dataset, search.area):
            if high >= search.after[0]:
                found.append((low, Step(path, about, [group])))
    return sorted(found, key=lambda one: one[0])


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
