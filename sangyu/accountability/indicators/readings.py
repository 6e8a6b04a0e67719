"""What a target read in a paper becomes: its promise, its path, what differs from what was adopted."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from sangyu.accountability.indicators.choices import Operator
from sangyu.accountability.indicators.defining import require_countable, unit_of
from sangyu.accountability.indicators.models import ReadTarget
from sangyu.accountability.indicators.selectors.values import versions_of
from sangyu.accountability.indicators.types import PaperRef, ProposedTarget
from sangyu.city.papers.events import ConfirmedTarget
from sangyu.insight.datasets import registry
from sangyu.insight.expressions.language import ExpressionError, parse
from sangyu.kernel import clock
from sangyu.kernel.errors import DomainError

OPERATORS = {
    ">=": Operator.AT_LEAST, "<=": Operator.AT_MOST, "=": Operator.EXACTLY, ">": Operator.ABOVE,
    "<": Operator.BELOW,
}  # fmt: skip
"""The comparisons of papers as those of targets."""
CENT = Decimal("0.01")
Point = tuple[date, Decimal]


def own_code(row: ReadTarget) -> str:
    """The code of the target (and of the waiting indicator) that a reading makes."""
    return f"read-{row.pk}"


def steps_stored(target: ConfirmedTarget) -> list[list[str]]:
    """A trajectory as the row keeps it: [value, day], the steps without a day left out."""
    return [[str(value), day.isoformat()] for value, day in target.steps if day is not None]


def path_of_reading(row: ReadTarget) -> tuple[Point, ...]:
    """The steps, oldest first, the target's own value and day at the end; one point where the paper sets no steps."""
    points = {date.fromisoformat(day): Decimal(value) for value, day in row.steps}
    if row.due_on:
        points = {day: value for day, value in points.items() if day < row.due_on}
        points[row.due_on] = row.value
    return tuple(sorted(points.items()))


def proposed_of(row: ReadTarget, code: str) -> ProposedTarget:
    """The promise of a reading, for the indicator that somebody chose."""
    path = path_of_reading(row)
    due_on, value = path[-1] if path else (None, row.value)
    of_whom = " ".join(filter(None, (row.scope, row.qualifier)))
    return ProposedTarget(
        code=code, item=row.clause, indicator=row.indicator.code if row.indicator else "",
        operator=row.operator, value=value.quantize(CENT), wording={"zh": row.phrase, "en": row.phrase},
        due_on=due_on, path=tuple((day, step.quantize(CENT)) for day, step in path) if len(path) > 1 else (),
        modality=row.modality, scope={"zh": of_whom, "en": of_whom} if of_whom else {},
        scope_condition=row.scope_condition,
    )  # fmt: skip


def paper_of(row: ReadTarget) -> PaperRef:
    """The paper a reading stands in. What is due before the paper was issued holds from its first day."""
    path = path_of_reading(row)
    is_late = bool(row.issued_on and path and path[-1][0] < row.issued_on)
    return PaperRef(
        row.document_title, row.document_number, row.area_code,
        None if is_late else row.issued_on, row.document_id,
    )  # fmt: skip


def check_answer(row: ReadTarget, at: datetime) -> None:
    """Refuse an indicator that counts in another unit, a value finer than targets are, and a condition at fault."""
    if row.indicator is None:
        return
    version = versions_of([row.indicator.pk], clock.legal_day(at))[row.indicator.pk]
    if version.unit != unit_of(row.unit):
        raise DomainError(
            "unit-differs",
            _("The paper states this in %(unit)s; the indicator counts in another unit.")
            % {"unit": row.unit or "—"},
            field=f"answer_{row.pk}",
            remedy=_("Choose an indicator that counts in this unit, or design one."),
        )
    if any(value != value.quantize(CENT) for _day, value in path_of_reading(row)):
        raise DomainError(
            "value-too-fine",
            _("Targets have two decimals at most; the paper's value is finer."),
            field=f"answer_{row.pk}",
        )
    if row.scope_condition:
        _check_condition(row, version.dataset)


def _check_condition(row: ReadTarget, dataset: str) -> None:
    if not dataset:
        raise DomainError(
            "condition",
            _("This indicator still waits for its records, so no condition can be checked."),
            field=f"condition_{row.pk}",
        )
    field = f"condition_{row.pk}"
    try:
        condition = parse(row.scope_condition, registry.get(dataset))
    except ExpressionError as error:
        error.field = field
        raise
    require_countable(condition, field=field)


def facts_of(row: ReadTarget) -> dict[str, str]:
    """What the trail says of a decision."""
    return {
        "answer": row.answer,
        "indicator": row.indicator.code if row.indicator else "",
        "waits_for": row.waits_for,
        "scope_condition": row.scope_condition,
        "target": row.target.code if row.target else "",
    }
