"""An indicator's values over the areas below one area: a map where outlines are known, bars and a table always."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from sangyu.accountability.indicators import wording_targets as words
from sangyu.accountability.indicators.choices import Unit
from sangyu.accountability.indicators.models import IndicatorVersion
from sangyu.accountability.indicators.pages.lines import indicator_url, records_url
from sangyu.accountability.indicators.selectors.values import Figure, figures_within
from sangyu.city.areas.selectors import area_name, area_outlines
from sangyu.kernel.actors import Actor
from sangyu.kernel.ui.maps import Map, Place

SHADES = 5


@dataclass(frozen=True)
class Row:
    """One area below, with its value."""

    name: str
    figure: Figure
    value: str
    shade: int
    url: str
    records_url: str


@dataclass(frozen=True)
class Below:
    """The areas below: their rows, the map where every outline is known, the legend of the tiles where not."""

    rows: list[Row]
    map: Map | None
    legend: list[tuple[int, str]]


def below(
    *, actor: Actor, version: IndicatorVersion, area: str, on: date, scope: str = ""
) -> Below:
    """The newest values of the areas directly below, shaded in fifths."""
    figures = figures_within(actor=actor, version=version, above=area, on=on, scope=scope)
    figures = [
        one
        for one in figures
        if actor.covers(one.area_code) or actor.area_code.startswith(one.area_code)
    ]
    steps = steps_of([one.value for one in figures if one.value is not None])
    rows = [_row(one, version, steps) for one in figures]
    outlines = area_outlines(one.area_code for one in figures)
    is_drawn = bool(figures) and len(outlines) == len(figures)
    drawn = _map(rows, outlines, steps, version.unit) if is_drawn else None
    return Below(rows, drawn, _legend(steps, version.unit))


def steps_of(values: Sequence[Decimal]) -> list[Decimal]:
    """Lower bounds that part the values into fifths; fewer where values repeat."""
    ordered = sorted(set(values))
    if len(ordered) < 2:
        return []
    bounds = {ordered[len(ordered) * part // SHADES] for part in range(1, SHADES)}
    return sorted(bound for bound in bounds if bound > ordered[0])


def _row(figure: Figure, version: IndicatorVersion, steps: list[Decimal]) -> Row:
    code = version.indicator.code
    return Row(
        area_name(figure.area_code).name, figure, words.value_text(figure.value, version.unit),
        sum(figure.value >= step for step in steps) if figure.value is not None else 0,
        indicator_url(code, area=figure.area_code), records_url(code, figure),
    )  # fmt: skip


def _legend(steps: list[Decimal], unit: str) -> list[tuple[int, str]]:
    if not steps:
        return []
    shown = [words.value_text(step, unit) for step in steps]
    between = [f"{low} – {high}" for low, high in pairwise(shown)]
    return list(enumerate([f"< {shown[0]}", *between, f"≥ {shown[-1]}"]))


def _map(
    rows: list[Row], outlines: dict[str, dict[str, object]], steps: list[Decimal], unit: str
) -> Map:
    return Map(
        id="indicator-map", title=_("Values by area"), heading=_("Area"),
        unit="%" if unit == Unit.PERCENT else _("number"), steps=[float(step) for step in steps],
        places=[
            Place(row.name, outlines[row.figure.area_code], _plain(row.figure.value), row.url)
            for row in rows
        ],
    )  # fmt: skip


def _plain(value: Decimal | None) -> float | None:
    return None if value is None else round(float(value), 1)
