"""The pages of indicators: all of them, one with its versions and series, the records behind a value, the designer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sangyu.accountability.indicators import rights, testing, unmet
from sangyu.accountability.indicators import wording_targets as words
from sangyu.accountability.indicators.forms_targets import DayForm, DesignForm
from sangyu.accountability.indicators.models import (
    Indicator,
    IndicatorVersion,
    ReadTarget,
    Target,
)
from sangyu.accountability.indicators.pages.areas import below
from sangyu.accountability.indicators.pages.asked import area_asked, day_asked
from sangyu.accountability.indicators.pages.lines import (
    indicator_url,
    line_of,
    records_url,
    series_chart,
    trend,
)
from sangyu.accountability.indicators.selectors import readings
from sangyu.accountability.indicators.selectors import targets as target_selectors
from sangyu.accountability.indicators.selectors import values as selectors
from sangyu.accountability.indicators.services import definitions, values
from sangyu.accountability.indicators.wording import spoken
from sangyu.city.areas.selectors import area_name
from sangyu.insight.datasets import registry
from sangyu.insight.engines.types import AreaCell, Part
from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.errors import DomainError, NotFound
from sangyu.kernel.ui import listing

COLUMNS = [
    listing.Column("title", gettext_lazy("Indicator")),
    listing.Column("value", gettext_lazy("Value"), kind="number"),
    listing.Column("behind", gettext_lazy("Numerator / denominator"), kind="number", is_minor=True),
    listing.Column("trend", gettext_lazy("Trend"), is_minor=True),
    listing.Column("period", gettext_lazy("Period"), is_minor=True),
    listing.Column("as_of", gettext_lazy("As of"), kind="date"),
]
LONGEST_ID = 18


@needs(rights.INDICATOR_VIEW)
def indicator_list(request: ActorRequest) -> HttpResponseBase:
    """Every indicator with its newest value for an area; those that wait for records say for whose."""
    area, on = area_asked(request), day_asked(request)
    versions = selectors.version_list(actor=request.actor, on=on)
    figures = selectors.figures_until(actor=request.actor, versions=versions, areas=[area], on=on)
    rows = []
    for version in versions:
        own = figures.get((version.pk, "", area), [])
        last = own[-1] if own else None
        rows.append(
            {
                "version": version,
                "title": spoken(version.title),
                "value": words.value_text(last.value if last else None, version.unit),
                "figure": last,
                "trend": trend(own),
                "waits": words.room_text(version.waits_for) if version.waits_for else "",
                "url": indicator_url(version.indicator.code, area=area),
            }
        )
    context = {
        "area": area_name(area),
        "on": on,
        "filter": DayForm({"on": on.isoformat()}),
        "indicators": listing.of([r for r in rows if not r["waits"]], COLUMNS, list_id="indicators"),
        "waiting": [row for row in rows if row["waits"]],
    }  # fmt: skip
    return render(request, "indicators/indicators.html", context)


@dataclass(frozen=True)
class Opened:
    """An indicator for the area and the day that an address asks for, with its newest value (None: not counted)."""

    indicator: Indicator
    version: IndicatorVersion
    area: str
    on: date
    figure: selectors.Figure | None


def _opened(request: ActorRequest, code: str, scope: str = "") -> Opened:
    indicator = selectors.indicator_get(actor=request.actor, code=code)
    area, on = area_asked(request), day_asked(request)
    version = selectors.versions_of([indicator.pk], on)[indicator.pk]
    found = selectors.figures_until(actor=request.actor, versions=[version], areas=[area], on=on)
    figure = selectors.newest(found, (version.pk, scope, area))
    return Opened(indicator, version, area, on, figure)


@needs(rights.INDICATOR_VIEW)
def indicator_detail(request: ActorRequest, code: str) -> HttpResponseBase:
    """One indicator for one area as of a day: definition, versions, series with its breaks, areas, targets."""
    actor = request.actor
    opened = _opened(request, code)
    indicator, version, figure = opened.indicator, opened.version, opened.figure
    area, on = opened.area, opened.on
    rows = Target.objects.visible_to(actor).filter(indicator=indicator, parent__isnull=True)
    held = target_selectors.hold(
        actor=actor,
        targets=[(row, row.area_code) for row in rows.select_related("indicator")],
        on=on,
    )
    stretches = selectors.history(actor=actor, indicator=indicator, area_code=area, on=on)
    here = next((each for each in held if each.target.area_code == area), None)
    context = {
        "indicator": indicator,
        "version": version,
        "title": spoken(version.title),
        "meaning": spoken(version.meaning),
        "area": area_name(area),
        "on": on,
        "facts": _facts(version),
        "figure": figure,
        "value": words.value_text(figure.value if figure else None, version.unit),
        "records_url": records_url(code, figure) if figure else "",
        "parts": _part_links(code, figure) if figure else [],
        "chart": series_chart(stretches, here, unit=version.unit),
        "breaks": [one for one in stretches if one.breaks],
        "below": below(actor=actor, version=version, area=area, on=on),
        "lines": [line_of(each) for each in held],
        "versions": list(indicator.versions.order_by("-number")),
        "waits": words.room_text(version.waits_for) if version.waits_for else "",
    }
    return render(request, "indicators/indicator.html", context)


def _facts(version: IndicatorVersion) -> list[tuple[str, str]]:
    dataset = registry.all_datasets().get(version.dataset)
    facts = [
        (_("Denominator"), spoken(version.denominator_words)),
        (_("Numerator"), spoken(version.numerator_words)),
        (_("Dataset"), str(dataset.label) if dataset else "—"),
        (_("Unit"), version.get_unit_display()),
        (_("Direction"), version.get_direction_display()),
        (_("Period"), version.get_period_display()),
    ]
    return [
        *facts,
        *([(_("By which clauses"), "；".join(version.clauses))] if version.clauses else []),
    ]


def _part_links(code: str, figure: selectors.Figure) -> list[tuple[str, int, str]]:
    """Each part of a value with how many, and where they are listed."""
    counts = {
        Part.NOT_MET: figure.not_met,
        Part.UNKNOWN: figure.unknown,
        Part.MET: figure.met,
        Part.TOTAL: figure.total,
    }
    return [
        (str(unmet.PARTS[part]), count, records_url(code, figure, str(part)))
        for part, count in counts.items()
        if count
    ]


@needs(rights.INDICATOR_VIEW)
def records(request: ActorRequest, code: str) -> HttpResponseBase:
    """The records behind a value: by default those in the denominator and not in the numerator."""
    actor = request.actor
    opened = _opened(request, code, scope=request.GET.get("scope", ""))
    version, figure, area = opened.version, opened.figure, opened.area
    if figure is None:
        raise NotFound(
            "figure-unknown", _("There is no such figure, or it lies outside your area.")
        )
    part = request.GET.get("part", "")
    chosen = Part(part) if part in set(Part) else Part.NOT_MET
    page = unmet.records_page(
        actor=actor, row=unmet.row_of(figure), part=chosen, after=request.GET.get("after", "")
    )
    columns = [
        listing.Column("name", _("Name")),
        listing.Column("area", _("Area then")),
        *(
            listing.Column(f"fact{at}", heading, is_minor=at > 1)
            for at, heading in enumerate(page.headings)
        ),
    ]
    context = {
        "title": spoken(version.title),
        "code": code,
        "area": area_name(area),
        "figure": figure,
        "value": words.value_text(figure.value, version.unit),
        "part": unmet.PARTS[chosen],
        "parts": _part_links(code, figure),
        "records": listing.of(page.rows, columns, list_id="records"),
        "page": page,
    }
    return render(request, "indicators/records.html", context)


@needs(rights.INDICATOR_DESIGN)
def design(request: ActorRequest) -> HttpResponseBase:
    """Build an indicator and test it on live data; saving makes a new version, with the day it begins."""
    known = _known(request)
    reading = _reading(request)
    form = DesignForm(request.POST or None, known=known, reading=reading)
    context: dict[str, object] = {"form": form, "known": known, "reading": reading}
    if request.method == "POST" and form.is_valid():
        try:
            if "save" in request.POST:
                version = definitions.indicator_save(actor=request.actor, draft=form.draft)
                messages.success(
                    request, _("The definition is saved. It is counted with the next count.")
                )
                if reading is not None:
                    return redirect("targets:paper", reading.document_id)
                return redirect("targets:indicator", version.indicator.code)
            context |= _tested(testing.tried(actor=request.actor, draft=form.draft))
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, testing.told(error))
    context["columns"] = testing.columns(form["dataset"].value() or "elders")
    return render(request, "indicators/design.html", context, status=422 if form.errors else 200)


def _tested(tried: testing.Tried) -> dict[str, object]:
    """What a trial found, in words."""

    def shown(cell: AreaCell) -> str:
        return words.value_text(tried.value(cell), tried.unit)

    return {
        "tested": tried,
        "tested_value": shown(tried.whole) if tried.whole else "",
        "tested_areas": [(name, shown(cell), cell) for name, cell in tried.areas],
    }


def _known(request: ActorRequest) -> IndicatorVersion | None:
    code = request.GET.get("code", "")
    if not code:
        return None
    indicator = selectors.indicator_get(actor=request.actor, code=code)
    found: IndicatorVersion | None = indicator.versions.order_by("-number").first()
    return found


def _reading(request: ActorRequest) -> ReadTarget | None:
    """The target read in a paper for which an indicator is designed (`?reading=`)."""
    asked = request.GET.get("reading", "")
    if not asked.isdecimal():
        return None
    return readings.reading_get(actor=request.actor, reading_id=int(asked[:LONGEST_ID]))


@require_POST
@needs(rights.INDICATOR_REFRESH)
def refresh(request: ActorRequest) -> HttpResponseBase:
    """Count every indicator as of a day."""
    form = DayForm(request.POST)
    asked: date | None = form.cleaned_data["on"] if form.is_valid() else None
    job = values.refresh_start(actor=request.actor, as_of=asked or day_asked(request))
    return redirect("work:progress", job)
