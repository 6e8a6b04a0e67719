"""The typed tree of an expression: what has been read, checked and understood. Immutable, plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from sangyu.insight.datasets.types import Column, Kind

if TYPE_CHECKING:
    from sangyu.insight.expressions.functions import Function

Scalar = bool | int | Decimal | str | date


@dataclass(frozen=True)
class Shape:
    """What a value is: its kind; for numbers the most digits before and behind the point; for coded texts the column
    whose values it takes."""

    kind: Kind
    whole: int = 0
    scale: int = 0
    domain: Column | None = None

    @property
    def digits(self) -> int:
        return self.whole + self.scale


@dataclass(frozen=True)
class Node:
    """Anything read from text[start:end]."""

    start: int
    end: int

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


@dataclass(frozen=True)
class ColumnValue(Node):
    column: Column
    shape: Shape


@dataclass(frozen=True)
class AsOf(Node):
    shape: Shape


@dataclass(frozen=True)
class Literal(Node):
    value: Scalar
    shape: Shape


class Sign(StrEnum):
    PLUS = "+"
    MINUS = "-"
    TIMES = "*"


@dataclass(frozen=True)
class Arithmetic(Node):
    sign: Sign
    left: Value
    right: Value
    shape: Shape


@dataclass(frozen=True)
class Negative(Node):
    value: Value
    shape: Shape


@dataclass(frozen=True)
class Call(Node):
    function: Function
    arguments: tuple[Value, ...]
    shape: Shape


Value = ColumnValue | AsOf | Literal | Arithmetic | Negative | Call


class Relation(StrEnum):
    EQUAL = "="
    UNEQUAL = "<>"
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


@dataclass(frozen=True)
class Always(Node):
    """TRUE or FALSE as written."""

    value: bool


@dataclass(frozen=True)
class Flag(Node):
    """A value that is itself yes or no."""

    value: Value


@dataclass(frozen=True)
class Comparison(Node):
    relation: Relation
    left: Value
    right: Value


@dataclass(frozen=True)
class Within(Node):
    """value [NOT] BETWEEN low AND high."""

    value: Value
    low: Value
    high: Value
    negated: bool


@dataclass(frozen=True)
class OneOf(Node):
    """value [NOT] IN (literals)."""

    value: Value
    options: tuple[Literal, ...]
    negated: bool


@dataclass(frozen=True)
class Missing(Node):
    """value IS [NOT] NULL."""

    value: Value
    negated: bool


@dataclass(frozen=True)
class Opposite(Node):
    part: Condition


@dataclass(frozen=True)
class Both(Node):
    """All parts hold (AND)."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Either(Node):
    """At least one part holds (OR)."""

    parts: tuple[Condition, ...]


Leaf = Always | Flag | Comparison | Within | OneOf | Missing
Condition = Leaf | Opposite | Both | Either


def values_of(leaf: Leaf) -> tuple[Value, ...]:
    """The values a single condition weighs."""
    match leaf:
        case Always():
            return ()
        case Comparison():
            return (leaf.left, leaf.right)
        case Within():
            return (leaf.value, leaf.low, leaf.high)
        case OneOf():
            return (leaf.value, *leaf.options)
        case _:
            return (leaf.value,)


def leaves_of(condition: Condition) -> tuple[Leaf, ...]:
    """The single conditions, as written from left to right."""
    match condition:
        case Both() | Either():
            return tuple(leaf for part in condition.parts for leaf in leaves_of(part))
        case Opposite():
            return leaves_of(condition.part)
        case _:
            return (condition,)


def columns_of(value: Value) -> tuple[Column, ...]:
    """The columns a value is made of, each once, in order."""
    found: dict[str, Column] = {}
    _collect(value, found)
    return tuple(found.values())


def _collect(value: Value, found: dict[str, Column]) -> None:
    match value:
        case ColumnValue():
            found[value.column.name] = value.column
        case Arithmetic():
            _collect(value.left, found)
            _collect(value.right, found)
        case Negative():
            _collect(value.value, found)
        case Call():
            for argument in value.arguments:
                _collect(argument, found)
        case _:
            pass
