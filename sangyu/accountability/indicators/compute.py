"""Counting a snapshot: every dimension for the area, its towns and its communities, in one pass of the engine."""

from __future__ import annotations

from sangyu.accountability.indicators import rules
from sangyu.accountability.indicators.types import Definition, Dimension

LEVELS = (6, 9, 12)
"""Code lengths counted besides the statistic's own area: county, town, community."""


def group_sql(part: Dimension) -> str:
    """The SQL that a person is grouped by: the column itself, or the lowest number of its band."""
    if not part.bands:
        return str(part.column)
    cases = " ".join(
        f"WHEN {part.column} BETWEEN {low} AND {high} THEN {low}" for low, high in part.bands
    )
    return f"CASE {cases} END"


def value_sql(part: Dimension, group: str) -> str:
    """The SQL that names a group; a missing one is "unknown". Done once per group, not per person."""
    if part.bands:
        cases = " ".join(
            f"WHEN {low} THEN '{rules.band_value(low, high)}'" for low, high in part.bands
        )
        return f"CASE {group} {cases} ELSE '{rules.UNKNOWN}' END"
    return f"coalesce(nullif(CAST({group} AS VARCHAR), ''), '{rules.UNKNOWN}')"


def cells_sql(definition: Definition, area_code: str, relation: str) -> str:
    """One query that gives (code, dimension, value, n) of the people in `relation`; parameters: area from, area to.

    One pass groups everybody by area and each dimension; the levels of areas are added up from its few rows.
    """
    lengths = [len(area_code), *(length for length in LEVELS if length > len(area_code))]
    single = [part for part in definition.dimensions if not part.overlapping]
    several = [part for part in definition.dimensions if part.overlapping]
    groups = [f"g{number}" for number in range(len(single))]
    columns = [f"{group_sql(part)} AS {group}" for part, group in zip(single, groups, strict=True)]
    base = (
        f"SELECT {', '.join(['area_code', *columns, *(part.column for part in several)])} FROM {relation} "
        f"WHERE age >= {int(definition.minimum_age)} AND area_code >= ? AND area_code < ?"
    )
    sets = ", ".join(["(area_code)", *(f"(area_code, {group})" for group in groups)])
    of = "".join(f", {group}, grouping({group}) AS o{group}" for group in groups)
    parts = [f"SELECT area_code, {_named(single, groups)}, n FROM cube"]
    parts += [
        f"SELECT area_code, '{part.code}' AS dimension, value, count(*) AS n "
        f"FROM (SELECT area_code, unnest({part.column}) AS value FROM base) GROUP BY ALL"
        for part in several
    ]
    levels = " UNION ALL ".join(
        f"SELECT left(area_code, {length}) AS code, dimension, value, sum(n) AS n FROM counted"
        f" WHERE length(area_code) >= {length} GROUP BY ALL"
        for length in lengths
    )
    return (
        f"WITH base AS MATERIALIZED ({base}), "
        f"cube AS (SELECT area_code{of}, count(*) AS n FROM base GROUP BY GROUPING SETS ({sets})), "
        f"counted AS MATERIALIZED ({' UNION ALL '.join(parts)}) {levels}"
    )


def _named(parts: list[Dimension], groups: list[str]) -> str:
    """A row's dimension and value, told by which of the groups it was grouped by."""
    pairs = list(zip(parts, groups, strict=True))
    dimension = " ".join(f"WHEN o{group} = 0 THEN '{part.code}'" for part, group in pairs)
    value = " ".join(f"WHEN o{group} = 0 THEN {value_sql(part, group)}" for part, group in pairs)
    if not pairs:
        return f"'{rules.TOTAL}' AS dimension, '' AS value"
    return (
        f"CASE {dimension} ELSE '{rules.TOTAL}' END AS dimension, CASE {value} ELSE '' END AS value"
    )


def people_conditions(definition: Definition, dimension: str, value: str) -> list[tuple[str, str]]:
    """The conditions of the people behind one figure: the SQL of each, and the column it looks at."""
    found = [(f"age >= {int(definition.minimum_age)}", "age")]
    if dimension != rules.TOTAL:
        part = definition.dimension(dimension)
        found.append((_has_value(part, value), str(part.column)))
    return found


def _has_value(part: Dimension, value: str) -> str:
    """The condition of one value."""
    quoted = value.replace("'", "''")
    if part.overlapping:
        return f"list_contains({part.column}, '{quoted}')"
    for low, high in part.bands:
        if value == rules.band_value(low, high):
            return f"{part.column} BETWEEN {low} AND {high}"
    if part.bands or value == rules.UNKNOWN:
        return f"{value_sql(part, group_sql(part))} = '{quoted}'"
    return f"CAST({part.column} AS VARCHAR) = '{quoted}'"
