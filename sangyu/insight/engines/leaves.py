"""The outcomes of single conditions for a chunk of rows, as bits.

What a condition says is decided by its SQL and nothing else, but not for each row anew: a condition that looks at one
column is put to DuckDB once for each value that the column takes (some 30 ages, 18,000 birth dates), and the rows are
then told by comparing numbers. Conditions over several columns or over tags are put to it row by row.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from threading import Lock

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sangyu.insight.datasets.types import AS_OF, Column, Dataset, Kind
from sangyu.insight.engines import bits
from sangyu.insight.engines.bits import Array, Told, Words
from sangyu.insight.expressions import compiling
from sangyu.insight.expressions.dialects import DUCKDB
from sangyu.insight.expressions.language import parse_value
from sangyu.insight.expressions.tree import Always, Leaf, columns_of, values_of

YES, NO = 1, 2
WIDEST = 65_536
"""A column whose numbers lie this close together is looked up in a table; others by their different values."""
FARTHEST = 16 * WIDEST
"""What is remembered of a column's numbers lies within this; numbers farther off take the place of those before."""
MOST_RUNS = 4
"""Values that form so few runs are found by comparing; others by looking each up."""

MOST_KEPT = 4096
"""So many values are remembered from chunk to chunk."""
_AS_NUMBER = {pa.date32(): pa.int32()}


@dataclass(frozen=True, eq=False)
class Asked:
    """A single condition by its SQL, and the stored columns it looks at in the end."""

    sql: str
    stored: tuple[Column, ...]
    derived: tuple[Column, ...]


@lru_cache(maxsize=1)
def _database(process: int) -> duckdb.DuckDBPyConnection:  # threads do not survive a fork
    """A database in memory that holds nothing and reaches nothing."""
    found = duckdb.connect(config={"threads": 1, "memory_limit": "256MB"})
    found.execute("SET enable_external_access = false")
    found.execute("SET lock_configuration = true")
    return found


class Judge:
    """Asks DuckDB for the outcome of conditions over a small table of stored columns."""

    def __init__(self, dataset: Dataset, as_of: date) -> None:
        self.dataset, self.as_of = dataset, as_of

    def told(self, table: pa.Table, asked: Sequence[Asked]) -> Array:
        """YES, NO or 0 (cannot tell) for each condition (a row) and each row of the table."""
        relation = f"SELECT *, DATE '{self.as_of.isoformat()}' AS {AS_OF} FROM rows"
        for column in self._derived(asked):
            sql = parse_value(column.derived, self.dataset).to_duckdb()
            relation = f'SELECT *, {sql} AS "{column.name}" FROM ({relation})'
        told = ", ".join(
            f"(CASE WHEN {one.sql} THEN {YES} WHEN NOT {one.sql} THEN {NO} ELSE 0 END)::UTINYINT AS o{at}"
            for at, one in enumerate(asked)
        )
        with _database(os.getpid()).cursor() as cursor:
            cursor.register("rows", table)
            found = cursor.sql(f"SELECT {told} FROM ({relation})")
            assert found is not None  # noqa: S101  # a SELECT
            return np.vstack([column.to_numpy() for column in found.to_arrow_table().columns])

    def _derived(self, asked: Sequence[Asked]) -> list[Column]:
        needed = {column.name for one in asked for column in one.derived}
        return [column for column in self.dataset.derived if column.name in needed]


