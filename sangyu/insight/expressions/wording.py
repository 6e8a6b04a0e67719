"""Conditions, values and outcomes in words, in the active language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sangyu.insight.datasets.types import AS_OF_LABEL, Column
from sangyu.insight.expressions.evaluating import datum_of, value_for
from sangyu.insight.expressions.functions import Datum
from sangyu.insight.expressions.tree import (
    Arithmetic,
    AsOf,
    Call,
    ColumnValue,
    Comparison,
    Flag,
    Leaf,
    Literal,
    Negative,
    OneOf,
    Relation,
    Value,
    Within,
)


def shown(value: Datum, domain: Column | None = None) -> str:  # noqa: PLR0911  # one per form
    """A value as people read it: coded values by label, dates and numbers in the language's form."""
    match value:
        case None:
            return _("not recorded")
        case bool():
            return pgettext("value", "yes") if value else pgettext("value", "no")
        case tuple():
            return joined([shown(each, domain) for each in value]) if value else _("none")
        case date():
            return date_format(value, "DATE_FORMAT")
        case Decimal():
            text = f"{value:f}"
            return text.rstrip("0").rstrip(".") if "." in text else text
        case str() if domain is not None:
            return str(domain.values.get(value, value))
    return str(value)


def joined(texts: list[str]) -> str:
    """A list as the language separates it."""
    return pgettext("separator of a list", ", ").join(texts)


def with_unit(text: str, column: Column | None) -> str:
    """A number with its unit, if it has one."""
    unit = str(column.unit) if column else ""
    return (
        pgettext("number and unit", "%(number)s %(unit)s") % {"number": text, "unit": unit}
        if unit
        else text
    )


def column_shown(column: Column, row: Mapping[str, object]) -> str:
    """What the row says in a column."""
    value = datum_of(column, row)
    text = shown(value, column if column.values else None)
    return text if value is None else with_unit(text, column)


def phrase(value: Value) -> str:  # noqa: PLR0911  # one per form
    """What a value is, without saying how much."""
    match value:
        case ColumnValue():
            return str(value.column.label)
        case AsOf():
            return str(AS_OF_LABEL)
        case Literal():
            return shown(value.value, value.shape.domain)
        case Negative():
            return f"−{_inner(value.value)}"
        case Arithmetic():
            sign = {"+": "+", "-": "−", "*": "×"}[value.sign.value]
            return f"{_inner(value.left)} {sign} {_inner(value.right)}"
        case Call():
            parts = [phrase(each) for each in value.arguments]
            places = dict(zip("ab", parts, strict=False))
            return str(value.function.phrase) % (
                places | {"all": joined(parts), "rest": joined(parts[1:])}
            )


def _inner(value: Value) -> str:
    return f"({phrase(value)})" if isinstance(value, Arithmetic | Negative) else phrase(value)


def need(leaf: Leaf, row: Mapping[str, object]) -> str:
    """What a single condition asks of its left side: "at least 80"."""
    match leaf:
        case Comparison():
            return _relation(leaf.relation, leaf.left) % {
                "value": _other(leaf.right, leaf.left, row)
            }
        case Within():
            ends = {
                "low": _other(leaf.low, leaf.value, row),
                "high": _other(leaf.high, leaf.value, row),
            }
            if leaf.negated:
                return _("not from %(low)s to %(high)s") % ends
            return _("from %(low)s to %(high)s") % ends
        case OneOf():
            options = {
                "values": joined([shown(each.value, each.shape.domain) for each in leaf.options])
            }
            return (_("none of %(values)s") if leaf.negated else _("one of %(values)s")) % options
        case _:
            return ""


def _relation(relation: Relation, left: Value) -> str:
    if left.shape.kind.is_number:
        return {
            Relation.EQUAL: _("exactly %(value)s"),
            Relation.UNEQUAL: _("anything but %(value)s"),
            Relation.LESS: _("less than %(value)s"),
            Relation.AT_MOST: _("at most %(value)s"),
            Relation.MORE: _("more than %(value)s"),
            Relation.AT_LEAST: _("at least %(value)s"),
        }[relation]
    return {
        Relation.EQUAL: pgettext("not a number", "%(value)s"),
        Relation.UNEQUAL: pgettext("not a number", "anything but %(value)s"),
        Relation.LESS: pgettext("in order", "before %(value)s"),
        Relation.AT_MOST: pgettext("in order", "not after %(value)s"),
        Relation.MORE: pgettext("in order", "after %(value)s"),
        Relation.AT_LEAST: pgettext("in order", "not before %(value)s"),
    }[relation]


def _other(value: Value, beside: Value, row: Mapping[str, object]) -> str:
    """The right side: a literal as it is, anything else with how much it comes to."""
    if isinstance(value, Literal):
        column = beside.column if isinstance(beside, ColumnValue) else None
        return with_unit(phrase(value), column)
    amount = shown(value_for(value, row), value.shape.domain)
    return _("%(what)s (%(amount)s)") % {"what": phrase(value), "amount": amount}


def subject(leaf: Leaf) -> str:
    """What a single condition looks at."""
    match leaf:
        case Comparison():
            return phrase(leaf.left)
        case Flag() | Within() | OneOf():
            return phrase(leaf.value)
        case _:
            return ""
