"""The value of an expression for one row, in Python: the same three-valued logic as the engines.

None is "cannot tell". Used for one person at a time; whole populations go through an engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Context, Decimal, localcontext

from sangyu.insight.datasets.types import AS_OF, Column
from sangyu.insight.expressions.functions import Datum, Known
from sangyu.insight.expressions.tree import (
    Always,
    Arithmetic,
    AsOf,
    Both,
    Call,
    ColumnValue,
    Comparison,
    Condition,
    Either,
    Flag,
    Leaf,
    Literal,
    Missing,
    Negative,
    OneOf,
    Opposite,
    Relation,
    Sign,
    Value,
    Within,
)

Row = Mapping[str, object]
_EXACT = Context(prec=100)


class RowError(ValueError):
    """The row is not one of the dataset: a column is absent, or holds what it cannot hold. A programmer's mistake."""


def datum_of(column: Column, row: Row) -> Datum:
    """The row's entry for a column. A missing value is None; a missing column is a mistake."""
    if column.name not in row:
        raise RowError(f"The row has no column {column.name}.")
    return known(row[column.name], column.name)


def known(entry: object, name: str) -> Datum:
    """An entry as the language knows it."""
    if isinstance(entry, list | tuple):
        return tuple(None if each is None else str(each) for each in entry)
    if isinstance(entry, float | datetime):
        raise RowError(
            f"{name} holds a {type(entry).__name__}; numbers are whole or decimal, times are dates."
        )
    if entry is None or isinstance(entry, bool | int | Decimal | str | date):
        return entry
    raise RowError(f"{name} holds a {type(entry).__name__}.")


def value_for(value: Value, row: Row) -> Datum:  # noqa: PLR0911  # one per form
    """The value for this row."""
    match value:
        case Literal():
            return value.value
        case ColumnValue():
            return datum_of(value.column, row)
        case AsOf():
            if AS_OF not in row:
                raise RowError("The row has no as-of date.")
            return known(row[AS_OF], AS_OF)
        case Negative():
            return _reckon(Sign.MINUS, 0, value_for(value.value, row))
        case Arithmetic():
            return _reckon(value.sign, value_for(value.left, row), value_for(value.right, row))
        case Call():
            return value.function.value([value_for(each, row) for each in value.arguments])


def outcome(condition: Condition, row: Row) -> bool | None:
    """True, False, or None where a missing value decides."""
    match condition:
        case Both():
            return conjunction([outcome(part, row) for part in condition.parts])
        case Either():
            return disjunction([outcome(part, row) for part in condition.parts])
        case Opposite():
            return opposite(outcome(condition.part, row))
        case _:
            return leaf_outcome(condition, row)


def conjunction(parts: list[bool | None]) -> bool | None:
    """AND: one no is enough; else one unknown leaves it open."""
    if False in parts:
        return False
    return None if None in parts else True


def disjunction(parts: list[bool | None]) -> bool | None:
    """OR: one yes is enough; else one unknown leaves it open."""
    if True in parts:
        return True
    return None if None in parts else False


def opposite(part: bool | None) -> bool | None:  # noqa: FBT001  # an outcome, not a switch
    return None if part is None else not part


def leaf_outcome(leaf: Leaf, row: Row) -> bool | None:  # noqa: PLR0911  # one per form
    """The outcome of a single condition."""
    match leaf:
        case Always():
            return leaf.value
        case Missing():
            return (value_for(leaf.value, row) is None) is not leaf.negated
        case Flag():
            return _flag(value_for(leaf.value, row))
        case Comparison():
            return _compare(leaf.relation, value_for(leaf.left, row), value_for(leaf.right, row))
        case Within():
            found = _within(*(value_for(each, row) for each in (leaf.value, leaf.low, leaf.high)))
            return opposite(found) if leaf.negated else found
        case OneOf():
            value = value_for(leaf.value, row)
            return (
                None
                if value is None
                else (value in {o.value for o in leaf.options}) is not leaf.negated
            )


def _flag(value: Datum) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise RowError("A yes-or-no column holds something else.")


def _within(value: Datum, low: Datum, high: Datum) -> bool | None:
    return conjunction(
        [_compare(Relation.AT_LEAST, value, low), _compare(Relation.AT_MOST, value, high)]
    )


def _compare(relation: Relation, left: Datum, right: Datum) -> bool | None:
    if left is None or right is None:
        return None
    order = _order(left, right)
    return {
        Relation.EQUAL: order == 0,
        Relation.UNEQUAL: order != 0,
        Relation.LESS: order < 0,
        Relation.AT_MOST: order <= 0,
        Relation.MORE: order > 0,
        Relation.AT_LEAST: order >= 0,
    }[relation]


def _order(left: Known, right: Known) -> int:
    """-1, 0 or 1. Texts in the order of code points, as in UTF-8 and in the database's C collation."""
    match left, right:
        case (int() | Decimal(), int() | Decimal()) | (str(), str()) | (date(), date()):
            return (left > right) - (left < right)  # type: ignore[operator]  # the pattern has paired the kinds
    raise RowError("Two values of different kinds cannot be compared.")


def _reckon(sign: Sign, left: Datum, right: Datum) -> Datum:
    if left is None or right is None:
        return None
    if not isinstance(left, int | Decimal) or not isinstance(right, int | Decimal):
        raise RowError("Only numbers can be reckoned with.")
    with localcontext(_EXACT):
        match sign:
            case Sign.PLUS:
                return left + right
            case Sign.MINUS:
                return left - right
            case Sign.TIMES:
                return left * right
