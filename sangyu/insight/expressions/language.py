"""The door of the room: parse a text over a dataset, and use what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sangyu.insight.datasets.types import Column, Dataset
from sangyu.insight.expressions import compiling, dialects, evaluating
from sangyu.insight.expressions.checking import Checker
from sangyu.insight.expressions.errors import ExpressionError
from sangyu.insight.expressions.reading import outline
from sangyu.insight.expressions.tree import Condition, Leaf, Value, columns_of, leaves_of, values_of

__all__ = ["Expression", "ExpressionError", "Formula", "Single", "complete", "parse", "parse_value"]


@dataclass(frozen=True, eq=False)
class Single:
    """One of an expression's conditions, numbered from 0 as written: its text, its SQL, the columns it looks at."""

    index: int
    text: str
    sql: str
    columns: tuple[Column, ...]
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Expression:
    """A checked condition over a dataset."""

    text: str
    dataset: Dataset
    tree: Condition

    def to_duckdb(self, table: str = "") -> str:
        """SQL for DuckDB over the dataset's view, which has the column as_of. NULL means: cannot tell."""
        return compiling.condition_sql(self.tree, dialects.DUCKDB, table)

    def to_sql(self, dialect: dialects.Dialect, table: str = "") -> str:
        """The same in another engine's SQL."""
        return compiling.condition_sql(self.tree, dialect, table)

    def conditions(self) -> tuple[Single, ...]:
        """The single conditions, as written from left to right."""
        return tuple(self._single(index, leaf) for index, leaf in enumerate(leaves_of(self.tree)))

    def outcome(self, row: Mapping[str, object]) -> bool | None:
        """True, False or None (cannot tell) for one row of the dataset."""
        return evaluating.outcome(self.tree, complete(self.dataset, row))

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Every column it looks at, each once."""
        found = {column.name: column for single in self.conditions() for column in single.columns}
        return tuple(found.values())

    def _single(self, index: int, leaf: Leaf) -> Single:
        columns = {c.name: c for value in values_of(leaf) for c in columns_of(value)}
        return Single(
            index=index,
            text=self.text[leaf.start : leaf.end],
            sql=compiling.condition_sql(leaf, dialects.DUCKDB),
            columns=tuple(columns.values()),
            start=leaf.start,
            end=leaf.end,
        )


@dataclass(frozen=True, eq=False)
class Formula:
    """A checked value over a dataset: a derived column, a measure."""

    text: str
    dataset: Dataset
    tree: Value

    def to_duckdb(self, table: str = "") -> str:
        """SQL for DuckDB over the dataset's view."""
        return compiling.value_sql(self.tree, dialects.DUCKDB, table)

    def to_sql(self, dialect: dialects.Dialect, table: str = "") -> str:
        """The same in another engine's SQL."""
        return compiling.value_sql(self.tree, dialect, table)

    def value(self, row: Mapping[str, object]) -> object:
        """The value for one row."""
        return evaluating.value_for(self.tree, complete(self.dataset, row))


@lru_cache(maxsize=512)
def parse(text: str, dataset: Dataset) -> Expression:
    """The condition that a text states, or ExpressionError with the place, the word, the fault and the remedy."""
    read = outline(text, dataset)
    return Expression(text, dataset, Checker(read, dataset).condition(read.tree))


@lru_cache(maxsize=512)
def parse_value(text: str, dataset: Dataset) -> Formula:
    """The value that a text states, or ExpressionError."""
    read = outline(text, dataset)
    return Formula(text, dataset, Checker(read, dataset).value(read.tree))


def complete(dataset: Dataset, row: Mapping[str, object]) -> Mapping[str, object]:
    """The row with its derived columns, computed where the row does not bring them.

    A derived column may use those declared before it.
    """
    lacking = [column for column in dataset.derived if column.name not in row]
    if not lacking:
        return row
    full = dict(row)
    for column in lacking:
        formula = parse_value(column.derived, dataset)
        full[column.name] = evaluating.value_for(formula.tree, full)
    return full
