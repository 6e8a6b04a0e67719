"""Results: the list, one result, one elder's timeline, the advice sheet."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from sangyu.city.areas.selectors import area_name
from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.ui import listing
from sangyu.people.assessment import pages, rights
from sangyu.people.assessment.forms.orders import ResultFilter
from sangyu.people.assessment.selectors import lists
from sangyu.people.assessment.services import looking


@needs(rights.ASSESSMENT_VIEW)
def result_list(request: ActorRequest) -> HttpResponse:
    """The results of the area, the latest first."""
    form = ResultFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = lists.results(actor=request.actor, **asked)
    page = listing.build(
        request, rows, pages.RESULT_COLUMNS, default="-assessed", list_id="results"
    )
    context = {
        "tabs": pages.tabs("assessment:result-list"),
        "filter": form,
        "results": page,
        "rows": [pages.result_row(row) for row in page.rows],
    }
    return render(request, "assessment/results.html", context)


@needs(rights.ASSESSMENT_VIEW)
def result_show(request: ActorRequest, pk: int) -> HttpResponse:
    """One result: level, reasons with clause, answers, who assessed."""
    row = looking.result_open(actor=request.actor, assessment_id=pk)
    context = pages.detail(row) | {"advice": pages.advice_of(row)}
    return render(request, "assessment/result.html", context)


@needs(rights.ASSESSMENT_VIEW)
def advice_sheet(request: ActorRequest, pk: int) -> HttpResponse:
    """What the family takes home, as a document."""
    row = looking.result_open(actor=request.actor, assessment_id=pk)
    context = pages.detail(row) | {"advice": pages.advice_of(row)}
    return render(request, "assessment/advice.html", context)


@needs(rights.ASSESSMENT_VIEW)
def elder_show(request: ActorRequest, pk: int) -> HttpResponse:
    """One elder's results and orders on one line of time."""
    elder, results, orders = looking.timeline_open(actor=request.actor, elder_id=pk)
    context = {
        "elder": elder,
        "area": area_name(elder.area_code).full_name,
        "entries": pages.entries(results, orders),
        "has_open": any(order.is_open for order in orders),
        "may_order": request.actor.may(rights.ASSESSMENT_ORDER) and elder.status == "present",
        "may_open": request.actor.may("elder.view"),
    }
    return render(request, "assessment/elder.html", context)
