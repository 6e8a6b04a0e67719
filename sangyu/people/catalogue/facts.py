"""What the register says about people, as the list's conditions read it: the dataset `elders`, row by row or by SQL.

One place decides what "not recorded" means here: where the register holds "unknown" nothing is known, so a condition
over it cannot be told, neither yes nor no.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection

from sangyu.insight.datasets import registry
from sangyu.insight.datasets.types import AS_OF, Column, Dataset, Kind
from sangyu.insight.engines.extracting import source_sql
from sangyu.insight.expressions import compiling
from sangyu.insight.expressions.dialects import POSTGRES
from sangyu.insight.expressions.language import Expression, parse, parse_value
from sangyu.people.catalogue.rules.floor import Ground
from sangyu.people.registry.policy import categories

DATASET = "elders"
TAGS = "categories"
UNKNOWN = "unknown"


def elders() -> Dataset:
    """The dataset whose columns the conditions look at."""
    return registry.get(DATASET)


def expression(condition: str) -> Expression:
    """A condition of the list, checked; raises ExpressionError, pointing at the word."""
    return parse(condition, elders())


def ground() -> Ground:
    """The dataset with the categories that follow from its other columns."""
    found = [one for one in categories() if one.condition]
    return Ground(
        elders(), TAGS, {one.code: parse(one.condition, elders()) for one in found},
        frozenset(one.code for one in found if one.declarable),
    )  # fmt: skip


def people_sql(as_of: date, area_code: str) -> str:
    """A table of the people of an area on a day, with every column conditions may name. `area_code`: digits, not empty.

    The area is asked of the row as it stands, which an index answers; a person who has moved since the day of the
    question is asked where they are now.
    """
    place = f"e.area_code >= '{_digits(area_code)}' AND e.area_code < '{_digits(area_code)}~'"
    return _with_derived(source_sql(elders(), as_of, place), as_of)


def person(elder_id: int, as_of: date) -> dict[str, Any] | None:
    """One person's row on a day; None where they were not on the register."""
    table = _with_derived(source_sql(elders(), as_of, f"e.id = {int(elder_id)}"), as_of)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({table}) AS people")
        found = cursor.fetchone()
        names = [column.name for column in cursor.description or ()]
    return dict(zip(names, found, strict=True)) if found else None


def condition_sql(condition: str) -> str:
    """True, false, or NULL (cannot be told) over the columns of `people_sql`."""
    return compiling.condition_sql(expression(condition).tree, POSTGRES)


def _with_derived(rows: str, as_of: date) -> str:
    """The rows, "unknown" taken for nothing, with the day and the columns worked out from others."""
    listed = ", ".join(_known(column) for column in elders().stored)
    table = f"SELECT {listed}, DATE '{as_of.isoformat()}' AS \"{AS_OF}\" FROM ({rows}) AS stored"
    for column in elders().derived:
        value = compiling.value_sql(parse_value(column.derived, elders()).tree, POSTGRES)
        table = f'SELECT *, {value} AS "{column.name}" FROM ({table}) AS known'
    return table


def _known(column: Column) -> str:
    if column.kind is Kind.TEXT and UNKNOWN in column.values:
        return f'NULLIF("{column.name}", \'{UNKNOWN}\') AS "{column.name}"'
    return f'"{column.name}"'


def _digits(area_code: str) -> str:
    if not area_code.isascii() or not area_code.isdigit():
        raise ValueError("An area's code has digits only.")
    return area_code
