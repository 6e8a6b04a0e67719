"""Many figures of one dataset in one pass: the rows are read once, however many numerators and denominators there are.

A few row groups at a time are read from the snapshot's own files, the conditions told as bits (`leaves`, `bits`), and
the ones counted between the places where the area changes: parts are sorted by area, so that these are few. Row groups
outside the area that is asked for are not read. Wider areas are added up from narrower ones. No count is kept, nothing
is prepared: what is counted are the files. Held equal to single questions (`figures.count_by`) by `tests/test_many.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from time import monotonic
from typing import Any

import numpy as np
import pyarrow as pa
from django.utils.translation import gettext_lazy as _

from sangyu.insight.datasets.types import Dataset
from sangyu.insight.engines import bits
from sangyu.insight.engines.bits import Array, Told
from sangyu.insight.engines.chunks import Chunk, Step, read, steps
from sangyu.insight.engines.duckdb import DEFAULT, Limits
from sangyu.insight.engines.errors import too_long
from sangyu.insight.engines.leaves import Leaves, sql_of
from sangyu.insight.engines.types import AreaCell, Snapshot
from sangyu.insight.expressions.language import Expression
from sangyu.insight.expressions.tree import leaves_of
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Forbidden

LEVELS = (4, 6, 9, 12)
"""City, county, town, community: the lengths of GB/T 2260 codes that figures are added up to."""
DIGITS = 12
PERIOD_BITS = 20
PARTS = "tmu"
"""Of each figure: counts in the denominator, met, cannot be told."""


@dataclass(frozen=True, eq=False)
class Measure:
    """One figure: of the rows that meet the denominator, those that meet the numerator (None: all)."""

    key: str
    numerator: Expression | None = None
    denominator: Expression | None = None


@dataclass(frozen=True, eq=False)
class Pass:
    """Many measures of one dataset as of a day, for every area of some levels."""

    dataset: Dataset
    measures: Sequence[Measure]
    as_of: date
    levels: Sequence[int] = LEVELS
    period: str = ""
    """A whole-number column to count by as well (the month of an event); "" if the rows are one moment."""

    def __post_init__(self) -> None:
        if any(one.dataset is not self.dataset for one in self._expressions):
            raise ValueError("The expressions of one pass are over one dataset.")
        if self.period and self.period not in self.dataset.by_name:
            raise ValueError("There is no such column to count by.")

    @property
    def _expressions(self) -> list[Expression]:
        both = [(each.denominator, each.numerator) for each in self.measures]
        return [one for pair in both for one in pair if one is not None]

    @cached_property
    def leaves(self) -> Leaves:
        """The single conditions of all measures, each once."""
        found = [leaf for one in self._expressions for leaf in leaves_of(one.tree)]
        return Leaves(self.dataset, self.as_of, found)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """What is read of each row."""
        own = [self.dataset.area, self.period] if self.period else [self.dataset.area]
        return tuple(dict.fromkeys([*own, *self.leaves.columns]))

    def sets(self, chunk: Chunk) -> Array:
        """For each measure the rows that count, that are met and that cannot be told; a last word stays empty."""
        told = self.leaves.told(chunk.columns, chunk.rows)
        whole = Told(bits.everybody(chunk.rows), bits.nobody(chunk.rows))

        def outcome(one: Expression | None) -> Told:
            return bits.outcome(one.tree, lambda leaf: told[sql_of(leaf)]) if one else whole

        found = np.zeros((3 * len(self.measures), len(whole.yes) + 1), np.uint64)
        for at, measure in enumerate(self.measures):
            counts, met = outcome(measure.denominator).yes, outcome(measure.numerator)
            found[3 * at, :-1] = counts
            found[3 * at + 1, :-1] = counts & met.yes
            found[3 * at + 2, :-1] = counts & ~(met.yes | met.no)
        return found

    def cells(self, table: pa.Table) -> Iterator[AreaCell]:
        """The answer as cells; areas in which nobody meets a denominator have none."""
        columns = table.to_pydict()
        codes = [str(code) for code in columns["code"]]
        periods = columns.get("period") or [None] * table.num_rows
        for at, measure in enumerate(self.measures):
            parts = (columns[f"{part}{at}"] for part in PARTS)
            rows = zip(codes, *parts, periods, strict=True)
            yield from (AreaCell(measure.key, *row) for row in rows if row[1])


@dataclass(frozen=True)
class Sums:
    """Places (area and period in one number) and for each the rows of every set."""

    places: Array
    counts: Array


def count_pass(
    asked: Pass, parts: Sequence[Path], *, area: str = "", limits: Limits = DEFAULT
) -> pa.Table:
    """Every figure for every area of the levels within `area`: `code`, `period`, `n`, `t0`, `m0`, `u0`, `t1`, …"""
    until = monotonic() + limits.seconds

    def sums(step: Step) -> Sums:
        if monotonic() > until:
            raise too_long()
        return _sums(asked, read(step, asked.dataset, asked.columns), area)

    with ThreadPoolExecutor(limits.threads) as pool:
        found = list(pool.map(sums, steps(parts, asked.dataset, area)))
    if not found:
        none = np.empty(0, np.int64)
        found = [Sums(none, np.empty((0, 1 + 3 * len(asked.measures)), np.int64))]
    return added_up(
        asked,
        Sums(
            np.concatenate([one.places for one in found]),
            np.concatenate([one.counts for one in found]),
        ),
    )


def added_up(asked: Pass, sums: Sums) -> pa.Table:
    """Sums of places as a row for each area of each level and each period."""
    narrow = _added(sums.places, sums.counts)
    return pa.concat_tables([_level(asked, narrow, digits) for digits in sorted(asked.levels)])


def count_many(
    snapshot: Snapshot,
    measures: Sequence[Measure],
    *,
    actor: Actor,
    levels: Sequence[int] = LEVELS,
    limits: Limits = DEFAULT,
) -> list[AreaCell]:
    """Every measure for every area of the actor's own, at all levels, in one pass over the snapshot."""
    area = area_of(actor)
    if not measures:
        return []
    asked = Pass(snapshot.dataset, measures, snapshot.as_of, levels)
    return list(asked.cells(count_pass(asked, snapshot.parts, area=area, limits=limits)))


