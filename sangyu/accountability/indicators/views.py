"""The pages of the yearly statistic."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from sangyu.accountability.indicators import behind, presenting, selectors, services
from sangyu.accountability.indicators import export as workbook_export
from sangyu.accountability.indicators.definitions import ELDER_POPULATION
from sangyu.accountability.indicators.forms import AnalysisForm, FreezeForm, PrepareForm
from sangyu.accountability.indicators.models import StatisticState
from sangyu.accountability.indicators.wording import definition_of, name_of, title_of, value_label
from sangyu.city.areas.selectors import area_name
from sangyu.kernel import audit, clock
from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.errors import DomainError
from sangyu.kernel.ui import formats, listing

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LIST_COLUMNS = [
    listing.Column("title", gettext_lazy("Statistic")),
    listing.Column("area", gettext_lazy("Area")),
    listing.Column("total", pgettext_lazy("how many", "People"), kind="number"),
    listing.Column("state", gettext_lazy("State")),
    listing.Column("frozen", gettext_lazy("Frozen at"), kind="date", is_minor=True),
]


@needs("statistic.view")
def statistic_list(request: ActorRequest) -> HttpResponseBase:
    """All statistics, and the form that begins a new one."""
    rows = [
        {"row": row, "title": title_of(row), "area": area_name(row.area_code).name}
        for row in selectors.statistic_list(actor=request.actor)
    ]
    context = {
        "statistics": listing.of(rows, LIST_COLUMNS, list_id="statistics"),
        "form": PrepareForm(),
    }
    return render(request, "indicators/list.html", context)


@require_POST
@needs("statistic.prepare")
def prepare(request: ActorRequest) -> HttpResponseBase:
    """Begin a statistic and count."""
    form = PrepareForm(request.POST)
    if not form.is_valid():
        context = {"statistics": listing.of([], LIST_COLUMNS, list_id="statistics"), "form": form}
        return render(request, "indicators/list.html", context, status=422)
    row = services.statistic_prepare(
        actor=request.actor,
        code=ELDER_POPULATION,
        area_code=request.actor.area_code,
        as_of=form.as_of,
    )
    if row.state == StatisticState.FROZEN:
        return redirect("indicators:detail", row.pk)
    job = services.statistic_compute_start(actor=request.actor, statistic_id=row.pk)
    return redirect("work:progress", job)


@require_POST
@needs("statistic.prepare")
def compute(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Count again."""
    job = services.statistic_compute_start(actor=request.actor, statistic_id=pk)
    return redirect("work:progress", job)


@needs("statistic.view")
def statistic_detail(request: ActorRequest, pk: int) -> HttpResponseBase:
    """One statistic: total, areas, dimensions, comparison; for the city or for one area of it (`?area=`)."""
    row = selectors.statistic_get(actor=request.actor, statistic_id=pk)
    figures = selectors.figures(actor=request.actor, row=row)
    asked = request.GET.get("area", "")
    area = (
        asked if asked.startswith(row.area_code) and request.actor.covers(asked) else row.area_code
    )
    before = selectors.statistic_before(row)
    context = {
        "row": row,
        "title": title_of(row),
        "definition": definition_of(row),
        "area": area_name(area),
        "is_whole_area": area == row.area_code,
        "total": presenting.total_of(figures, area),
        "headline": presenting.headline(row, figures, area),
        "parts": presenting.parts(row, figures, area),
        "areas": presenting.areas(row, figures, area),
        "before": before,
        "open_towns": services.towns_not_confirmed(actor=request.actor, row=row)
        if row.state == StatisticState.DRAFT
        else [],
        "exceptions": [(area_name(code).name, why) for code, why in row.exceptions.items()],
        "seal_holds": selectors.is_whole(row),
    }
    return render(request, "indicators/detail.html", context)


