"""Counting by dimensions, and the records behind every cell of the count.

A figure is a numerator over a denominator, both conditions. What is counted and listed always lies within the actor's
area; whether the actor may see it, and which columns, is decided by the asking room.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest

from django.utils.translation import gettext_lazy as _

from sangyu.insight.datasets.types import AS_OF, Dataset
from sangyu.insight.engines import bits, duckdb
from sangyu.insight.engines.bits import Told, Words
from sangyu.insight.engines.dimensions import (
    Condition,
    Dimension,
    Place,
    columns_of,
    within_area,
)
from sangyu.insight.engines.duckdb import Parameter
from sangyu.insight.engines.errors import QueryError
from sangyu.insight.engines.leaves import Asked, Leaves, closure, sql_of
from sangyu.insight.engines.opening import Search, find
from sangyu.insight.engines.types import Cell, Page, Part, Snapshot
from sangyu.insight.expressions.dialects import DUCKDB
from sangyu.insight.expressions.language import Expression
from sangyu.insight.expressions.tree import Leaf, leaves_of
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
    dataset, area = figure.dataset, _area(figure, actor)
    wanted = [column.name for column in columns_of(dataset, columns)]
    shown = list(dict.fromkeys([*wanted, dataset.area, dataset.key, AS_OF]))
    most = max(1, min(limit, MOST_ROWS))
    further = [_asked(dataset, each) for each in _within_cell(figure, cell or {})]
    follows = _beyond(after)
    if area is None:
        return Page([], "")
    found = find(
        Search(
            dataset, figure.snapshot.as_of, figure.snapshot.parts,
            Leaves(dataset, figure.snapshot.as_of, _leaves(figure), further),
            partial(_wanted, figure, part, [one.sql for one in further]), area, follows,
        ),
        shown, most + 1,
    )  # fmt: skip
    rows = found[:most]
    if len(found) <= most:
        return Page(rows, "")
    return Page(rows, f"{rows[-1][dataset.area]}:{rows[-1][dataset.key]}")


def _leaves(figure: Figure) -> list[Leaf]:
    both = (figure.denominator, figure.numerator)
    return [leaf for one in both if one is not None for leaf in leaves_of(one.tree)]


def _wanted(
    figure: Figure, part: Part, further: Sequence[str], told: Mapping[str, Told], rows: int
) -> Words:
    """The rows of a chunk that stand behind a part of a figure."""
    everybody = Told(bits.everybody(rows), bits.nobody(rows))

    def outcome(one: Expression | None) -> Told:
        return bits.outcome(one.tree, lambda leaf: told[sql_of(leaf)]) if one else everybody

    found = outcome(figure.denominator).yes
    for sql in further:
        found = found & told[sql].yes
    met = outcome(figure.numerator)
    sides = {
        Part.MET: met.yes,
        Part.NOT_MET: met.no,
        Part.UNKNOWN: everybody.yes & ~(met.yes | met.no),
    }
    behind: Words = found & sides.get(part, everybody.yes)
    return behind


def _asked(dataset: Dataset, condition: Condition) -> Asked:
    """A cell's condition as one to be told, with its values written in."""
    text, parameters = condition
    pieces = text.split("?")
    written = ["NULL" if one is None else DUCKDB.literal(one) for one in parameters]
    sql = "".join(f"{piece}{value}" for piece, value in zip_longest(pieces, written, fillvalue=""))
    looked = [column for column in dataset.columns if f'"{column.name}"' in pieces[0]]
    return Asked(f"({sql})", *closure(looked, dataset))


def _area(figure: Figure, actor: Actor) -> str | None:
    """What the actor may count: its area, and in it the area asked for; None where they do not meet."""
    if actor.subject_ids is not None:
        raise Forbidden("scope-persons", _("Figures are not open to family members."))
    wide, narrow = sorted((actor.area_code, figure.area), key=len)
    return narrow if narrow.startswith(wide) else None


def _scope(figure: Figure, actor: Actor) -> Condition:
    """The rows of that area."""
    area = _area(figure, actor)
    return ("FALSE", []) if area is None else within_area(figure.dataset, area)


def _within_cell(figure: Figure, cell: Mapping[str, Place]) -> list[Condition]:
    by_name = {each.name: each for each in figure.dimensions}
    if set(cell) - set(by_name):
        raise QueryError("query-place", _("There is no such cell."))
    return [by_name[name].where(figure.dataset, place) for name, place in cell.items()]


def _sql(expression: Expression | None) -> str:
    return "TRUE" if expression is None else expression.to_duckdb()


def _beyond(after: str) -> tuple[str, int]:
    """The area and the key that a page follows."""
    code, _colon, key = after.partition(":")
    if after and not key.isdecimal():
        raise QueryError(
            "query-page",
            _("There is no such page of the list."),
            remedy=_("Go back to the first page."),
        )
    return code, int(key or 0)


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
