"""Facts: the outcomes of many figures for every row, kept as Parquet, sorted by area; counted and opened from there.

    fact_write(asked, relation, connection, path)             # once per snapshot and set of definitions
    table = fact_count(asked, paths)                          # every figure, area and period
    keys = fact_open(asked, paths, connection, measure=3, area="371502001", period=7)  # who does not meet it

A row of a fact is its place (area and period in one number), the key of the record and the words of its outcomes: a
fraction of the record's columns, and no condition left to ask. Rows of one place stand together, so counting is adding
up bits along the file: eight bits of every byte of a word at a time, in lanes of a byte, 255 rows before a lane could
run over. One street's rows lie in a row group or two, so that a drill-down reads these and not the city. A definition
that changes makes a new fact; a fact is never mended.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sangyu.insight.engines.many import DIGITS, PARTS, WORD, Pass

ROW_GROUP = 20_480
"""Rows of a row group: fewer, and a drill-down reads less; many fewer, and the whole count reads more footers."""
GROUPS_AT_ONCE = 8
"""Row groups that one step of counting reads: as many as the processor's cache bears."""
PERIOD_BITS = 20
LANES = np.uint64(0x0101010101010101)
MOST_IN_LANE = 255
Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Sums:
    """Places, and for each the number of rows of every bit of the words."""

    places: Array
    counts: Array


def fact_write(
    asked: Pass, relation: str, connection: duckdb.DuckDBPyConnection, path: Path
) -> None:
    """Work out the words of every row of `relation` (SQL after FROM) and write them to `path`, sorted by place."""
    packed = asked.packed_sql(relation, with_key=True)
    period = "period" if asked.period else "0"
    words = ", ".join(f"w{at}" for at in range(len(asked.words)))
    connection.execute(
        f"COPY (SELECT (area << {PERIOD_BITS}) | {period} AS place, key, {words} FROM ({packed}) "
        f"ORDER BY place, key) TO '{_quoted(path)}' "
        f"(FORMAT parquet, COMPRESSION lz4_raw, ROW_GROUP_SIZE {ROW_GROUP})"
    )


def fact_count(asked: Pass, paths: Sequence[Path], threads: int = 2) -> pa.Table:
    """Every figure for every area of the pass's levels and every period: `code`, `period`, `n`, `t0`, `m0`, `u0`, …"""
    words = [f"w{at}" for at in range(len(asked.words))]
    with ThreadPoolExecutor(threads) as pool:
        found = list(pool.map(lambda step: _step(step[0], step[1], words), _steps(paths)))
    narrow = Sums(
        np.concatenate([sums.places for sums in found]),
        np.concatenate([sums.counts for sums in found]),
    )
    return pa.concat_tables([_level(asked, narrow, digits) for digits in sorted(asked.levels)])


def fact_open(  # noqa: PLR0913  # which figure, where, when, which page
    asked: Pass,
    paths: Sequence[Path],
    connection: duckdb.DuckDBPyConnection,
    *,
    measure: int,
    area: str,
    period: int | None = None,
    after: tuple[int, int] = (0, 0),
    limit: int = 50,
) -> list[tuple[int, int]]:
    """(place, key) of the records that count for a figure and do not meet it, in that order, a page at a time."""
    low = int(area.ljust(DIGITS, "0")) << PERIOD_BITS
    high = (int(area.ljust(DIGITS, "0")) + int(10 ** (DIGITS - len(area)))) << PERIOD_BITS
    counts, met, unknown = (asked.bit(measure, part) for part in PARTS)
    when = f"AND place & {2**PERIOD_BITS - 1} = {int(period)}" if period is not None else ""
    files = ", ".join(f"'{_quoted(path)}'" for path in paths)
    sql = (
        f"SELECT place, key FROM read_parquet([{files}]) WHERE place >= {max(low, after[0])} AND place < {high} {when} "
        f"AND (place, key) > ({int(after[0])}, {int(after[1])}) AND {counts} AND NOT {met} AND NOT {unknown} "
        f"ORDER BY place, key LIMIT {int(limit)}"
    )
    return [(int(place), int(key)) for place, key in connection.execute(sql).fetchall()]


def area_of(place: int) -> str:
    """The 12-digit area of a place."""
    return str(place >> PERIOD_BITS)


def _steps(paths: Sequence[Path]) -> Iterator[tuple[Path, list[int]]]:
    """The files in steps of a few row groups."""
    for path in paths:
        groups = list(range(pq.read_metadata(path).num_row_groups))
        for start in range(0, len(groups), GROUPS_AT_ONCE):
            yield path, groups[start : start + GROUPS_AT_ONCE]


def _step(path: Path, groups: list[int], words: list[str]) -> Sums:
    """The sums of a few row groups by place."""
    with pq.ParquetFile(path) as file:
        table = file.read_row_groups(groups, columns=["place", *words], use_threads=False)
    places = table.column("place").to_numpy()
    starts = np.flatnonzero(np.concatenate(([True], places[1:] != places[:-1])))
    lengths = np.diff(np.append(starts, len(places)))
    pieces = (lengths + MOST_IN_LANE - 1) // MOST_IN_LANE
    firsts = np.cumsum(pieces) - pieces
    within = np.arange(pieces.sum()) - np.repeat(firsts, pieces)
    cuts = np.repeat(starts, pieces) + MOST_IN_LANE * within
    bits = [_bits(table.column(word).to_numpy().view(np.uint64), cuts, firsts) for word in words]
    return Sums(places[starts], np.concatenate([lengths[:, None], *bits], axis=1))


def _bits(word: Array, cuts: Array, firsts: Array) -> Array:
    """How many rows of each place have each bit of a word: eight bits at a time in lanes of a byte."""
    counts = np.empty((len(firsts), 64), np.int64)
    for shift in range(8):
        lanes = np.add.reduceat((word >> np.uint64(shift)) & LANES, cuts)
        told = lanes.view(np.uint8).reshape(-1, 8)
        counts[:, shift::8] = np.add.reduceat(told, firsts, axis=0, dtype=np.int64)
    return counts[:, :WORD]


def _level(asked: Pass, narrow: Sums, digits: int) -> pa.Table:
    """The narrow sums added up to the areas of a level; rows of wider areas have zeros there, and no place in it."""
    period = narrow.places & (2**PERIOD_BITS - 1)
    code = (narrow.places >> PERIOD_BITS) // 10 ** (DIGITS - digits)
    wider = max((level for level in (2, 4, 6, 9) if level < digits), default=0)
    keys = (code << PERIOD_BITS) | period
    order = np.argsort(keys, kind="stable")
    order = order[code[order] % 10 ** (digits - wider) != 0]
    if not len(order):
        return _table(asked, np.empty(0, np.int64), np.empty((0, narrow.counts.shape[1]), np.int64))
    ordered = keys[order]
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    return _table(asked, ordered[starts], np.add.reduceat(narrow.counts[order], starts, axis=0))


def _table(asked: Pass, keys: Array, counts: Array) -> pa.Table:
    names = [f"{part}{at}" for at in range(len(asked.measures)) for part in PARTS]
    columns: dict[str, Any] = {"code": keys >> PERIOD_BITS}
    if asked.period:
        columns["period"] = keys & (2**PERIOD_BITS - 1)
    columns["n"] = counts[:, 0]
    return pa.table(columns | {name: counts[:, 1 + at] for at, name in enumerate(names)})


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