class Table:
    """What conditions say of one column's values as of a day. Kept for the questions to come: a value is put once."""

    def __init__(self, judge: Judge, column: Column) -> None:
        self.judge, self.column = judge, column
        self._lock = Lock()
        self._low, self._high = 0, -1
        self._near: dict[str, Array] = {}
        self._distinct: dict[str, dict[object, int]] = {}

    def outcomes(self, values: pa.Array, asked: Sequence[Asked]) -> list[Told]:
        """Each condition's outcome for the rows of a chunk."""
        rows = len(values)
        there = bits.everybody(rows)
        if values.null_count:
            there = bits.from_bitmap(values.buffers()[0], rows)
        found = self._there(values, there, asked)
        if not values.null_count:
            return found
        absent, none = bits.everybody(rows) & ~there, bits.nobody(rows)
        missing = self._of_distinct(pa.nulls(1, _plain(values.type)), asked)[:, 0]
        return [
            Told(one.yes | (absent if said == YES else none), one.no | (absent if said == NO else none))
            for one, said in zip(found, missing.tolist(), strict=True)
        ]  # fmt: skip

    def _there(self, values: pa.Array, there: Words, asked: Sequence[Asked]) -> list[Told]:
        """The outcomes for the rows that have a value."""
        kind = values.type
        if pa.types.is_boolean(kind):
            holds = bits.from_bitmap(values.buffers()[1], len(values)) & there
            told = self._of_distinct(pa.array([False, True]), asked)
            sides = (there & ~holds, holds)
            return [Told(_sides(said == YES, sides), _sides(said == NO, sides)) for said in told]
        if pa.types.is_dictionary(kind):
            told = self._of_distinct(values.dictionary, asked)
            return _looked_up(_numbers(values.indices), told, there)
        if pa.types.is_integer(kind) or pa.types.is_date32(kind):
            numbers = _numbers(values)
            if values.null_count:
                ends = pc.min_max(values.view(_AS_NUMBER.get(values.type, values.type))).as_py()
                if ends["min"] is None:
                    return [Told(there, there) for _one in asked]
                numbers = np.clip(numbers, ends["min"], ends["max"])
            low, high = int(numbers.min()), int(numbers.max())
            if high - low < WIDEST:
                codes = (numbers - low).astype(np.uint8 if high - low < 256 else np.uint16)
                return _looked_up(codes, self._of_near(low, high, asked), there)
        encoded = values.dictionary_encode()
        told = self._of_distinct(encoded.dictionary, asked)
        return _looked_up(_numbers(encoded.indices), told, there)

    def _of_near(self, low: int, high: int, asked: Sequence[Asked]) -> Array:
        """The outcomes for all numbers from `low` to `high`."""
        with self._lock:
            if low < self._low or high > self._high:
                wide = min(low, self._low), max(high, self._high)
                is_anew = not self._near or wide[1] - wide[0] >= FARTHEST
                self._low, self._high = (low, high) if is_anew else wide
                self._near = {}
            new = [one for one in asked if one.sql not in self._near]
            if new:
                self._near |= self._said(_range(self._low, self._high, self.column), new)
            first = low - self._low
            return np.stack([self._near[one.sql][first : first + high - low + 1] for one in asked])

    def _of_distinct(self, values: pa.Array, asked: Sequence[Asked]) -> Array:
        """The outcomes for different values; a few are remembered."""
        if len(values) > MOST_KEPT:
            return self.judge.told(pa.table({self.column.name: values}), asked)
        plain = values.to_pylist()
        with self._lock:
            if sum(map(len, self._distinct.values())) > 16 * MOST_KEPT:
                self._distinct = {}
            known = [self._distinct.setdefault(one.sql, {}) for one in asked]
            new = [each for each in plain if any(each not in found for found in known)]
            if new:
                said = self._said(pa.array(new, values.type), asked)
                for one, found in zip(asked, known, strict=True):
                    found |= dict(zip(new, said[one.sql].tolist(), strict=True))
            return np.array([[found[each] for each in plain] for found in known], np.uint8)

    def _said(self, values: pa.Array, asked: Sequence[Asked]) -> dict[str, Array]:
        told = self.judge.told(pa.table({self.column.name: values}), asked)
        return {one.sql: said for one, said in zip(asked, told, strict=True)}


@lru_cache(maxsize=256)
def _table(dataset: Dataset, as_of: date, name: str) -> Table:
    """The table of a column: one for each day of the dataset, in this process."""
    return Table(Judge(dataset, as_of), dataset.by_name[name])