def area_of(actor: Actor) -> str:
    """The area in which an actor may count."""
    if actor.subject_ids is not None:
        raise Forbidden("scope-persons", _("Figures are not open to family members."))
    return actor.area_code


def _sums(asked: Pass, chunk: Chunk, area: str) -> Sums:
    """The sums of a chunk by place."""
    starts, codes = chunk.places(asked.dataset.area, asked.period)
    counts = bits.counted(asked.sets(chunk), np.append(starts, chunk.rows)).T
    lengths = np.diff(np.append(starts, chunk.rows))
    period = chunk.numbers(asked.period)[starts] if asked.period else 0
    places = np.array([int(code.ljust(DIGITS, "0")) for code in codes], np.int64)
    found = Sums((places << PERIOD_BITS) | period, np.column_stack([lengths, counts]))
    if not area:
        return found
    within = np.array([code.startswith(area) for code in codes], bool)
    return Sums(found.places[within], found.counts[within])


def _added(keys: Array, counts: Array) -> Sums:
    """The rows of each key added up."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))[: len(ordered)]
    if not len(ordered):
        return Sums(keys, counts)
    return Sums(ordered[starts], np.add.reduceat(counts[order], starts, axis=0, dtype=np.int64))


def _level(asked: Pass, narrow: Sums, digits: int) -> pa.Table:
    """The narrow sums added up to the areas of a level; rows of wider areas have zeros there, and no place in it."""
    period = narrow.places & (2**PERIOD_BITS - 1)
    code = (narrow.places >> PERIOD_BITS) // 10 ** (DIGITS - digits)
    wider = max((level for level in (2, *LEVELS) if level < digits), default=0)
    within = code % 10 ** (digits - wider) != 0
    sums = _added(((code << PERIOD_BITS) | period)[within], narrow.counts[within])
    names = [f"{part}{at}" for at in range(len(asked.measures)) for part in PARTS]
    columns: dict[str, Any] = {"code": sums.places >> PERIOD_BITS}
    if asked.period:
        columns["period"] = sums.places & (2**PERIOD_BITS - 1)
    columns["n"] = sums.counts[:, 0]
    return pa.table(columns | {name: sums.counts[:, 1 + at] for at, name in enumerate(names)})
