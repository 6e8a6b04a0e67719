"""The functions of the language: what each takes and gives, its value in Python, its words in an explanation.

A few, and each the same in every engine. Intervals are counted on year, month and day, never by an engine's own
date difference, whose borders differ. SQL for each dialect stands in `dialects`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from django.utils.translation import gettext_lazy as _

from sangyu.insight.datasets.types import Kind
from sangyu.kernel.errors import Text

Known = bool | int | Decimal | str | date | tuple[str | None, ...]
Datum = Known | None


@dataclass(frozen=True, eq=False)
class Function:
    """`takes` are the kinds of the arguments; with `repeats` the last may come again; `alike` instead means two or
    more of one kind, of which `gives` is None. `phrase` words a call with %(a)s, %(b)s or %(all)s."""

    name: str
    phrase: Text
    value: Callable[[Sequence[Datum]], Datum]
    takes: tuple[Kind, ...] = ()
    gives: Kind | None = None
    digits: int = 0
    repeats: bool = False
    alike: bool = False
    literals: bool = False

    @property
    def example(self) -> str:
        """How the call is written, for messages."""
        if self.alike:
            return f"{self.name}(a, b, …)"
        names = [_EXAMPLES[kind] for kind in self.takes]
        return f"{self.name}({', '.join(names)}{', …' if self.repeats else ''})"


_EXAMPLES = {Kind.DATE: "date", Kind.TEXT: "'text'", Kind.TAGS: "tags"}


def strict(function: Callable[..., Known]) -> Callable[[Sequence[Datum]], Datum]:
    """Missing in, missing out."""

    def guarded(arguments: Sequence[Datum]) -> Datum:
        return None if any(each is None for each in arguments) else function(*arguments)

    return guarded


def years_between(first: date, last: date) -> int:
    """Full years (周岁): one more on each anniversary; 29 February's falls on 1 March in a common year."""
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))


def months_between(first: date, last: date) -> int:
    """Full months: one more when the day of the month is reached, so 31 January to 28 February is none."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def days_between(first: date, last: date) -> int:
    """Days from first to last; negative if last comes first."""
    return (last - first).days


def _starts_with(text: str, prefix: str) -> bool:
    return text.startswith(prefix)


def _contains(text: str, part: str) -> bool:
    return part in text


def _has(tags: tuple[str | None, ...], tag: str) -> bool:
    return tag in tags


def _has_any(tags: tuple[str | None, ...], *wanted: str) -> bool:
    return any(tag in tags for tag in wanted)


def _coalesce(arguments: Sequence[Datum]) -> Datum:
    return next((each for each in arguments if each is not None), None)


def _least(arguments: Sequence[Datum]) -> Datum:
    # The checker lets only numbers, or only dates, come here together.
    known = cast("list[int]", [each for each in arguments if each is not None])
    return min(known) if known else None


def _greatest(arguments: Sequence[Datum]) -> Datum:
    known = cast("list[int]", [each for each in arguments if each is not None])
    return max(known) if known else None


_DATES = (Kind.DATE, Kind.DATE)
FUNCTIONS: dict[str, Function] = {
    function.name: function
    for function in (
        Function(
            "years_between",
            _("full years from %(a)s to %(b)s"),
            strict(years_between),
            _DATES,
            Kind.INTEGER,
            5,
        ),
        Function(
            "months_between",
            _("full months from %(a)s to %(b)s"),
            strict(months_between),
            _DATES,
            Kind.INTEGER,
            6,
        ),
        Function(
            "days_between",
            _("days from %(a)s to %(b)s"),
            strict(days_between),
            _DATES,
            Kind.INTEGER,
            8,
        ),
        Function("coalesce", _("the first known of %(all)s"), _coalesce, alike=True),
        Function("least", _("the least of %(all)s"), _least, alike=True),
        Function("greatest", _("the greatest of %(all)s"), _greatest, alike=True),
        Function(
            "starts_with",
            _("%(a)s begins with %(b)s"),
            strict(_starts_with),
            (Kind.TEXT, Kind.TEXT),
            Kind.BOOLEAN,
        ),
        Function(
            "contains",
            _("%(a)s contains %(b)s"),
            strict(_contains),
            (Kind.TEXT, Kind.TEXT),
            Kind.BOOLEAN,
        ),
        Function(
            "has",
            _("%(a)s include %(b)s"),
            strict(_has),
            (Kind.TAGS, Kind.TEXT),
            Kind.BOOLEAN,
            literals=True,
        ),
        Function(
            "has_any",
            _("%(a)s include one of %(rest)s"),
            strict(_has_any),
            (Kind.TAGS, Kind.TEXT),
            Kind.BOOLEAN,
            repeats=True,
            literals=True,
        ),
    )
}
