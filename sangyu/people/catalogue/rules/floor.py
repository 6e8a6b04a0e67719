"""No list goes below the national one: each national item stands in it, in the same form, for everybody it names.

Whether a list's items together reach everybody of a national item is decided by trying people: from the values that
both conditions mention and their neighbours made-up rows are built, and one who is in the national group but in none
of the list's shows that the list is weaker, in words. Such a row is a real reason to refuse. For conditions comparing
a column with values (all that lists use) no row beyond these can decide otherwise, so none found means none there;
a condition that compares columns with each other is tried in the same way, but not exhaustively.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import combinations, islice, product

from sangyu.insight.datasets.types import AS_OF, Column, Dataset, Kind
from sangyu.insight.expressions.language import Expression, parse
from sangyu.insight.expressions.tree import (
    Arithmetic,
    Call,
    Literal,
    Negative,
    Value,
    columns_of,
    leaves_of,
    values_of,
)
from sangyu.people.catalogue.types import Availability, ItemFacts

MOST_ROWS = 50_000
"""Rows that are tried at most; the shipped lists need a few hundred."""
MOST_TAGS = 8
"""Up to this many tags every combination is tried; beyond it none, each, each but one, and all."""
Row = Mapping[str, object]


class Fault(StrEnum):
    """Why a list is below the national one."""

    MISSING = "missing"
    CLOSED = "closed"
    FORM = "form"
    NARROWER = "narrower"
    UNTOLD = "untold"


@dataclass(frozen=True)
class Shortfall:
    """A national item that a list does not keep; `example`: the values of somebody whom it leaves out."""

    item: ItemFacts
    fault: Fault
    example: tuple[tuple[Column, object], ...] = ()


@dataclass(frozen=True)
class Ground:
    """What conditions are read over: the dataset, and which of its tags follow from other columns by which condition.

    `declared`: tags that may be declared with proof as well, although they follow."""

    dataset: Dataset
    tags: str = ""
    follows: Mapping[str, Expression] = field(default_factory=dict)
    declared: frozenset[str] = frozenset()


def shortfalls(
    items: Sequence[ItemFacts], floor: Sequence[ItemFacts], ground: Ground
) -> tuple[Shortfall, ...]:
    """Every national item that the list lacks or has weaker, in the national order."""
    found = (_judge([one for one in items if one.floor == it.code], it, ground) for it in floor)
    return tuple(one for one in found if one is not None)


def _judge(keeping: list[ItemFacts], it: ItemFacts, ground: Ground) -> Shortfall | None:
    if not keeping:
        return Shortfall(it, Fault.MISSING)
    standing = [one for one in keeping if one.availability == Availability.OPEN]
    if not standing:
        return Shortfall(it, Fault.CLOSED)
    same = [one for one in standing if one.form == it.form]
    if not same:
        return Shortfall(it, Fault.FORM)
    return _judge_group(same, it, ground) if it.condition else None


def _judge_group(same: list[ItemFacts], it: ItemFacts, ground: Ground) -> Shortfall | None:
    if any(not one.condition for one in same):
        return Shortfall(it, Fault.UNTOLD)
    asked = parse(it.condition, ground.dataset)
    left_out = counterexample(asked, [parse(one.condition, ground.dataset) for one in same], ground)
    if left_out is None:
        return None
    return Shortfall(it, Fault.NARROWER, _told(left_out, asked))


def counterexample(asked: Expression, kept: Sequence[Expression], ground: Ground) -> Row | None:
    """Somebody whom `asked` names and none of `kept` does; None where there is nobody."""
    for row in islice(_rows([asked, *kept], ground), MOST_ROWS):
        if asked.outcome(row) is True and not any(one.outcome(row) is True for one in kept):
            return row
    return None


def _told(row: Row, asked: Expression) -> tuple[tuple[Column, object], ...]:
    """The values that matter, those of the national condition first."""
    by_name = asked.dataset.by_name
    first = [column.name for column in asked.columns]
    names = [*first, *(name for name in row if name not in first and name in by_name)]
    return tuple((by_name[name], row[name]) for name in names if row[name] not in (None, ()))


def _rows(expressions: Sequence[Expression], ground: Ground) -> Iterator[Row]:
    """Made-up people: every combination of the values that decide; tags that follow are worked out."""
    mentioned = _mentioned(expressions)
    tags = {str(one) for one in mentioned.get(ground.tags, ())} & set(ground.follows)
    rules = {tag: ground.follows[tag] for tag in sorted(tags)}
    for name, values in _mentioned(list(rules.values())).items():
        mentioned.setdefault(name, set()).update(values)
    if ground.tags in mentioned:
        mentioned[ground.tags] -= tags - ground.declared
    names = sorted(mentioned)
    choices = [_choices(ground.dataset.by_name[name], mentioned[name]) for name in names]
    nothing: dict[str, object] = {
        column.name: () if column.kind is Kind.TAGS else None for column in ground.dataset.columns
    } | {AS_OF: date(2000, 1, 1)}
    for chosen in product(*choices):
        row: dict[str, object] = nothing | dict(zip(names, chosen, strict=True))
        if rules:
            held = set(row[ground.tags])  # type: ignore[call-overload]  # the tags of a made-up row
            held |= {tag for tag, rule in rules.items() if rule.outcome(row) is True}
            row[ground.tags] = tuple(sorted(held))
        yield row


def _mentioned(expressions: Sequence[Expression]) -> dict[str, set[object]]:
    """Every column the expressions look at, with the values they compare it with."""
    found: dict[str, set[object]] = {}
    for expression in expressions:
        for leaf in leaves_of(expression.tree):
            values = values_of(leaf)
            literals = set(_literals(values))
            for column in (c for value in values for c in columns_of(value)):
                found.setdefault(column.name, set()).update(literals)
    return found


def _literals(values: Iterable[Value]) -> Iterator[object]:
    for value in values:
        match value:
            case Literal():
                yield value.value
            case Call():
                yield from _literals(value.arguments)
            case Arithmetic():
                yield from _literals((value.left, value.right))
            case Negative():
                yield from _literals((value.value,))
            case _:
                pass


def _choices(column: Column, mentioned: set[object]) -> list[object]:
    """The values of a column that can decide a condition: those it mentions, their neighbours, and none."""
    if column.kind is Kind.TAGS:
        return _tag_sets(sorted(one for one in mentioned if isinstance(one, str)))
    if column.kind is Kind.BOOLEAN:
        return [True, False, None]
    if column.kind is Kind.TEXT:
        texts = sorted(one for one in mentioned if isinstance(one, str))
        others = [code for code in column.values if code not in texts][:1] or ["\uffff"]
        return [*texts, *others, None]
    near: set[object] = set()
    for one in mentioned:
        near |= _near(one)
    return [*sorted(near, key=str), None]


def _near(value: object) -> set[object]:
    if isinstance(value, bool):
        return {value}
    if isinstance(value, int | Decimal):
        return {value - 1, value, value + 1}
    if isinstance(value, date):
        return {value - timedelta(days=1), value, value + timedelta(days=1)}
    return set()


def _tag_sets(tags: list[str]) -> list[object]:
    sizes = range(len(tags) + 1) if len(tags) <= MOST_TAGS else (0, 1, len(tags) - 1, len(tags))
    return [chosen for size in sizes for chosen in combinations(tags, size)]
