"""Counting a snapshot: every dimension for the area, its towns and its communities, in one pass of the engine."""

from __future__ import annotations

from sangyu.accountability.indicators import rules
from sangyu.accountability.indicators.types import Definition, Dimension

LEVELS = (6, 9, 12)
"""Code lengths counted besides the statistic's own area: county, town, community."""


def value_sql(part: Dimension) -> str:
    """The SQL that names a person's value of a dimension; a missing one is "unknown"."""
    if part.bands:
        cases = " ".join(
            f"WHEN {part.column} BETWEEN {low} AND {high} THEN '{rules.band_value(low, high)}'"
            for low, high in part.bands
        )
        return f"CASE {cases} ELSE '{rules.UNKNOWN}' END"
    return f"coalesce(nullif(CAST({part.column} AS VARCHAR), ''), '{rules.UNKNOWN}')"


def cells_sql(definition: Definition, area_code: str, relation: str) -> str:
    """One query that gives (code, dimension, value, n) of the people in `relation`; parameters: area from, area to."""
    lengths = [len(area_code), *(length for length in LEVELS if length > len(area_code))]
    base = f"SELECT * FROM {relation} WHERE age >= {int(definition.minimum_age)} AND area_code >= ? AND area_code < ?"
    parts = [f"SELECT area_code, '{rules.TOTAL}' AS dimension, '' AS value FROM base"]
    for part in definition.dimensions:
        source = (
            f"(SELECT area_code, unnest({part.column}) AS value FROM base)"
            if part.overlapping
            else f"(SELECT area_code, {value_sql(part)} AS value FROM base)"
        )
        parts.append(f"SELECT area_code, '{part.code}' AS dimension, value FROM {source}")
    counted = " UNION ALL ".join(
        f"SELECT area_code, dimension, value, count(*) AS n FROM ({query}) GROUP BY ALL"
        for query in parts
    )
    levels = " UNION ALL ".join(
        f"SELECT left(area_code, {length}) AS code, dimension, value, sum(n) AS n FROM counted"
        f" WHERE length(area_code) >= {length} GROUP BY ALL"
        for length in lengths
    )
    return f"WITH base AS ({base}), counted AS ({counted}) {levels}"


def people_sql(definition: Definition, dimension: str, value: str, relation: str) -> str:
    """The people behind one figure, by area and id. Parameters: area from, area to, after area, after id, how many."""
    conditions = [
        f"age >= {int(definition.minimum_age)}",
        "area_code >= ?",
        "area_code < ?",
        "(area_code, id) > (?, ?)",
    ]
    if dimension != rules.TOTAL:
        part = definition.dimension(dimension)
        quoted = value.replace("'", "''")
        conditions.append(
            f"list_contains({part.column}, '{quoted}')"
            if part.overlapping
            else f"{value_sql(part)} = '{quoted}'"
        )
    where = " AND ".join(conditions)
    return f"SELECT id, area_code, sex, age FROM {relation} WHERE {where} ORDER BY area_code, id LIMIT ?"
