"""Elders for the benchmark of entitlements: a Parquet file as a snapshot of the register has it, made by DuckDB alone.

Nothing is drawn: every value is a hash of the person's number, so that two runs and every engine see the same city.
A fifth of each fact that rules ask for is missing or "unknown".
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

from sangyu.insight.datasets import registry
from sangyu.insight.datasets.types import Column, Kind

TODAY = date(2026, 11, 1)
PLACES = ("522601103", "522601104", "231005001", "371502001", "320602001", "620702001")
GAP = 20
"""Percent of the people for whom a fact is missing."""


def build(path: Path, people: int) -> Path:
    """The file, sorted by area as a snapshot is."""
    columns = ", ".join(f'{_sql(c)} AS "{c.name}"' for c in registry.get("elders").stored)
    connection = duckdb.connect(config={"threads": 2, "memory_limit": "2GB"})
    connection.execute(
        f"COPY (SELECT {columns} FROM range({people}) AS n(n) ORDER BY area_code, id) TO '{path}' "
        "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 20480)"
    )
    return path


def _drawn(name: str, most: int) -> str:
    return f"(hash(n, '{name}') % {most})"


def _sql(column: Column) -> str:  # noqa: PLR0911  # one per kind of column
    name = column.name
    places = ", ".join(f"'{code}'" for code in PLACES)
    place = f"list_extract([{places}], 1 + {_drawn('area', len(PLACES))}::INT)"
    own = {
        "id": "n + 1",
        "birth_date": f"DATE '1966-10-31' - {_drawn(name, 16000)}::INT",
        "area_code": f"{place} || lpad(({_drawn('community', 40)})::VARCHAR, 3, '0')",
        "town_code": place,
        "registered_on": "DATE '2020-01-01'",
        "ability_assessed_on": f"CASE WHEN {_drawn('ability_level', 100)} >= {GAP} THEN "
        f"DATE '2026-10-31' - {_drawn(name, 900)}::INT END",
        "name": f"'测试' || {_drawn(name, 5000)}",
    }
    if name in own:
        return own[name]
    if column.kind is Kind.TAGS:
        tags = ", ".join(f"'{value}'" for value in column.values)
        return f"list_filter([{tags}], lambda tag: hash(n, tag) % 100 < 12)"
    if column.kind is Kind.INTEGER:
        return (
            f"CASE WHEN {_drawn(name, 100)} >= {GAP} THEN ({_drawn(name + '+', 5)})::SMALLINT END"
        )
    if column.kind is Kind.DATE:
        return f"DATE '2026-10-31' - {_drawn(name, 900)}::INT"
    if not column.values:
        return place
    known = ", ".join(f"'{value}'" for value in column.values)
    count = len(column.values)
    return f"CASE WHEN {_drawn(name, 100)} >= 5 THEN list_extract([{known}], 1 + {_drawn(name + '+', count)}::INT) END"
