"""Pure: reading a definition, the seal of a statistic, the comparison with the year before."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from sangyu.accountability.indicators.types import Cell, Compared, Definition, Dimension

TOTAL = "total"
GROUPS = "groups"
UNKNOWN = "unknown"


def definition_read(data: dict[str, Any]) -> Definition:
    """The definition in a policy file (or in a frozen statistic), checked for completeness."""
    dimensions = tuple(
        Dimension(
            row["code"],
            row["label"],
            row["column"],
            tuple((low, high) for low, high in row.get("bands", ())),
        )
        for row in data["dimension"]
    )
    if "groups" in data:
        groups = data["groups"]
        dimensions += (Dimension(GROUPS, groups["label"], groups["column"], overlapping=True),)
    return Definition(
        data["code"], data["version"], data["dataset"], data["minimum_age"], data["clause"], data["title"],
        dimensions, data,
    )  # fmt: skip


def band_value(low: int, high: int) -> str:
    """The name of an age band: "60-64", "100+"."""
    return f"{low}+" if high >= 150 else f"{low}-{high}"


def previous_day(as_of: date) -> date:
    """The same day of the year before (29 February gives 28)."""
    day = min(as_of.day, 28) if as_of.month == 2 else as_of.day
    return date(as_of.year - 1, as_of.month, day)


def canonical(head: dict[str, str], cells: Iterable[Cell]) -> bytes:
    """The bytes a seal is taken of: the head and every cell, in one order, in JSON without spaces."""
    rows = sorted((cell.area_code, cell.dimension, cell.value, cell.count) for cell in cells)
    return json.dumps(
        [head, rows], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def compare(now: Iterable[Cell], before: Iterable[Cell] | None) -> list[Compared]:
    """Each figure of this year beside last year's; figures that were there only last year count 0 now."""
    this_year = {(cell.area_code, cell.dimension, cell.value): cell.count for cell in now}
    last_year = (
        None if before is None else {(c.area_code, c.dimension, c.value): c.count for c in before}
    )
    keys = this_year.keys() | (last_year or {}).keys()
    return [
        Compared(*key, this_year.get(key, 0), None if last_year is None else last_year.get(key, 0))
        for key in sorted(keys)
    ]


def towns_of(cells: Iterable[Cell]) -> list[Cell]:
    """The totals of the towns."""
    return [cell for cell in cells if cell.dimension == TOTAL and len(cell.area_code) == 9]
