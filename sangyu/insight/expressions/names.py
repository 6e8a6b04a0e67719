"""Finding what a name means: a column by identifier or label, the as-of date, a function; or what was meant."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.insight.datasets.types import AS_OF, Column, Dataset
from sangyu.insight.expressions.errors import ExpressionError, nearest, say
from sangyu.insight.expressions.functions import FUNCTIONS, Function
from sangyu.insight.expressions.words import FOREIGN, Word


def function_of(word: Word, text: str) -> Function:
    """The function a word names."""
    found = FUNCTIONS.get(_plain(word.value))
    if found is None:
        hint = FOREIGN.get(_plain(word.value))
        message = hint or say(_("There is no function “%(word)s”."), word=word.value)
        near = "" if hint else nearest(word.value, FUNCTIONS)
        raise ExpressionError(
            "unknown-function", message, text=text, span=word.span, suggestion=near
        )
    return found


def column_of(word: Word, dataset: Dataset, text: str) -> Column | None:
    """The column a word names; None for the as-of date."""
    name = _plain(word.value)
    if name == AS_OF or word.value in dataset.as_of_labels:
        return None
    found = dataset.by_name.get(name) or dataset.by_label.get(word.value)
    if found is not None:
        return found
    hint = FOREIGN.get(name)
    message = hint or say(
        _("%(dataset)s have no column “%(word)s”."), dataset=dataset.label, word=word.value
    )
    near = "" if hint else _near_column(word.value, dataset)
    raise ExpressionError("unknown-column", message, text=text, span=word.span, suggestion=near)


def written(label: str) -> str:
    """A label as it must be written: in double quotes unless it reads as one word."""
    return label if label.isidentifier() else f'"{label}"'


def _near_column(word: str, dataset: Dataset) -> str:
    near = nearest(word, [*dataset.by_name, *dataset.by_label, AS_OF, *dataset.as_of_labels])
    return written(near) if near else ""


def _plain(word: str) -> str:
    """Lower case for ASCII only: U+212A (Kelvin) in lower case is a "k", and must not become one."""
    return word.lower() if word.isascii() else word
