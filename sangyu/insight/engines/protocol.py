"""What every engine can do: answer one SELECT over a snapshot, and write such an answer to files.

An engine names its dialect; expressions write themselves in it, so that a definition knows nothing of where it runs.

    compute(embedded(), snapshot, {"entitled": condition, "age": value}, folder)   # key, area and these columns
    count(chosen(), asked, snapshot)                                               # a pass of many figures, in SQL

`embedded()` is DuckDB within the process. `chosen()` is a Spark cluster where the settings name one (SPARK_MASTER).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from sangyu.insight.datasets.types import NAME
from sangyu.insight.engines import duckdb, many
from sangyu.insight.engines.chunks import LAST
from sangyu.insight.engines.duckdb import DEFAULT, Limits
from sangyu.insight.engines.types import AreaCell, Snapshot
from sangyu.insight.expressions.dialects import DUCKDB, Dialect
from sangyu.insight.expressions.language import Expression, Formula
from sangyu.kernel.actors import Actor

PER_WORD = 31
"""Conditions of one word of outcomes: two bits each."""


class Engine(Protocol):
    """Where questions over snapshots run. SQL comes from this house's code and from checked expressions only."""

    @property
    def dialect(self) -> Dialect:
        """How names, values and functions are written."""

    def query(self, snapshot: Snapshot, sql: str) -> pa.Table:
        """The answer to one SELECT over the view of the dataset's name."""

    def export(self, snapshot: Snapshot, sql: str, folder: Path) -> tuple[Path, ...]:
        """The answer as Parquet files in a new folder."""


class Embedded:
    """DuckDB within the process."""

    dialect = DUCKDB

    def __init__(self, limits: Limits = DEFAULT) -> None:
        self.limits = limits

    def query(self, snapshot: Snapshot, sql: str) -> pa.Table:
        """The answer as a table."""
        return duckdb.query(snapshot, sql, limits=self.limits)

    def export(self, snapshot: Snapshot, sql: str, folder: Path) -> tuple[Path, ...]:
        """The answer as one file."""
        folder.mkdir(parents=True)
        path = folder / "part-0000.parquet"
        pq.write_table(self.query(snapshot, sql), path, compression="zstd")
        return (path,)


def chosen() -> Engine | None:
    """The cluster that the settings name; None where the process counts for itself."""
    if not settings.SPARK_MASTER:
        return None
    from sangyu.insight.engines.spark import cluster

    return cluster(settings.SPARK_MASTER, settings.SPARK_PROPERTIES)


def count_wherever(
    snapshot: Snapshot,
    measures: Sequence[many.Measure],
    *,
    actor: Actor,
    levels: Sequence[int] = many.LEVELS,
) -> list[AreaCell]:
    """The nightly count: on the cluster where the settings name one, else within the process."""
    engine = chosen()
    if engine is None or not measures:
        return many.count_many(snapshot, measures, actor=actor, levels=levels)
    asked = many.Pass(snapshot.dataset, measures, snapshot.as_of, levels)
    return list(asked.cells(count(engine, asked, snapshot, many.area_of(actor))))


def compute(
    engine: Engine, snapshot: Snapshot, columns: Mapping[str, Expression | Formula], folder: Path
) -> tuple[Path, ...]:
    """Outcomes (NULL: cannot tell) and values of expressions for every row, with its key and area, as Parquet."""
    if not columns or not all(NAME.fullmatch(name) for name in columns):
        raise ValueError("Name at least one column, in plain lower case.")
    if any(one.dataset is not snapshot.dataset for one in columns.values()):
        raise ValueError("The expressions are over another dataset.")
    named = engine.dialect.identifier
    own = [named(snapshot.dataset.key), named(snapshot.dataset.area)]
    told = [f"{one.to_sql(engine.dialect)} AS {named(name)}" for name, one in columns.items()]
    relation = named(snapshot.dataset.name)
    return engine.export(snapshot, f"SELECT {', '.join([*own, *told])} FROM {relation}", folder)


def outcome_words(conditions: Sequence[str]) -> list[str]:
    """Outcomes of conditions (SQL) packed into words (SQL, BIGINT): two bits each, 1 yes, 2 cannot tell, 0 no."""
    words = []
    for start in range(0, len(conditions), PER_WORD):
        bits = [
            f"(CASE WHEN {sql} THEN {1 << 2 * at} WHEN ({sql}) IS NULL THEN {2 << 2 * at} ELSE 0 END)"
            for at, sql in enumerate(conditions[start : start + PER_WORD])
        ]
        words.append(" + ".join(f"CAST({bit} AS BIGINT)" for bit in bits))
    return words


def count(engine: Engine, asked: many.Pass, snapshot: Snapshot, area: str = "") -> pa.Table:
    """A pass of many figures by the engine's SQL; the same table as `many.count_pass`."""
    dialect = engine.dialect
    name = dialect.identifier(asked.dataset.area)
    period = f", {dialect.identifier(asked.period)} AS period" if asked.period else ""
    told = []
    for at, measure in enumerate(asked.measures):
        den = measure.denominator.to_sql(dialect) if measure.denominator else "TRUE"
        num = measure.numerator.to_sql(dialect) if measure.numerator else "TRUE"
        told += [
            f"count(CASE WHEN {den} THEN 1 END) AS t{at}",
            f"count(CASE WHEN {den} AND {num} THEN 1 END) AS m{at}",
            f"count(CASE WHEN {den} AND ({num}) IS NULL THEN 1 END) AS u{at}",
        ]
    code = f"CAST(rpad({name}, {many.DIGITS}, '0') AS BIGINT)"
    ends = dialect.literal(area), dialect.literal(area + LAST)
    where = f" WHERE {name} >= {ends[0]} AND {name} < {ends[1]}" if area else ""
    groups = "1, 2" if asked.period else "1"
    sql = (
        f"SELECT {code} AS code{period}, count(*) AS n, {', '.join(told)} "
        f"FROM {dialect.identifier(asked.dataset.name)}{where} GROUP BY {groups}"
    )
    return many.added_up(asked, _narrow(asked, engine.query(snapshot, sql)))


def _narrow(asked: many.Pass, table: pa.Table) -> many.Sums:
    """The engine's rows as sums by place."""
    columns = {name: table.column(name).to_numpy() for name in table.column_names}
    period = columns["period"] if asked.period else 0
    names = [f"{part}{at}" for at in range(len(asked.measures)) for part in many.PARTS]
    counts = np.column_stack([columns["n"], *(columns[name] for name in names)]).astype(np.int64)
    return many.Sums((columns["code"].astype(np.int64) << many.PERIOD_BITS) | period, counts)
