"""The leaders' cockpit, its print, and the monthly page of a town."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangyu.accountability.indicators import cockpit as reading
from sangyu.accountability.indicators import rights
from sangyu.accountability.indicators import wording_targets as words
from sangyu.accountability.indicators.cockpit import Change, Cockpit
from sangyu.accountability.indicators.forms_targets import DayForm
from sangyu.accountability.indicators.pages.areas import Below, below
from sangyu.accountability.indicators.pages.asked import area_asked, day_asked
from sangyu.accountability.indicators.pages.lines import (
    Line,
    counts_of,
    indicator_url,
    line_of,
    records_url,
)
from sangyu.accountability.indicators.wording import spoken
from sangyu.city.areas.selectors import area_children, area_name
from sangyu.kernel import clock
from sangyu.kernel.access import AREA_DIGITS, ActorRequest, needs
from sangyu.kernel.errors import NotFound
from sangyu.kernel.ui import listing

COLUMNS = [
    listing.Column("target", gettext_lazy("Target")),
    listing.Column("value", gettext_lazy("Value"), kind="number"),
    listing.Column("asked", gettext_lazy("Asked"), kind="number"),
    listing.Column("trend", gettext_lazy("Trend"), is_minor=True),
    listing.Column("due", gettext_lazy("Due"), kind="date", is_minor=True),
    listing.Column("standing", gettext_lazy("State")),
]


@dataclass(frozen=True)
class Room:
    """So many targets and changes have room; the rest is a link away. A wall shows one screen and nobody scrolls."""

    targets: int
    changes: int


PAGE, WALL = Room(1000, 8), Room(8, 3)


@dataclass(frozen=True)
class Move:
    """One change as the page shows it."""

    title: str
    now: str
    before: str
    difference: str
    before_on: date
    url: str
    records_url: str


@needs(rights.INDICATOR_VIEW)
def cockpit(request: ActorRequest) -> HttpResponseBase:
    """One page for leaders: any area, any day, any screen; `?wall=1` for a wall."""
    area, on = area_asked(request), day_asked(request)
    found = reading.cockpit(actor=request.actor, area_code=area, on=on)
    is_wall = request.GET.get("wall") == "1"
    context = _context(request, found, WALL if is_wall else PAGE)
    context |= {
        "filter": DayForm({"on": on.isoformat()}),
        "above": _above(request, area),
        "inner": _inner(request, area, on),
        "shown": _shown(request, found, context["lines"]),
        "is_wall": is_wall,
        "share_url": request.build_absolute_uri(_address(area, on)),
        "print_url": f"{reverse('targets:print')}?{_query(area, on)}",
    }
    return render(request, "indicators/cockpit.html", context)


@needs(rights.INDICATOR_VIEW)
def document(request: ActorRequest) -> HttpResponseBase:
    """The cockpit on paper."""
    area, on = area_asked(request), day_asked(request)
    found = reading.cockpit(actor=request.actor, area_code=area, on=on)
    return render(request, "indicators/cockpit_print.html", _context(request, found))


@needs(rights.INDICATOR_VIEW)
def digest(request: ActorRequest, area_code: str, month: str) -> HttpResponseBase:
    """One town's month on one page, instead of many alerts."""
    actor = request.actor
    if not (actor.covers(area_code) or actor.area_code.startswith(area_code)):
        raise NotFound("not-found", _("There is no such record, or it lies outside your area."))
    on = _month_end(month)
    found = reading.cockpit(actor=actor, area_code=area_code, on=on)
    before = reading.cockpit(
        actor=actor, area_code=area_code, on=on.replace(day=1) - timedelta(days=1)
    )
    was = {held.target.pk: held for held in before.targets}
    context = _context(request, found) | {
        "month": on,
        "turned": [
            (line, line_of(was[line.held.target.pk]).word)
            for line in map(line_of, found.targets)
            if line.held.target.pk in was
            and was[line.held.target.pk].state.standing != line.held.state.standing
        ],
    }
    return render(request, "indicators/digest.html", context)


