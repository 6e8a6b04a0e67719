"""A statistic's figures arranged for a page: tables by dimension, a chart, each figure with the link to its people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from sangyu.accountability.indicators import rules
from sangyu.accountability.indicators.models import Statistic
from sangyu.accountability.indicators.types import Compared
from sangyu.accountability.indicators.wording import definition_of, dimension_label, value_label
from sangyu.city.areas.selectors import area_name
from sangyu.kernel.ui.charts import Chart, Series


@dataclass(frozen=True)
class Line:
    """One figure as a page shows it."""

    label: str
    figure: Compared
    url: str
    area_url: str = ""


@dataclass(frozen=True)
class Part:
    """One dimension of one area."""

    code: str
    label: str
    lines: list[Line]
    total: int
    chart: Chart | None


def people_url(row: Statistic, figure: Compared) -> str:
    """Where a figure opens to its people."""
    query = {"area": figure.area_code, "dimension": figure.dimension, "value": figure.value}
    return f"{reverse('indicators:people', args=[row.pk])}?{urlencode(query)}"


def total_of(figures: Iterable[Compared], area_code: str) -> Compared | None:
    """The total of one area."""
    return next(
        (f for f in figures if f.area_code == area_code and f.dimension == rules.TOTAL), None
    )


def parts(row: Statistic, figures: list[Compared], area_code: str) -> list[Part]:
    """Every dimension of one area, in the definition's order."""
    by_dimension: dict[str, list[Compared]] = defaultdict(list)
    for figure in figures:
        if figure.area_code == area_code:
            by_dimension[figure.dimension].append(figure)
    total = total_of(figures, area_code)
    return [
        _part(row, dimension.code, by_dimension[dimension.code], total.count if total else 0)
        for dimension in definition_of(row).dimensions
        if by_dimension[dimension.code]
    ]


def _part(row: Statistic, code: str, figures: list[Compared], total: int) -> Part:
    ordered = sorted(figures, key=lambda figure: _order(code, figure))
    lines = [Line(value_label(row, code, f.value), f, people_url(row, f)) for f in ordered]
    series = [Series(str(row.as_of.year), [f.count for f in ordered])]
    if any(f.before is not None for f in ordered):
        series.insert(0, Series(str(row.as_of.year - 1), [f.before for f in ordered]))
    label = dimension_label(row, code)
    chart = Chart(
        f"chart-{code}", label, [line.label for line in lines], series, unit=_("people"), height="small",
        is_sideways=code == rules.GROUPS,
    )  # fmt: skip
    return Part(code, label, lines, total, chart)


def _order(code: str, figure: Compared) -> tuple[int, int, str]:
    """Unknown last; overlapping groups by size; the rest by value, ages by number."""
    if code == rules.GROUPS:
        return (figure.value == rules.UNKNOWN, -figure.count, figure.value)
    lowest = figure.value.split("-")[0].rstrip("+")
    return (figure.value == rules.UNKNOWN, int(lowest) if lowest.isdigit() else 0, figure.value)


def headline(row: Statistic, figures: list[Compared], area_code: str) -> list[Line]:
    """The figures that a leader asks for first, as the definition names them; those that exist."""
    wanted = [(part["dimension"], part["value"]) for part in row.definition.get("headline", ())]
    table = {(f.dimension, f.value): f for f in figures if f.area_code == area_code}
    return [
        Line(value_label(row, *key), table[key], people_url(row, table[key]))
        for key in wanted
        if key in table
    ]


def areas(row: Statistic, figures: list[Compared], above: str) -> list[Line]:
    """The totals of the areas directly below one area, each opening its own page."""
    length = {4: 6, 6: 9, 9: 12}.get(len(above), 0)
    page = reverse("indicators:detail", args=[row.pk])
    return [
        Line(area_name(f.area_code).name, f, people_url(row, f), f"{page}?area={f.area_code}")
        for f in figures
        if f.dimension == rules.TOTAL
        and len(f.area_code) == length
        and f.area_code.startswith(above)
    ]
