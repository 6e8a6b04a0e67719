"""Counting by dimensions, and the records behind every cell of the count.

A figure is a numerator over a denominator, both conditions. What is counted and listed always lies within the actor's
area; whether the actor may see it, and which columns, is decided by the asking room.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from sangyu.insight.datasets.types import AS_OF, Dataset
from sangyu.insight.engines import duckdb
from sangyu.insight.engines.dimensions import (
    Condition,
    Dimension,
    Place,
    columns_of,
    within_area,
)
from sangyu.insight.engines.duckdb import Parameter
from sangyu.insight.engines.errors import QueryError
from sangyu.insight.engines.types import Cell, Page, Part, Snapshot
from sangyu.insight.expressions.language import Expression
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Forbidden

MOST_DIMENSIONS = 6
MOST_ROWS = 1000


@dataclass(frozen=True, eq=False)
class Figure:
    """What is counted: of the rows within `area` that meet the denominator, those that meet the numerator."""

    snapshot: Snapshot
    dimensions: tuple[Dimension, ...] = ()
    numerator: Expression | None = None
    denominator: Expression | None = None
    area: str = ""

    def __post_init__(self) -> None:
        names = {each.name for each in self.dimensions}
        if len(names) != len(self.dimensions) or len(names) > MOST_DIMENSIONS:
            raise QueryError("query-dimension", _("Choose at most six different dimensions."))
        for expression in (self.numerator, self.denominator):
            if expression is not None and expression.dataset is not self.dataset:
                raise ValueError("The expression is over another dataset.")

    @property
    def dataset(self) -> Dataset:
        return self.snapshot.dataset


def count_by(figure: Figure, *, actor: Actor) -> list[Cell]:
    """The non-empty cells in the order of their places (missing last); one cell in all without dimensions.

    Rows for which the denominator cannot be told are not in the total.
    """
    dataset = figure.dataset
    where, parameters = _all_of([_scope(figure, actor), (_sql(figure.denominator), [])])
    met = _sql(figure.numerator)
    keys = "".join(f'{each.sql(dataset)} AS "@{each.name}", ' for each in figure.dimensions)
    groups = ", ".join(str(number) for number in range(1, len(figure.dimensions) + 1))
    sql = (
        f"SELECT {keys}count(*) AS total, count(*) FILTER ({met}) AS met, "
        f"count(*) FILTER (({met}) IS NULL) AS unknown "
        f'FROM "{dataset.name}" WHERE {where}'
    )
    if groups:
        sql += f" GROUP BY {groups} ORDER BY {groups}"
    found = duckdb.rows(figure.snapshot, sql, parameters)
    return [_cell(row, figure.dimensions) for row in found]


def records(  # noqa: PLR0913  # which cell, which part, which columns, which page
    figure: Figure,
    *,
    actor: Actor,
    cell: Mapping[str, Place] | None = None,
    part: Part = Part.TOTAL,
    columns: Sequence[str] = (),
    after: str = "",
    limit: int = 50,
) -> Page:
    """A page of the records behind a cell of a count, or behind all of it.

    Pages follow the key (`after` of the page before), so that the hundredth costs what the first does.
    """
    dataset = figure.dataset
    where, parameters = _all_of(
        [
            _scope(figure, actor),
            (_sql(figure.denominator), []),
            (_part_sql(figure.numerator, part), []),
            _beyond(dataset, after),
            *_within_cell(figure, cell or {}),
        ]
    )
    wanted = [column.name for column in columns_of(dataset, columns)]
    most = max(1, min(limit, MOST_ROWS))
    area, key = f'"{dataset.area}"', f'"{dataset.key}"'
    # Keys first, then the rows they name: reading all columns of all that match would cost five times as much.
    keys = (
        f'SELECT {area} AS area, {key} AS key FROM "{dataset.name}" WHERE {where} '
        f"ORDER BY {area}, {key} LIMIT {most + 1}"
    )
    found = duckdb.rows(figure.snapshot, keys, parameters)
    page = found[:most]
    if not page:
        return Page([], "")
    shown = ", ".join(
        f'"{name}"' for name in dict.fromkeys([*wanted, dataset.area, dataset.key, AS_OF])
    )
    named = ", ".join(str(row["key"]) for row in page)
    rows = duckdb.rows(
        figure.snapshot,
        f'SELECT {shown} FROM "{dataset.name}" WHERE {area} BETWEEN ? AND ? AND {key} IN ({named}) '
        f"ORDER BY {area}, {key}",
        [str(page[0]["area"]), str(page[-1]["area"])],
    )
    after = f"{page[-1]['area']}:{page[-1]['key']}" if len(found) > most else ""
    return Page(rows, after)


def _scope(figure: Figure, actor: Actor) -> Condition:
    """What the actor may count: its area, and in it the area asked for (outside there is nothing)."""
    if actor.subject_ids is not None:
        raise Forbidden("scope-persons", _("Figures are not open to family members."))
    own, own_parameters = within_area(figure.dataset, actor.area_code)
    asked, asked_parameters = within_area(figure.dataset, figure.area)
    return f"{own} AND {asked}", own_parameters + asked_parameters


def _within_cell(figure: Figure, cell: Mapping[str, Place]) -> list[Condition]:
    by_name = {each.name: each for each in figure.dimensions}
    if set(cell) - set(by_name):
        raise QueryError("query-place", _("There is no such cell."))
    return [by_name[name].where(figure.dataset, place) for name, place in cell.items()]


def _sql(expression: Expression | None) -> str:
    return "TRUE" if expression is None else expression.to_duckdb()


def _part_sql(numerator: Expression | None, part: Part) -> str:
    sql = _sql(numerator)
    return {
        Part.TOTAL: "TRUE",
        Part.MET: sql,
        Part.NOT_MET: f"NOT ({sql})",
        Part.UNKNOWN: f"({sql}) IS NULL",
    }[part]


def _beyond(dataset: Dataset, after: str) -> Condition:
    if not after:
        return "TRUE", []
    code, _colon, key = after.partition(":")
    if not key.isdecimal():
        raise QueryError(
            "query-page",
            _("There is no such page of the list."),
            remedy=_("Go back to the first page."),
        )
    sql = f'"{dataset.area}" >= ? AND ("{dataset.area}" > ? OR "{dataset.key}" > ?)'
    return sql, [code, code, int(key)]


def _all_of(conditions: Sequence[Condition]) -> tuple[str, list[Parameter]]:
    sql = " AND ".join(f"({text})" for text, _parameters in conditions)
    return sql, [each for _text, parameters in conditions for each in parameters]


def _cell(row: dict[str, object], dimensions: Sequence[Dimension]) -> Cell:
    numbers = [row[name] for name in ("total", "met", "unknown")]
    total, met, unknown = (number if isinstance(number, int) else 0 for number in numbers)
    at: dict[str, Place] = {}
    for each in dimensions:
        place = row[f"@{each.name}"]
        at[each.name] = (
            place if place is None or isinstance(place, str | bool | int) else str(place)
        )
    return Cell(at, total, met, unknown)
