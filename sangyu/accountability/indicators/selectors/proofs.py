"""Values of indicators as proofs: counted from records, of month ends (which stay for good), sealed, open to people."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from urllib.parse import urlencode

from django.urls import reverse

from sangyu.accountability.indicators.choices import Colour
from sangyu.accountability.indicators.models import Indicator, IndicatorVersion
from sangyu.accountability.indicators.selectors.targets import Held, targets_for
from sangyu.accountability.indicators.selectors.values import Figure, figures_until, version_list
from sangyu.accountability.indicators.wording import spoken
from sangyu.accountability.indicators.wording_targets import reasons_of
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor
from sangyu.kernel.digests import sm3

CENT = Decimal("0.01")
MOST = 24
"""So many month ends of an indicator are offered."""


@dataclass(frozen=True)
class SealedValue:
    """One value with its seal. A share is cut, not rounded, so that 54.999 never proves 55."""

    title: str
    version: int
    as_of: date
    value: Decimal
    digest: str
    url: str


@dataclass(frozen=True)
class Behind:
    """A target that is missed or far behind its path: which indicator it is about, what is promised, and why."""

    indicator: str
    document_id: int | None
    document_title: str
    words: str
    reason: str


def series_counted(*, actor: Actor) -> list[tuple[str, str]]:
    """The indicators with records: code and name."""
    return [
        (version.indicator.code, spoken(version.title))
        for version in version_list(actor=actor, on=clock.today())
        if version.dataset
    ]


def sealed_values(*, actor: Actor, code: str, area_code: str) -> list[SealedValue]:
    """An indicator's values of month ends for an area, the newest first; each by the definition in force on its day."""
    indicator = Indicator.objects.visible_to(actor).filter(code=code).first()
    if indicator is None:
        return []
    versions = list(indicator.versions.order_by("effective_from"))
    by_id = {version.pk: version for version in versions}
    found = figures_until(actor=actor, versions=versions, areas=[area_code], on=clock.today())
    figures = [
        one
        for (version_id, scope, _area), values in found.items()
        for one in values
        if not scope
        and one.value is not None
        and (one.as_of + timedelta(days=1)).day == 1
        and _in_force(versions, one.as_of) == version_id
    ]
    figures.sort(key=lambda one: one.as_of, reverse=True)
    return [_sealed(one, by_id[one.version_id], code) for one in figures[:MOST]]


def targets_behind(*, actor: Actor, area_code: str, on: date) -> list[Behind]:
    """The targets of an area that are red or orange on a day, the worst first."""
    held = targets_for(actor=actor, area_code=area_code, on=on)
    return [_behind(each) for each in held if each.state.colour in {Colour.RED, Colour.ORANGE}]


def _behind(each: Held) -> Behind:
    target = each.target
    return Behind(
        target.indicator.code, target.document_id, target.document_title, spoken(target.wording),
        "".join(reasons_of(each)[:1]),
    )  # fmt: skip


def _in_force(versions: Iterable[IndicatorVersion], day: date) -> int | None:
    begun = [version.pk for version in versions if version.effective_from <= day]
    return begun[-1] if begun else None


def _sealed(figure: Figure, version: IndicatorVersion, code: str) -> SealedValue:
    query = urlencode({"area": figure.area_code, "on": figure.as_of.isoformat()})
    value = figure.value or Decimal(0)
    return SealedValue(
        spoken(version.title), version.number, figure.as_of, value.quantize(CENT, rounding=ROUND_DOWN),
        seal_of_value(figure, version), f"{reverse('targets:indicator', args=[code])}?{query}",
    )  # fmt: skip


def seal_of_value(figure: Figure, version: IndicatorVersion) -> str:
    """SM3 over the value, what stands behind it, and the definition it was counted by."""
    said = {
        "indicator": version.indicator_id, "version": version.number, "dataset": version.dataset,
        "denominator": version.denominator, "numerator": version.numerator, "unit": version.unit,
        "scope": figure.scope, "area": figure.area_code, "as_of": figure.as_of.isoformat(),
        "total": figure.total, "met": figure.met, "unknown": figure.unknown, "snapshot": figure.snapshot_id,
    }  # fmt: skip
    return sm3(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hex()