class Leaves:
    """All single conditions of a question, by how they are told."""

    def __init__(
        self, dataset: Dataset, as_of: date, leaves: Iterable[Leaf], further: Iterable[Asked] = ()
    ) -> None:
        self.judge = Judge(dataset, as_of)
        self._always: dict[str, bool] = {}
        asked = {one.sql: one for one in further}
        for leaf in leaves:
            sql = sql_of(leaf)
            if isinstance(leaf, Always):
                self._always[sql] = leaf.value
            elif sql not in asked:
                columns = [column for value in values_of(leaf) for column in columns_of(value)]
                asked[sql] = Asked(sql, *closure(columns, dataset))
        self._several = [one for one in asked.values() if not _is_single(one)]
        self._single: dict[str, list[Asked]] = {}
        for one in asked.values():
            if _is_single(one):
                self._single.setdefault(one.stored[0].name, []).append(one)
        self._tables = {name: _table(dataset, as_of, name) for name in self._single}

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The stored columns that have to be read."""
        several = [column.name for one in self._several for column in one.stored]
        return tuple(dict.fromkeys([*self._tables, *several]))

    def told(self, chunk: Mapping[str, pa.Array], rows: int) -> dict[str, Told]:
        """The outcome of every condition, by its SQL."""
        whole, none = bits.everybody(rows), bits.nobody(rows)
        found = {
            sql: Told(whole, none) if holds else Told(none, whole)
            for sql, holds in self._always.items()
        }
        for name, table in self._tables.items():
            asked = self._single[name]
            outcomes = table.outcomes(chunk[name], asked)
            found |= {one.sql: told for one, told in zip(asked, outcomes, strict=True)}
        if self._several:
            names = dict.fromkeys(column.name for one in self._several for column in one.stored)
            read = {name: chunk[name] for name in names} or {"row": pa.nulls(rows)}
            said = self.judge.told(pa.table(read), self._several)
            for one, row in zip(self._several, said, strict=True):
                found[one.sql] = Told(bits.packed(row == YES), bits.packed(row == NO))
        return found


def sql_of(leaf: Leaf) -> str:
    """What names a single condition: its SQL."""
    return compiling.condition_sql(leaf, DUCKDB)


def closure(
    columns: Iterable[Column], dataset: Dataset
) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    """The stored columns that these rest on, and the derived ones among them and below, in the dataset's order."""
    found: dict[str, Column] = {}
    todo = list(columns)
    while todo:
        column = todo.pop()
        if column.name not in found and column.derived:
            todo += columns_of(parse_value(column.derived, dataset).tree)
        found[column.name] = column
    return (
        tuple(column for column in dataset.stored if column.name in found),
        tuple(column for column in dataset.derived if column.name in found),
    )


def _is_single(one: Asked) -> bool:
    return len(one.stored) == 1 and one.stored[0].kind is not Kind.TAGS


def _looked_up(codes: Array, told: Array, there: Words) -> list[Told]:
    """The outcomes of rows from those of their values: `codes` are the values' numbers in `told`."""
    return [
        Told(_met(codes, said == YES) & there, _met(codes, said == NO) & there) for said in told
    ]


def _met(codes: Array, wanted: Array) -> Words:
    """The rows whose value is among the wanted."""
    if not wanted.any():
        return bits.nobody(len(codes))
    if wanted.all():
        return bits.everybody(len(codes))
    edges = np.flatnonzero(np.diff(np.concatenate(([False], wanted, [False])).view(np.int8)))
    if len(edges) > 2 * MOST_RUNS:
        return bits.packed(wanted[codes])
    found = None
    for start, end in edges.reshape(-1, 2).tolist():
        run = _between(codes, start, end, len(wanted))
        found = run if found is None else found | run
    assert found is not None  # noqa: S101  # some are wanted
    return bits.packed(found)


def _between(codes: Array, start: int, end: int, count: int) -> Array:
    found: Array
    if end - start == 1:
        found = codes == start
    elif start == 0:
        found = codes < end
    else:
        found = codes >= start if end == count else (codes >= start) & (codes < end)
    return found


def _sides(said: Array, sides: tuple[Words, Words]) -> Words:
    """The rows on either side of a yes-or-no column, as far as wanted."""
    none = np.zeros_like(sides[0])
    found: Words = (sides[0] if said[0] else none) | (sides[1] if said[1] else none)
    return found


def _range(low: int, high: int, column: Column) -> pa.Array:
    """All whole numbers (or days) between two."""
    values = pa.array(np.arange(low, high + 1, dtype=np.int64))
    return values.cast(pa.int32()).cast(pa.date32()) if column.kind is Kind.DATE else values


def _numbers(values: pa.Array) -> Array:
    """A column's numbers as they lie in memory; where a value is missing, any."""
    kind = np.dtype(values.type.to_pandas_dtype()) if pa.types.is_integer(values.type) else np.int32
    found: Array = np.frombuffer(values.buffers()[1], kind, len(values) + values.offset)
    return found[values.offset :]


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind
