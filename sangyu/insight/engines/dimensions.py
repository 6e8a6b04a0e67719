"""What a count can be broken down by: a column's values, areas at a level, bands of a number.

Each knows its SQL and, for the drill-down, the condition that leads back to the rows of one of its values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from sangyu.insight.datasets.types import Column, Dataset, Kind
from sangyu.insight.engines.duckdb import Parameter
from sangyu.insight.engines.errors import QueryError
from sangyu.insight.expressions.errors import say

Place = str | bool | int | None
Condition = tuple[str, list[Parameter]]


@dataclass(frozen=True)
class Value:
    """A column's own values: texts, yes or no, whole numbers."""

    column: str

    @property
    def name(self) -> str:
        return self.column

    def sql(self, dataset: Dataset) -> str:
        column = column_of(dataset, self.column)
        if column.kind not in {Kind.TEXT, Kind.BOOLEAN, Kind.INTEGER}:
            raise _unfit(column)
        return f'"{column.name}"'

    def where(self, dataset: Dataset, place: Place) -> Condition:
        return f"{self.sql(dataset)} IS NOT DISTINCT FROM ?", [place]


@dataclass(frozen=True)
class Area:
    """Areas by the first `digits` of their code: 6 county, 9 town, 12 community."""

    digits: int

    @property
    def name(self) -> str:
        return f"area_{self.digits}"

    def sql(self, dataset: Dataset) -> str:
        return f'left("{dataset.area}", {int(self.digits)})'

    def where(self, dataset: Dataset, place: Place) -> Condition:
        return within_area(dataset, str(place))


@dataclass(frozen=True)
class Band:
    """Bands of a number from each of `starts` up to the next: (60, 70, 80) gives "-59", "60-69", "70-79", "80-"."""

    column: str
    starts: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.starts or list(self.starts) != sorted(set(self.starts)):
            raise ValueError("The starts of bands go up.")

    @property
    def name(self) -> str:
        return f"{self.column}_band"

    @property
    def places(self) -> dict[str, tuple[int | None, int | None]]:
        """Every band with its first number and the first above it."""
        ends = [*self.starts[1:], None]
        bands: dict[str, tuple[int | None, int | None]] = {
            f"-{self.starts[0] - 1}": (None, self.starts[0])
        }
        for low, high in zip(self.starts, ends, strict=True):
            bands[f"{low}-{'' if high is None else high - 1}"] = (low, high)
        return bands

    def sql(self, dataset: Dataset) -> str:
        column = column_of(dataset, self.column)
        if not column.kind.is_number:
            raise _unfit(column)
        cases = [
            f"WHEN \"{column.name}\" < {high} THEN '{place}'"
            for place, (_low, high) in self.places.items()
            if high is not None
        ]
        return f"CASE {' '.join(cases)} WHEN \"{column.name}\" IS NOT NULL THEN '{self.starts[-1]}-' END"

    def where(self, dataset: Dataset, place: Place) -> Condition:
        column = column_of(dataset, self.column)
        if place is None:
            return f'"{column.name}" IS NULL', []
        if place not in self.places:
            raise QueryError("query-place", _("There is no such cell."))
        low, high = self.places[str(place)]
        conditions = [f'"{column.name}" >= ?'] * (low is not None) + [f'"{column.name}" < ?'] * (
            high is not None
        )
        return " AND ".join(conditions), [end for end in (low, high) if end is not None]


Dimension = Value | Area | Band


def within_area(dataset: Dataset, code: str) -> Condition:
    """Rows of an area: a range of codes, which the statistics of sorted files answer."""
    if not code:
        return "TRUE", []
    return f'"{dataset.area}" >= ? AND "{dataset.area}" < ?', [code, code + "\uffff"]


def column_of(dataset: Dataset, name: str) -> Column:
    """The column of this name; only names that the dataset declares ever reach SQL."""
    try:
        return dataset.by_name[name]
    except KeyError:
        message = say(_("%(dataset)s have no column “%(word)s”."), dataset=dataset.label, word=name)
        raise QueryError("query-column", message) from None


def columns_of(dataset: Dataset, names: Sequence[str]) -> list[Column]:
    """Several columns; all of them where none is named."""
    return [column_of(dataset, name) for name in names] or list(dataset.columns)


def _unfit(column: Column) -> QueryError:
    message = say(_("One cannot count by %(column)s."), column=column.label)
    return QueryError("query-dimension", message)