def _month_end(month: str) -> date:
    """The last day of a month as written in an address (2026-01); 404 for a month that is not over."""
    year, number = (int(part) for part in month.split("-"))
    if not 1 <= number <= 12 or not 2000 <= year <= 2100:
        raise NotFound("month-unknown", _("There is no such month."))
    end = date(year, number, calendar.monthrange(year, number)[1])
    if end >= clock.today():
        raise NotFound("month-open", _("That month is not over yet."))
    return end


def _context(request: ActorRequest, found: Cockpit, room: Room = PAGE) -> dict[str, Any]:
    lines = [line_of(held) for held in found.targets]
    told = [line for line in lines if not line.held.is_waiting]
    by_target = {line.held.target.pk: line for line in lines}
    return {
        "area": area_name(found.area_code),
        "on": found.on,
        "counted_on": found.counted_on,
        "counts": counts_of(lines),
        "lines": told,
        "targets": listing.of(told[: room.targets], COLUMNS, list_id="targets"),
        "more": max(0, len(told) - room.targets),
        "waiting": [line for line in lines if line.held.is_waiting],
        "worse": [_move(change) for change in found.worse[: room.changes]],
        "better": [_move(change) for change in found.better[: room.changes]],
        "due": [
            (by_target[held.target.pk], reading.next_point(held, found.on))
            for held in found.due[: room.changes]
        ],
        "who": f"{request.actor.organisation_name} {request.actor.label}".strip(),
    }


def _move(change: Change) -> Move:
    unit, code = change.version.unit, change.version.indicator.code
    sign = "+" if change.difference > 0 else "−"
    shown = words.value_text(abs(change.difference), unit).removesuffix("%")
    points = _("%(n)s points") % {"n": shown} if unit == "percent" else shown
    return Move(
        spoken(change.version.title), words.value_text(change.now.value, unit),
        words.value_text(change.before.value, unit), f"{sign}{points}", change.before.as_of,
        indicator_url(code, area=change.now.area_code), records_url(code, change.now),
    )  # fmt: skip


def _shown(
    request: ActorRequest, found: Cockpit, lines: list[Line]
) -> tuple[str, Below, list[Line]] | None:
    """The target whose values the map shows (`?show=`), or the worst one that has values; and the others."""
    counted = [line for line in lines if line.held.figure]
    if not counted:
        return None
    asked = request.GET.get("show", "")
    held = next((one for one in counted if str(one.held.target.pk) == asked), counted[0]).held
    rows = below(
        actor=request.actor, version=held.version, area=found.area_code, on=found.on,
        scope=held.target.scope_condition,
    )  # fmt: skip
    return spoken(held.target.wording), rows, counted


def _above(request: ActorRequest, area: str) -> list[tuple[str, str]]:
    """The areas above, widest first, each with its cockpit."""
    own = request.actor.area_code
    codes = [
        area[:digits]
        for digits in AREA_DIGITS
        if digits < len(area) and digits >= min(4, len(own) or 4)
    ]
    return [
        (area_name(code).name, _address(code, day_asked(request)))
        for code in codes
        if area_name(code).name != code
    ]


def _inner(request: ActorRequest, area: str, on: date) -> list[tuple[str, str]]:
    """The areas directly below that the reader may enter."""
    children = area_children(actor=request.actor, code=area)
    return [(child.name, _address(child.code, on)) for child in children]


def _query(area: str, on: date) -> str:
    return urlencode({"area": area, "on": on.isoformat()})


def _address(area: str, on: date) -> str:
    return f"{reverse('targets:cockpit')}?{_query(area, on)}"


def digest_url(area_code: str, month: date) -> str:
    """Where the digest of a town's month is."""
    return reverse("targets:digest", args=[area_code, month.strftime("%Y-%m")])
