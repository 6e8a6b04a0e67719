"""Reads of indicators: definitions as of a day, values as of any day, their history with its breaks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sangyu.accountability.indicators import rights
from sangyu.accountability.indicators.choices import Unit
from sangyu.accountability.indicators.models import Indicator, IndicatorValue, IndicatorVersion
from sangyu.accountability.indicators.rules.states import Point, Stretch, series
from sangyu.kernel.access import AREA_DIGITS, load
from sangyu.kernel.actors import Actor


@dataclass(frozen=True)
class Figure:
    """A value with what stands behind it. `value` None: nobody meets the denominator of a share."""

    version_id: int
    scope: str
    area_code: str
    as_of: date
    total: int
    met: int
    unknown: int
    unit: str
    snapshot_id: int

    @property
    def value(self) -> Decimal | None:
        """The share in per cent, unrounded, or the number."""
        if self.unit == Unit.NUMBER:
            return Decimal(self.met)
        return Decimal(100 * self.met) / Decimal(self.total) if self.total else None

    @property
    def not_met(self) -> int:
        """In the denominator and not in the numerator."""
        return self.total - self.met - self.unknown


Key = tuple[int, str, str]
"""Version, scope, area."""


def indicator_get(*, actor: Actor, code: str) -> Indicator:
    """One indicator by its code."""
    return load(Indicator.objects.all(), actor, rights.INDICATOR_VIEW, code=code)


def versions_of(indicator_ids: Iterable[int], on: date) -> dict[int, IndicatorVersion]:
    """The definition in force on a day for each indicator; the first one for days before it."""
    rows = IndicatorVersion.objects.filter(indicator__in=list(indicator_ids))
    found: dict[int, IndicatorVersion] = {}
    for row in rows.select_related("indicator").order_by("effective_from"):
        if row.indicator_id not in found or row.effective_from <= on:
            found[row.indicator_id] = row
    return found


def version_list(*, actor: Actor, on: date) -> list[IndicatorVersion]:
    """Every indicator the actor sees, as defined on a day; those with records first."""
    ids = Indicator.objects.visible_to(actor).values_list("pk", flat=True)
    return sorted(
        versions_of(ids, on).values(), key=lambda v: (bool(v.waits_for), v.indicator.code)
    )


def figures_until(
    *, actor: Actor, versions: Iterable[IndicatorVersion], areas: Iterable[str], on: date
) -> dict[Key, list[Figure]]:
    """All values of these definitions for these areas up to a day, oldest first."""
    units = {version.pk: version.unit for version in versions}
    rows = (
        IndicatorValue.objects.visible_to(actor)
        .filter(version__in=units, area_code__in=set(areas), as_of__lte=on)
        .order_by("as_of")
        .values_list(
            "version_id", "scope", "area_code", "as_of", "total", "met", "unknown", "snapshot_id"
        )
    )
    found: dict[Key, list[Figure]] = {}
    for version, scope, area, as_of, total, met, unknown, snapshot in rows:
        figure = Figure(version, scope, area, as_of, total, met, unknown, units[version], snapshot)
        found.setdefault((version, scope, area), []).append(figure)
    return found


def figures_within(
    *, actor: Actor, version: IndicatorVersion, above: str, on: date, scope: str = ""
) -> list[Figure]:
    """The newest values up to a day of the areas directly below one area."""
    digits = next((length for length in AREA_DIGITS if length > len(above)), 0)
    rows = IndicatorValue.objects.visible_to(actor).filter(
        version=version, scope=scope, area_code__startswith=above, as_of__lte=on,
        area_code__regex=rf"^\d{{{digits}}}$",
    )  # fmt: skip
    newest = rows.order_by("-as_of").values_list("as_of", flat=True).first()
    if newest is None:
        return []
    return [
        Figure(
            version.pk, scope, row.area_code, row.as_of, row.total, row.met, row.unknown, version.unit,
            row.snapshot_id,
        )
        for row in rows.filter(as_of=newest).order_by("area_code")
    ]  # fmt: skip


def history(*, actor: Actor, indicator: Indicator, area_code: str, on: date) -> list[Stretch]:
    """An indicator's values over time, cut where its definition changed.

    Each version speaks for the days it was in force.
    """
    versions = list(indicator.versions.order_by("effective_from"))
    found = figures_until(actor=actor, versions=versions, areas=[area_code], on=on)
    numbers = {version.pk: version.number for version in versions}
    points = [
        (numbers[key[0]], Point(figure.as_of, figure.value))
        for key, figures in found.items()
        if key[1] == ""
        for figure in figures
        if figure.value is not None
    ]
    return series(points)


def newest_day(*, actor: Actor, area_code: str, on: date) -> date | None:
    """The newest day up to `on` as of which anything was counted in an area."""
    rows = IndicatorValue.objects.visible_to(actor).filter(area_code=area_code, as_of__lte=on)
    found: date | None = rows.order_by("-as_of").values_list("as_of", flat=True).first()
    return found


def snapshots_held() -> set[int]:
    """The snapshots that values rest on: a figure opens to its records for as long as it stands."""
    return set(IndicatorValue.objects.values_list("snapshot_id", flat=True).distinct())


def newest(figures: Mapping[Key, list[Figure]], key: Key) -> Figure | None:
    """The last of a key's values."""
    found = figures.get(key)
    return found[-1] if found else None
