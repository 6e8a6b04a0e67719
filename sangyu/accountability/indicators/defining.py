"""Checking a definition before it is saved, and what differs between two versions of it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sangyu.accountability.indicators.choices import Direction, Operator, Unit
from sangyu.accountability.indicators.models import IndicatorVersion
from sangyu.accountability.indicators.types import IndicatorDraft
from sangyu.insight.datasets import registry
from sangyu.insight.datasets.types import Sensitivity
from sangyu.insight.expressions.language import Expression, ExpressionError, parse
from sangyu.kernel.errors import DomainError
from sangyu.kernel.text import to_half_width

COMPARED = (
    "title", "meaning", "denominator_words", "numerator_words", "dataset", "denominator", "numerator",
    "waits_for", "unit", "direction", "period",
)  # fmt: skip


def check(draft: IndicatorDraft) -> tuple[Expression | None, Expression]:
    """Denominator and numerator, parsed over the dataset; a refusal that names the field at fault."""
    dataset = registry.get(draft.dataset)
    parsed: dict[str, Expression | None] = {"denominator": None}
    for name, text in (("denominator", draft.denominator), ("numerator", draft.numerator)):
        if not text.strip():
            continue
        try:
            parsed[name] = parse(text, dataset)
        except ExpressionError as error:
            error.field = name
            raise
        require_countable(parsed[name], field=name)
    numerator = parsed.get("numerator")
    if numerator is None:
        raise DomainError("numerator-missing", _("Say who meets it."), field="numerator")
    return parsed["denominator"], numerator


def require_countable(expression: Expression | None, *, field: str) -> None:
    """Refuse a condition on what names single people: its count would tell whoever sees figures about one of them."""
    for column in expression.columns if expression else ():
        if column.sensitivity in {Sensitivity.PERSONAL, Sensitivity.SECRET}:
            raise DomainError(
                "column-personal",
                _("“%(column)s” tells of single people, so no indicator looks at it.")
                % {"column": column.label},
                field=field,
                remedy=_("Choose a column that groups people, such as the age."),
            )


def changes(before: IndicatorVersion, after: IndicatorVersion) -> dict[str, tuple[object, object]]:
    """What differs between two versions, by field."""
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in COMPARED}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def unit_of(printed: str) -> str:
    """In which unit an indicator has to count what a paper states in this one."""
    return Unit.PERCENT if to_half_width(printed).strip() == "%" else Unit.NUMBER


def direction_of(operator: str) -> str:
    """Which way is better where this is asked."""
    if operator in {Operator.AT_LEAST, Operator.ABOVE}:
        return Direction.UP
    return Direction.DOWN if operator in {Operator.AT_MOST, Operator.BELOW} else Direction.NONE
