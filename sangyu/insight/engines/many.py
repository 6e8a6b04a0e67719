"""Many figures of one dataset in one pass: the rows are read once, however many numerators and denominators there are.

Each figure has three outcomes per row: it counts (the denominator is met), it is met, it cannot be told. They are bits
of a word, laid out so that three of them stand 21 places apart. `(word >> k) & LANES` then holds three bits in three
lanes, and one plain sum adds up all three: a third of the additions, and no condition is asked twice. Rows of one
narrowest area may number up to 2^21 - 1; more are refused, not wrapped. Wider areas are added up from narrower ones.

The words may be worked out while counting (`count_many`), or kept as Parquet sorted by area (`facts`). The result is
held equal to single questions (`figures.count_by`) by `tests/test_many.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
from django.utils.translation import gettext_lazy as _

from sangyu.insight.datasets.types import Dataset
from sangyu.insight.engines import duckdb
from sangyu.insight.engines.dimensions import within_area
from sangyu.insight.engines.duckdb import DEFAULT, Limits
from sangyu.insight.engines.errors import QueryError
from sangyu.insight.engines.types import AreaCell, Snapshot
from sangyu.insight.expressions.language import Expression
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Forbidden

LEVELS = (4, 6, 9, 12)
"""City, county, town, community: the lengths of GB/T 2260 codes that figures are added up to."""
DIGITS = 12
LANE = 21
LANES = 1 | 1 << LANE | 1 << 2 * LANE
WORD = 3 * LANE
"""Bits of a word in use: 63 of 64, so that it stays a positive BIGINT."""
MOST = (1 << LANE) - 1
PARTS = "tmu"
"""Of each figure: counts in the denominator, met, cannot be told."""


@dataclass(frozen=True, eq=False)
class Measure:
    """One figure: of the rows that meet the denominator, those that meet the numerator (None: all)."""

    key: str
    numerator: Expression | None = None
    denominator: Expression | None = None

    def columns(self, number: int) -> str:
        """Whether a row counts (`d…`) and is met (`n…`, NULL where that cannot be told), as SQL columns."""
        den = f"coalesce({self.denominator.to_duckdb()}, FALSE)" if self.denominator else "TRUE"
        num = self.numerator.to_duckdb() if self.numerator else "TRUE"
        return f"{den} AS d{number}, {num} AS n{number}"


@dataclass(frozen=True, eq=False)
class Pass:
    """The SQL of one pass over one dataset for many measures."""

    dataset: Dataset
    measures: Sequence[Measure]
    levels: Sequence[int] = LEVELS
    period: str = ""
    """A whole-number column to count by as well (the month of an event); "" if the rows are one moment."""

    def __post_init__(self) -> None:
        both = ((each.denominator, each.numerator) for each in self.measures)
        for expression in (one for pair in both for one in pair if one is not None):
            if expression.dataset is not self.dataset:
                raise ValueError("The expressions of one pass are over one dataset.")
        if self.period and self.period not in self.dataset.by_name:
            raise ValueError("There is no such column to count by.")

    @property
    def words(self) -> list[str]:
        """The words as SQL over the columns of the measures: three bits each, by one look at both columns."""
        cases = [
            f"(CASE WHEN d{at} THEN CASE WHEN n{at} THEN {3 << place} WHEN n{at} IS NULL THEN {5 << place} "
            f"ELSE {1 << place} END ELSE 0 END)"
            for at, place in ((at, 3 * at % WORD) for at in range(len(self.measures)))
        ]
        return [" + ".join(cases[start : start + LANE]) for start in range(0, len(cases), LANE)]

    def packed_sql(self, relation: str, where: str = "TRUE", *, with_key: bool = False) -> str:
        """The rows of `relation` as area (12 digits, zeros where it is wider), period, key and words."""
        own = [f"CAST(rpad(\"{self.dataset.area}\", {DIGITS}, '0') AS BIGINT) AS area"]
        if self.period:
            own.append(f'CAST("{self.period}" AS INTEGER) AS period')
        if with_key:
            own.append(f'"{self.dataset.key}" AS key')
        names = [text.rpartition(" AS ")[2] for text in own]
        told = [measure.columns(at) for at, measure in enumerate(self.measures)]
        words = [f"CAST({word} AS BIGINT) AS w{at}" for at, word in enumerate(self.words)]
        return (
            f"SELECT {', '.join([*names, *words])} "
            f"FROM (SELECT {', '.join([*own, *told])} FROM {relation} WHERE {where})"
        )

    def counted_sql(self, packed: str) -> str:
        """From packed rows to one row per area of each level and period, with `t0`, `m0`, `u0`, `t1`, …"""
        period = ", period" if self.period else ""
        narrow = f"area // {_zeros(max(self.levels))}"
        lanes = ", ".join(
            f"CAST(sum((w{word} >> {at}) & {LANES}) AS BIGINT) AS s{word}_{at}"
            for word in range(len(self.words))
            for at in range(self._lanes(word))
        )
        told = ", ".join(f"{self._told(bit)} AS {name}" for bit, name in enumerate(self._names()))
        added = ", ".join(f"CAST(sum({name}) AS BIGINT) AS {name}" for name in self._names())
        levels = " UNION ALL ".join(self._level(digits, added, period) for digits in self.levels)
        return (
            f"WITH sums AS (SELECT {narrow} AS area{period}, count(*) AS n, {lanes} FROM ({packed}) "
            f"GROUP BY {narrow}{period}), "
            f"narrow AS MATERIALIZED (SELECT area{period}, n, {told} FROM sums) {levels}"
        )

    def sql(self, relation: str, where: str = "TRUE") -> str:
        """The whole question, from the dataset's rows."""
        return self.counted_sql(self.packed_sql(relation, where))

    def cells(self, table: pa.Table) -> Iterator[AreaCell]:
        """The answer as cells; areas in which nobody meets a denominator have none."""
        columns = table.to_pydict()
        if max(columns["n"], default=0) > MOST:
            raise QueryError("query-rows", _("One area has more rows than can be counted at once."))
        codes = [str(code) for code in columns["code"]]
        periods = columns.get("period") or [None] * table.num_rows
        for at, measure in enumerate(self.measures):
            parts = (columns[f"{part}{at}"] for part in PARTS)
            rows = zip(codes, *parts, periods, strict=True)
            yield from (AreaCell(measure.key, *row) for row in rows if row[1])

    def bit(self, measure: int, part: str) -> str:
        """Whether one outcome of one measure holds, as SQL over packed rows: what a drill-down asks."""
        word, at = divmod(3 * measure + PARTS.index(part), WORD)
        return f"((w{word} >> {at}) & 1 = 1)"

    def _level(self, digits: int, added: str, period: str) -> str:
        """The narrow areas added up; rows whose code is wider than the level have zeros there, and no place in it."""
        fine, own = max(self.levels), _zeros(digits)
        wider = max((level for level in (2, *LEVELS) if level < digits), default=0)
        code = f"area // {own // _zeros(fine)}"
        return (
            f"SELECT {code} AS code{period}, max(n) AS n, {added} FROM narrow "
            f"WHERE ({code}) % {10 ** (digits - wider)} <> 0 GROUP BY {code}{period}"
        )

    def _names(self) -> list[str]:
        return [f"{part}{at}" for at in range(len(self.measures)) for part in PARTS]

    def _lanes(self, word: int) -> int:
        """How many shifts a word needs: all of its lanes, or as many as have bits."""
        return min(LANE, len(self.measures) * 3 - word * WORD)

    def _told(self, bit: int) -> str:
        """One count out of its lane."""
        word, place = divmod(bit, WORD)
        lane, at = divmod(place, LANE)
        return f"(s{word}_{at} >> {lane * LANE}) & {MOST}"


def _zeros(digits: int) -> int:
    """What a 12-digit code is divided by to keep its first digits."""
    return int(10 ** (DIGITS - digits))


def count_many(
    snapshot: Snapshot,
    measures: Sequence[Measure],
    *,
    actor: Actor,
    levels: Sequence[int] = LEVELS,
    limits: Limits = DEFAULT,
) -> list[AreaCell]:
    """Every measure for every area of the actor's own, at all levels, in one pass over the snapshot."""
    if actor.subject_ids is not None:
        raise Forbidden("scope-persons", _("Figures are not open to family members."))
    if not measures:
        return []
    asked = Pass(snapshot.dataset, measures, levels)
    where, parameters = within_area(snapshot.dataset, actor.area_code)
    sql = asked.sql(f'"{snapshot.dataset.name}"', where)
    return list(asked.cells(duckdb.query(snapshot, sql, parameters, limits=limits)))