@needs("statistic.prepare")
def analysis(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Write the analysis."""
    row = selectors.statistic_get(actor=request.actor, statistic_id=pk)
    form = AnalysisForm(request.POST or None, initial={"analysis": row.analysis})
    if request.method == "POST" and form.is_valid():
        services.statistic_analyse(
            actor=request.actor, statistic_id=pk, analysis=form.cleaned_data["analysis"]
        )
        messages.success(request, _("The analysis is saved."))
        return redirect("indicators:detail", pk)
    context = {"row": row, "title": title_of(row), "form": form}
    return render(request, "indicators/analysis.html", context, status=422 if form.errors else 200)


@needs("statistic.freeze")
def freeze(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Freeze and seal, once everything is confirmed or explained."""
    row = selectors.statistic_get(actor=request.actor, statistic_id=pk)
    towns = services.towns_not_confirmed(actor=request.actor, row=row)
    form = FreezeForm(towns, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.statistic_freeze(
                actor=request.actor, statistic_id=pk, reasons=form.reasons, at=clock.now()
            )
        except DomainError as error:
            if error.status != 422:
                raise
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The statistic is frozen and sealed."))
            return redirect("indicators:detail", pk)
    context = {"row": row, "title": title_of(row), "form": form, "open_towns": len(towns)}
    return render(request, "indicators/freeze.html", context, status=422 if form.errors else 200)


@needs("elder.view")
def people(request: ActorRequest, pk: int) -> HttpResponseBase:
    """The people behind one figure, for those who may see them."""
    row = selectors.statistic_get(actor=request.actor, statistic_id=pk)
    figure = behind.figure_asked(actor=request.actor, row=row, query=request.GET)
    page = behind.people_page(
        actor=request.actor, row=row, figure=figure, after=request.GET.get("after", "")
    )
    context = {
        "row": row,
        "title": title_of(row),
        "area": area_name(figure.area_code),
        "what": value_label(row, figure.dimension, figure.value),
        "figure": figure,
        "page": page,
        "people": replace(
            listing.of(page.people, behind.COLUMNS, list_id="people"), is_counted=False
        ),
    }
    return render(request, "indicators/people.html", context)


@needs("statistic.view")
def document(request: ActorRequest, pk: int) -> HttpResponseBase:
    """The statistic as a document to print."""
    row = selectors.statistic_get(actor=request.actor, statistic_id=pk)
    figures = selectors.figures(actor=request.actor, row=row)
    context = {
        "row": row,
        "title": title_of(row),
        "definition": definition_of(row),
        "area": area_name(row.area_code),
        "total": presenting.total_of(figures, row.area_code),
        "parts": presenting.parts(row, figures, row.area_code),
        "areas": presenting.areas(row, figures, row.area_code),
        "before": selectors.statistic_before(row),
        "exceptions": [(area_name(code).name, why) for code, why in row.exceptions.items()],
    }
    return render(request, "indicators/print.html", context)


@needs("statistic.view")
def export(request: ActorRequest, pk: int) -> HttpResponseBase:
    """The statistic as a workbook, with the line that says who took it."""
    row = selectors.statistic_get(actor=request.actor, statistic_id=pk)
    figures = selectors.figures(actor=request.actor, row=row)
    line = _("Exported by %(who)s, %(when)s") % {
        "who": f"{request.actor.organisation_name} {request.actor.label}",
        "when": formats.moment(clock.now()),
    }
    content = workbook_export.workbook(row, figures, line=line)
    audit.record(
        request.actor, "indicators.statistic.exported", kind="statistic", id=row.pk,
        area_code=row.area_code, label=name_of(row),
    )  # fmt: skip
    answer = HttpResponse(content, content_type=SHEET)
    answer["Content-Disposition"] = (
        f'attachment; filename="statistic-{row.area_code}-{row.as_of}.xlsx"'
    )
    return answer


def statistic_url(pk: int) -> str:
    """The address of a statistic, for duties and notices."""
    return reverse("indicators:detail", args=[pk])
