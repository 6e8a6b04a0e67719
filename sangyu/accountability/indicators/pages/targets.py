"""The pages of targets: all of them paper by paper, and one with its path, its parts and what was reported."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sangyu.accountability.indicators import rights
from sangyu.accountability.indicators.forms_targets import (
    AreaTargetForm,
    OwnTargetForm,
    ReportForm,
    TargetFilter,
)
from sangyu.accountability.indicators.models import Target
from sangyu.accountability.indicators.pages.asked import day_asked
from sangyu.accountability.indicators.pages.lines import Line, counts_of, line_of, series_chart
from sangyu.accountability.indicators.rules.states import Point, series
from sangyu.accountability.indicators.selectors import targets as selectors
from sangyu.accountability.indicators.selectors.readings import papers_waiting
from sangyu.accountability.indicators.services import definitions, targets
from sangyu.accountability.indicators.wording import spoken
from sangyu.city.areas.selectors import area_children, area_name
from sangyu.kernel.access import ActorRequest, load, needs
from sangyu.kernel.errors import DomainError
from sangyu.kernel.ui import listing

COLUMNS = [
    listing.Column("target", gettext_lazy("Target")),
    listing.Column("clause", gettext_lazy("Clause"), is_minor=True),
    listing.Column("value", gettext_lazy("Value"), kind="number"),
    listing.Column("asked", gettext_lazy("Asked"), kind="number"),
    listing.Column("due", gettext_lazy("Due"), kind="date"),
    listing.Column("standing", gettext_lazy("State")),
]


@needs(rights.INDICATOR_VIEW)
def target_list(request: ActorRequest) -> HttpResponseBase:
    """Every target the reader sees, paper by paper, with colour, word and reason as of a day."""
    on = day_asked(request)
    lines = [line_of(held) for held in selectors.targets_all(actor=request.actor, on=on)]
    form = TargetFilter(lines, request.GET, on=on)
    shown = form.applied(lines)
    context = {
        "on": on,
        "filter": form,
        "counts": counts_of(lines),
        "papers": _by_paper(shown),
        "waiting_papers": papers_waiting(actor=request.actor),
        "targets": listing.of(shown, COLUMNS, list_id="targets"),
    }
    return render(request, "indicators/targets.html", context)


def _by_paper(lines: Sequence[Line]) -> list[tuple[str, listing.Listing]]:
    """The lines of each paper as a list of its own."""
    return [
        (_paper_name(rows[0].held.target), listing.of(rows, COLUMNS, list_id=f"targets-{number}"))
        for number, rows in enumerate(
            list(group)
            for _key, group in groupby(
                lines,
                key=lambda line: (line.held.target.area_code, line.held.target.document_title),
            )
        )
    ]


def _paper_name(target: Target) -> str:
    name = target.document_title or _("Targets typed by hand")
    number = f"（{target.document_number}）" if target.document_number else ""
    return f"{area_name(target.area_code).name} · {name}{number}"


@needs(rights.INDICATOR_VIEW)
def target_detail(request: ActorRequest, pk: int) -> HttpResponseBase:
    """One target: why it stands as it does, its path, the areas' own targets, what was reported."""
    on = day_asked(request)
    target = selectors.target_get(actor=request.actor, target_id=pk)
    return render(request, "indicators/target.html", _context(request, target, on))


def _context(
    request: ActorRequest, target: Target, on: object, **forms: object
) -> dict[str, object]:
    actor = request.actor
    day = day_asked(request)
    (held,) = selectors.hold(actor=actor, targets=[(target, target.area_code)], on=day)
    parts = Target.objects.visible_to(actor).filter(parent=target).select_related("indicator")
    own = selectors.hold(actor=actor, targets=[(row, row.area_code) for row in parts], on=day)
    points = [
        (held.version.number, Point(f.as_of, f.value)) for f in held.figures if f.value is not None
    ]
    is_own = actor.covers(target.area_code)
    return {
        "on": on,
        "target": target,
        "line": line_of(held),
        "version": held.version,
        "scope": spoken(target.scope) if target.scope else "",
        "title": spoken(target.wording),
        "indicator": spoken(held.version.title),
        "parts": [line_of(each) for each in own],
        "reports": target.reports.all()[:10],
        "chart": series_chart(series(points), held, unit=held.version.unit),
        "steps": list(target.checkpoints.all()),
        "area_form": forms.get("area_form")
        or (AreaTargetForm(_areas(request, target)) if is_own else None),
        "report_form": forms.get("report_form") or (ReportForm() if is_own else None),
    }


def _areas(request: ActorRequest, target: Target) -> list[tuple[str, str]]:
    return [
        (area.code, area.name) for area in area_children(actor=request.actor, code=target.area_code)
    ]


@require_POST
@needs(rights.TARGET_ADOPT)
def target_area(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Ask another value of one area, with the reason."""
    target = load(Target.objects.all(), request.actor, rights.TARGET_ADOPT, pk=pk)
    form = AreaTargetForm(_areas(request, target), request.POST)
    if form.is_valid():
        try:
            targets.target_set_for_area(actor=request.actor, target_id=pk, **form.cleaned_data)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("The area has a target of its own."))
            return redirect("targets:detail", pk)
    context = _context(request, target, day_asked(request), area_form=form)
    return render(request, "indicators/target.html", context, status=422)


@require_POST
@needs(rights.TARGET_REPORT)
def target_report(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Report a figure by hand."""
    target = load(Target.objects.all(), request.actor, rights.TARGET_REPORT, pk=pk)
    form = ReportForm(request.POST)
    if form.is_valid():
        try:
            targets.figure_report(actor=request.actor, target_id=pk, **form.cleaned_data)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("The figure is noted, marked as self-reported."))
            return redirect("targets:detail", pk)
    context = _context(request, target, day_asked(request), report_form=form)
    return render(request, "indicators/target.html", context, status=422)


@needs(rights.TARGET_ADOPT)
def target_new(request: ActorRequest) -> HttpResponseBase:
    """A target of no paper, typed by hand."""
    form = OwnTargetForm(request.actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = targets.target_type(actor=request.actor, target=form.proposed)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return redirect("targets:detail", row.pk)
    return render(
        request, "indicators/target_new.html", {"form": form}, status=422 if form.errors else 200
    )


@require_POST
@needs(rights.TARGET_ADOPT)
def policy_load(request: ActorRequest) -> HttpResponseBase:
    """Bring in the shipped definitions and the targets of the papers of the reader's area."""
    definitions.definitions_load(actor=request.actor)
    done = targets.policy_load(actor=request.actor, area_code=request.actor.area_code)
    messages.success(
        request,
        _("%(added)s targets added, %(changed)s changed, %(same)s as they were.")
        % {"added": done.added, "changed": done.changed, "same": done.unchanged},
    )
    return redirect("targets:list")
