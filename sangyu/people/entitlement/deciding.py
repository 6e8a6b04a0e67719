"""From the register to decisions: one question over all rows, its answer as a table that goes into the database.

Rows that are plainly "not entitled" stay out. The rest: elder, version, result (fen a month, or an outcome below 0)
and the truth of the version's single conditions.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date

import pyarrow as pa
import pyarrow.csv as pacsv

from sangyu.insight.datasets.types import Dataset
from sangyu.insight.engines import duckdb
from sangyu.insight.engines.duckdb import Limits
from sangyu.insight.engines.types import Snapshot
from sangyu.kernel.digests import sm3
from sangyu.people.entitlement.rules.plan import Plan
from sangyu.people.entitlement.rules.rule import NO

WHOLE = Limits(memory="1GB", seconds=300)
"""For everybody at once, at night."""


def everybody(snapshot: Snapshot, plan: Plan) -> pa.Table:
    """Every decision of a snapshot that is not plainly "no"."""
    return duckdb.query(snapshot, decisions_sql(plan), limits=WHOLE)


def these(dataset: Dataset, as_of: date, rows: pa.Table, plan: Plan) -> pa.Table:
    """The same for a few rows in memory."""
    return duckdb.query_rows(dataset, as_of, rows, decisions_sql(plan), limits=WHOLE)


def decisions_sql(plan: Plan) -> str:
    """One row for each elder and rule that is not plainly "no": elder_id, version_id, result, told."""
    if not plan.rules:
        return "SELECT 0::BIGINT AS elder_id, 0 AS version_id, 0 AS result, 0::BIGINT AS told WHERE FALSE"
    wide = plan.sql(f'"{plan.dataset.name}"')
    parts = [
        f"SELECT id AS elder_id, {each.rule.version_id} AS version_id, r{at} AS result, "
        f"CAST({plan.told_sql(at)} AS BIGINT) AS told FROM wide WHERE r{at} <> {NO}"
        for at, each in enumerate(plan.rules)
    ]
    return f"WITH wide AS MATERIALIZED ({wide}) {' UNION ALL '.join(parts)}"


def as_csv(table: pa.Table) -> bytes:
    """What COPY reads."""
    sink = io.BytesIO()
    pacsv.write_csv(table, sink, pacsv.WriteOptions(include_header=False))
    return sink.getvalue()


def seal(
    *, as_of: date, snapshot_hash: str, versions: list[int], counts: Mapping[str, object]
) -> str:
    """The hash of a run: the same facts under the same rules give the same seal."""
    told = f"{as_of.isoformat()}|{snapshot_hash}|{versions}|{sorted(counts.items())}"
    return sm3(told.encode()).hex()
