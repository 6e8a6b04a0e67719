"""What is to be counted as of a day: the definition of each indicator in force, with its targets' narrower scopes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from sangyu.accountability.indicators.models import IndicatorVersion, Target
from sangyu.insight.datasets import registry
from sangyu.insight.datasets.types import Dataset
from sangyu.insight.engines.many import Measure
from sangyu.insight.expressions.language import Expression, parse
from sangyu.kernel import clock
from sangyu.kernel.errors import DomainError


@dataclass(frozen=True)
class Asked:
    """One figure to count: a version, and the further condition of a target's scope."""

    version: IndicatorVersion
    scope: str

    @property
    def key(self) -> str:
        return f"{self.version.pk}:{self.scope}"


def versions_on(day: date) -> list[IndicatorVersion]:
    """The definition of each indicator that is in force on a day."""
    rows = IndicatorVersion.objects.filter(effective_from__lte=day).select_related("indicator")
    latest = {row.indicator_id: row for row in rows.order_by("effective_from")}
    return list(latest.values())


def asked_on(day: date) -> dict[str, list[Asked]]:
    """What is to be counted as of a day, by dataset: every definition with records, and targets' narrower scopes."""
    scopes: dict[int, set[str]] = defaultdict(lambda: {""})
    rows = Target.objects.exclude(scope_condition="")
    for indicator_id, scope in rows.values_list("indicator_id", "scope_condition"):
        scopes[indicator_id].add(scope)
    known = registry.all_datasets()
    asked: dict[str, list[Asked]] = defaultdict(list)
    for version in versions_on(day):
        if version.dataset in known:
            wanted = sorted(scopes[version.indicator_id])
            asked[version.dataset] += [Asked(version, scope) for scope in wanted]
    return dict(sorted(asked.items()))


def denominator_of(version: IndicatorVersion, scope: str, dataset: Dataset) -> Expression | None:
    """The denominator, narrowed to a target's scope."""
    texts = [text for text in (version.denominator.strip(), scope.strip()) if text]
    return parse(" AND ".join(f"({text})" for text in texts), dataset) if texts else None


def measure_of(one: Asked, dataset: Dataset) -> Measure:
    numerator = parse(one.version.numerator, dataset)
    return Measure(one.key, numerator, denominator_of(one.version, one.scope, dataset))


def require_over(as_of: date) -> None:
    """Refused unless the day is past: nobody can count as of a day that is not over."""
    if as_of >= clock.today():
        raise DomainError(
            "day-not-over",
            _("That day is not over yet, so nobody can count as of it."),
            field="as_of",
            remedy=_("Choose a day before today."),
        )
