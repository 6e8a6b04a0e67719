"""Literals: numbers, texts, dates, yes and no; and reading a text as the date or code that its neighbour asks for."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from sangyu.insight.datasets.types import LANGUAGES, Column, Kind
from sangyu.insight.expressions.errors import ExpressionError, nearest, say
from sangyu.insight.expressions.tree import Literal, Shape, Value
from sangyu.insight.expressions.words import Sort, Word

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_LOOSE_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", re.ASCII)
YEARS = range(1800, 2200)


def literal_of(word: Word, text: str) -> Literal:
    """The literal that a word is. A text written with DATE before it is a date at once."""
    if word.sort is Sort.KEYWORD:
        return Literal(*word.span, word.value == "TRUE", Shape(Kind.BOOLEAN))
    if word.sort is Sort.NUMBER:
        whole, _point, fraction = word.value.partition(".")
        if fraction:
            return Literal(
                *word.span, Decimal(word.value), Shape(Kind.DECIMAL, len(whole), len(fraction))
            )
        return Literal(*word.span, int(word.value), Shape(Kind.INTEGER, len(whole)))
    found = Literal(*word.span, word.value, Shape(Kind.TEXT))
    return _as_date(found, text) if text[word.start] != "'" else found


def fit(value: Value, shape: Shape, text: str) -> Value:
    """A text literal read as what stands beside it: a date, or a listed value by code or label."""
    if not isinstance(value, Literal) or value.shape.kind is not Kind.TEXT:
        return value
    if shape.kind is Kind.DATE:
        return _as_date(value, text)
    if shape.domain is not None:
        return _as_code(value, shape.domain, text)
    return value


def requoted(value: Value, other: Shape) -> str:
    """A literal of the wrong kind as it should have been written, if that is plain."""
    if not isinstance(value, Literal):
        return ""
    if (
        isinstance(value.value, str)
        and other.kind.is_number
        and re.fullmatch(r"[0-9]{1,15}", value.value)
    ):
        return value.value
    if other.kind is Kind.TEXT and not isinstance(value.value, bool) and value.shape.kind.is_number:
        return f"'{value.value}'"
    return ""


def _as_date(value: Literal, text: str) -> Literal:
    raw = str(value.value)
    match = _DATE.fullmatch(raw)
    found = _calendar_day(match)
    if found is None:
        loose = _calendar_day(_LOOSE_DATE.fullmatch(raw))
        message = say(_("“%(word)s” is not a date. Write 'YYYY-MM-DD'."), word=raw)
        suggestion = f"'{loose.isoformat()}'" if loose else ""
        raise ExpressionError("date", message, text=text, span=value.span, suggestion=suggestion)
    return replace(value, value=found, shape=Shape(Kind.DATE))


def _calendar_day(match: re.Match[str] | None) -> date | None:
    if match is None:
        return None
    year, month, day = map(int, match.groups())
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def _as_code(value: Literal, column: Column, text: str) -> Literal:
    raw = str(value.value)
    labels = labels_of(column)
    if raw in column.values or raw in labels:
        return replace(
            value,
            value=raw if raw in column.values else labels[raw],
            shape=Shape(Kind.TEXT, domain=column),
        )
    near = nearest(raw, [*column.values, *labels])
    message = say(_("%(column)s has no value “%(word)s”."), column=column.label, word=raw)
    suggestion = "'" + near.replace("'", "''") + "'" if near else ""
    raise ExpressionError(
        "unknown-value", message, text=text, span=value.span, suggestion=suggestion
    )


def labels_of(column: Column) -> dict[str, str]:
    """Codes by the labels of a column's values, in every language."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with override(language):
            found.update({str(label): code for code, label in column.values.items()})
    return found
