"""What pages show of a target or an indicator: one line each, with its links, its picture and its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from sangyu.accountability.indicators import wording_targets as words
from sangyu.accountability.indicators.choices import Colour, Origin, Standing
from sangyu.accountability.indicators.rules.states import (
    Point,
    Promise,
    Stretch,
    expected_on,
    path_of,
)
from sangyu.accountability.indicators.selectors.targets import Held
from sangyu.accountability.indicators.selectors.values import Figure
from sangyu.accountability.indicators.wording import spoken
from sangyu.city.areas.selectors import area_name
from sangyu.kernel.ui.charts import PALETTE, Chart, Series

WIDTH, HEIGHT, EDGE = 96, 28, 3
TREND = 12
"""A line's picture shows so many values at most."""


@dataclass(frozen=True)
class Line:
    """One target as pages show it."""

    held: Held
    title: str
    area: str
    value: str
    asked: str
    expected: str
    clause: str
    word: str
    tone: str
    icon: str
    reasons: list[str]
    url: str
    indicator_url: str
    records_url: str
    trend: str
    is_typed: bool

    @property
    def reason(self) -> str:
        """The first reason, for a table."""
        return self.reasons[0] if self.reasons else ""


def line_of(held: Held) -> Line:
    """A target as a line."""
    target, state, unit = held.target, held.state, held.version.unit
    figure = held.figure
    shown = figure.value if figure else held.report.value if held.report else None
    return Line(
        held=held, title=spoken(target.wording), area=area_name(target.area_code).name,
        value=words.value_text(shown, unit), asked=words.asked_text(target.operator, target.value, unit),
        expected=words.value_text(state.expected, unit) if state.expected is not None else "",
        clause=words.clause_of(target), word=_word(held), tone=words.TONES[state.colour],
        icon=_icon(held), reasons=words.reasons_of(held), url=reverse("targets:detail", args=[target.pk]),
        indicator_url=indicator_url(target.indicator.code, area=held.area_code),
        records_url=records_url(target.indicator.code, figure) if figure and figure.total else "",
        trend=trend(held.figures), is_typed=held.report is not None or target.origin == Origin.HAND,
    )  # fmt: skip


def _word(held: Held) -> str:
    """The standing in a word; of one that waits, for whom."""
    if held.state.standing == Standing.WAITING:
        return _("Waiting for data from: %(room)s") % {
            "room": words.room_text(held.version.waits_for)
        }
    return str(held.state.standing.label)


def _icon(held: Held) -> str:
    return "clock" if held.is_waiting else words.ICONS[held.state.colour]


def indicator_url(code: str, **query: object) -> str:
    """An indicator's page, for an area and a day."""
    found = {name: value for name, value in query.items() if value}
    return f"{reverse('targets:indicator', args=[code])}?{urlencode(found)}".rstrip("?")


def records_url(code: str, figure: Figure, part: str = "not-met") -> str:
    """The records behind a figure: those in its denominator and not in its numerator, unless told otherwise."""
    query = {"area": figure.area_code, "on": figure.as_of.isoformat(), "part": part}
    if figure.scope:
        query["scope"] = figure.scope
    return f"{reverse('targets:records', args=[code])}?{urlencode(query)}"


def trend(figures: Sequence[Figure]) -> str:
    """The points of a small line picture (SVG polyline), newest last; "" for fewer than two values."""
    values = [float(figure.value) for figure in figures if figure.value is not None][-TREND:]
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    span = high - low or 1.0
    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    return " ".join(
        f"{EDGE + at * step:.1f},{HEIGHT - EDGE - (value - low) / span * (HEIGHT - 2 * EDGE):.1f}"
        for at, value in enumerate(values)
    )


def series_chart(stretches: Sequence[Stretch], held: Held | None, *, unit: str) -> Chart | None:
    """The values over time, one line for each definition, and the target's path beside them."""
    path = _path(held)
    days = sorted({point.on for one in stretches for point in one.points} | {p.on for p in path})
    if not any(one.points for one in stretches):
        return None
    rows = [
        Series(_name(one, len(stretches)), _spread(one.points, days), PALETTE[0 if one is stretches[-1] else 7])
        for one in stretches
    ]  # fmt: skip
    if path:
        rows.append(Series(_("Path of the target"), _along(path, days), PALETTE[1]))
    return Chart(
        "series", _("Values over time"), [day.isoformat() for day in days], rows, kind="line",
        unit="%" if unit == "percent" else _("number"), decimals=1 if unit == "percent" else 0,
        heading=_("As of"),
    )  # fmt: skip


def _name(stretch: Stretch, many: int) -> str:
    return _("Version %(number)s") % {"number": stretch.version} if many > 1 else _("Value")


def _path(held: Held | None) -> list[Point]:
    """The path that the target is held against; nothing where it has no due day."""
    if held is None:
        return []
    points = tuple(Point(each.due_on, each.value) for each in held.target.checkpoints.all())
    past = [Point(f.as_of, f.value) for f in held.figures if f.value is not None]
    return path_of(Promise(held.target.operator, held.target.value, points), past)


def _along(path: Sequence[Point], days: Sequence[date]) -> list[Decimal | None]:
    """What the path asks on each of the days, straight between its points; nothing beyond its ends."""
    asked = [expected_on(path, day) if day <= path[-1].on else None for day in days]
    return [None if value is None else value.quantize(Decimal("0.01")) for value in asked]


def _spread(points: Sequence[Point], days: Sequence[date]) -> list[Decimal | None]:
    """A row as long as the days; None where there is no value, so that nothing is drawn across."""
    by_day = {point.on: point.value.quantize(Decimal("0.01")) for point in points}
    return [by_day.get(day) for day in days]


@dataclass(frozen=True)
class Count:
    """How many targets have a colour."""

    label: str
    count: int
    tone: str
    icon: str


def counts_of(lines: Sequence[Line]) -> list[Count]:
    """The targets by colour, the worst first; the waiting ones last."""
    labels = {
        Colour.RED: _("Missed"), Colour.ORANGE: _("Far behind"), Colour.YELLOW: _("A little behind"),
        Colour.GREEN: _("On course"),
    }  # fmt: skip
    found = [
        Count(label, sum(line.held.state.colour == colour for line in lines), words.TONES[colour], words.ICONS[colour])
        for colour, label in labels.items()
    ]  # fmt: skip
    rest = [line for line in lines if line.held.state.colour == Colour.NONE]
    waiting = sum(line.held.is_waiting for line in rest)
    return [
        *found,
        Count(_("No colour yet"), len(rest) - waiting, "muted", "help-circle"),
        Count(_("Waiting for data"), waiting, "muted", "clock"),
    ]
