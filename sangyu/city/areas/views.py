"""The pages of the areas: what lies below, the dated figures, where a code came from and what it became."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sangyu.city.areas import exporting, figures, importing, selectors
from sangyu.city.areas.forms import FigureForm, FiguresFile
from sangyu.city.areas.types import Figure, Indicator
from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.errors import DomainError

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs("area.view")
def home(request: ActorRequest) -> HttpResponse:
    """The area of one's own post."""
    return redirect("areas:detail", request.actor.area_code)


@needs("area.view")
def area(request: ActorRequest, code: str) -> HttpResponse:
    """One area."""
    return _page(request, code)


def _page(request: ActorRequest, code: str, form: FigureForm | None = None) -> HttpResponse:
    actor = request.actor
    found = selectors.area_get(actor=actor, code=code)
    children = selectors.area_children(actor=actor, code=code)
    residents = selectors.latest_of_children(actor=actor, code=code, indicator=Indicator.RESIDENTS)
    share = selectors.latest_of_children(actor=actor, code=code, indicator=Indicator.SHARE_60)
    above = [found.code[:length] for length in (2, 4, 6, 9) if length < len(found.code)]
    context: dict[str, Any] = {
        "area": found,
        "name": selectors.area_name(code),
        "above": [selectors.area_name(up) for up in above if up.startswith(actor.area_code)],
        "children": [(one, residents.get(one.code), share.get(one.code)) for one in children],
        "has_child_figures": bool(residents or share),
        "figures": selectors.figures_of(actor=actor, code=code),
        "successors": selectors.successors_of(code),
        "predecessors": selectors.predecessors_of(code),
        "own": actor.area_code,
        "form": form or FigureForm(),
    }
    status = 422 if form is not None else 200
    return render(request, "areas/area.html", context, status=status)


@needs("area.figures")
@require_POST
def figure_set(request: ActorRequest, code: str) -> HttpResponse:
    """Enter or correct a figure."""
    selectors.area_get(actor=request.actor, code=code)
    form = FigureForm(request.POST)
    if not form.is_valid():
        return _page(request, code, form)
    try:
        is_new = figures.figure_set(
            actor=request.actor, figure=Figure(area_code=code, **form.cleaned_data)
        )
    except DomainError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _page(request, code, form)
    messages.success(request, _("The figure is kept.") if is_new else _("It stands so already."))
    return redirect("areas:detail", code)


@needs("area.figures")
def figures_import(request: ActorRequest) -> HttpResponse:
    """Take in a file, all or none; every fault is named."""
    form = FiguresFile(request.POST or None, request.FILES or None)
    problems: tuple[Any, ...] = ()
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            rows = importing.figures_read(
                actor=request.actor, content=upload.read(), name=upload.name
            )
            done = figures.figures_import(actor=request.actor, figures=rows, name=upload.name)
        except importing.BadFigures as refusal:
            problems = refusal.problems
            form.add_error("file", str(refusal))
        except DomainError as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(
                request,
                _("%(added)d figures added, %(changed)d changed, %(unchanged)d as they were.")
                % {"added": done.added, "changed": done.changed, "unchanged": done.unchanged},
            )
            return redirect("areas:home")
    context = {
        "form": form,
        "problems": problems[:200],
        "count": len(problems),
        "columns": exporting.HEAD,
        "names": importing.NAMES.values(),
    }
    return render(request, "areas/import.html", context, status=422 if form.errors else 200)


@needs("area.view")
def export(request: ActorRequest, code: str) -> HttpResponse:
    """The figures of an area and below as .xlsx."""
    content = exporting.figures_export(actor=request.actor, code=code)
    headers = {"Content-Disposition": f'attachment; filename="figures-{code}.xlsx"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)
