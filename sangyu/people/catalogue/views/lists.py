"""The lists: all of them, one of them, its draft, its release, its files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from sangyu.city.areas.selectors import area_name
from sangyu.kernel import clock
from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.errors import DomainError
from sangyu.kernel.ui import formats, listing
from sangyu.kernel.ui.acting import refused
from sangyu.kernel.ui.bodies import UPLOAD, accepts_body
from sangyu.people.catalogue import pages, rights, sheets
from sangyu.people.catalogue.forms.lists import DraftForm, FileForm, HeadingForm, SureForm
from sangyu.people.catalogue.forms.parts import posted
from sangyu.people.catalogue.models import Release
from sangyu.people.catalogue.selectors import releases as selectors
from sangyu.people.catalogue.services import lines, releases
from sangyu.people.catalogue.services._lists import CITY, COUNTY, Refusals
from sangyu.people.catalogue.types import ListKind, ReleaseState

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = [
    listing.Column("title", pgettext_lazy("of a list", "List"), sort="title"),
    listing.Column("area", gettext_lazy("Area"), sort="area_code", is_minor=True),
    listing.Column("year", gettext_lazy("Year"), sort="year", kind="number"),
    listing.Column("starts", gettext_lazy("In force from"), sort="starts_on", kind="date"),
    listing.Column("state", gettext_lazy("State")),
]


@needs(rights.LIST_VIEW)
def list_all(request: ActorRequest) -> HttpResponse:
    """Every list of the area, of one of the two kinds."""
    kind = pages.kind_of(request.GET.get("kind", ""))
    rows = selectors.release_list(actor=request.actor, kind=kind)
    found = listing.build(request, rows, COLUMNS, default="-starts", list_id="lists")
    context = {
        "kind": kind,
        "lists": found,
        "rows": [pages.list_line(row) for row in found.rows],
        "tabs": [
            {"label": label, "url": f"?kind={code}", "is_current": code == kind}
            for code, label in ListKind.choices
        ],
        "may_edit": request.actor.may(rights.LIST_EDIT) and len(request.actor.area_code) in {CITY, COUNTY},
    }  # fmt: skip
    return render(request, "catalogue/list.html", context)


@needs(rights.LIST_EDIT)
def draft_new(request: ActorRequest) -> HttpResponse:
    """Begin a draft for one's own area."""
    kind = pages.kind_of(request.GET.get("kind", ""))
    area = request.actor.area_code
    form = DraftForm(posted(request), kind=kind, area_code=area)
    status = 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            release = releases.release_draft(
                actor=request.actor, kind=kind, area_code=area, heading=data, begin_with=data["begin_with"]
            )  # fmt: skip
        except DomainError as error:
            refused(form, error)
            status = error.status
        else:
            messages.success(request, _("The draft is begun."))
            return redirect("catalogue:detail", release.pk)
    status = 422 if status == 200 and form.errors else status
    context = {"form": form, "kind": ListKind(kind), "area": area_name(area).name}
    return render(request, "catalogue/new.html", context, status=status)


@needs(rights.LIST_VIEW)
def detail(request: ActorRequest, pk: int) -> HttpResponse:
    """One list with its lines, how many people they mean, and what it lacks against the national one."""
    release = selectors.release_get(actor=request.actor, release_id=pk)
    return render(request, "catalogue/detail.html", pages.list_page(request.actor, release))


@needs(rights.LIST_EDIT)
def head(request: ActorRequest, pk: int) -> HttpResponse:
    """Change a draft's heading."""
    release = selectors.release_get(actor=request.actor, release_id=pk)
    initial = {name: getattr(release, name) for name in releases.HEADING}
    form = HeadingForm(posted(request), initial=initial)
    return _act(
        request, release, form, _("Heading of the list"), _("Save"),
        lambda data: releases.release_head(actor=request.actor, release_id=pk, heading=data),
    )  # fmt: skip


@needs(rights.LIST_RELEASE)
def release(request: ActorRequest, pk: int) -> HttpResponse:
    """Look at what the list changes and lacks, then release it."""
    found = selectors.release_get(actor=request.actor, release_id=pk)
    form = SureForm(posted(request))
    status, problems = 200, []
    if request.method == "POST" and form.is_valid():
        try:
            releases.release_publish(actor=request.actor, release_id=pk)
        except Refusals as error:
            problems, status = list(error.problems), error.status
        except DomainError as error:
            if error.status in {403, 404}:
                raise
            refused(form, error)
            status = error.status
        else:
            messages.success(request, _("The list is released. It is public and frozen."))
            return redirect("catalogue:detail", pk)
    status = 422 if status == 200 and form.errors else status
    context = pages.list_page(request.actor, found) | {"form": form, "problems": problems}
    return render(request, "catalogue/release.html", context, status=status)


@needs(rights.LIST_EDIT)
@require_POST
def discard(request: ActorRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    releases.release_discard(actor=request.actor, release_id=pk)
    messages.success(request, _("The draft is discarded."))
    return redirect("catalogue:list")


@accepts_body(UPLOAD)
@needs(rights.LIST_EDIT)
def bring_in(request: ActorRequest, pk: int) -> HttpResponse:
    """Replace the lines of a draft by those of a workbook; faults are told row by row and nothing is changed."""
    found = selectors.release_get(actor=request.actor, release_id=pk)
    form = FileForm(posted(request), request.FILES if request.method == "POST" else None)
    status, problems = 200, []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            number = _replace(request, found, file)
        except Refusals as error:
            problems, status = list(error.problems), error.status
        except DomainError as error:
            if error.status in {403, 404}:
                raise
            form.add_error("file", str(error))
            status = error.status
        else:
            messages.success(request, _("%(number)s lines brought in.") % {"number": number})
            return redirect("catalogue:detail", pk)
    status = 422 if status == 200 and form.errors else status
    context = {"it": found, "form": form, "problems": pages.problem_rows(found, problems)}
    return render(request, "catalogue/import.html", context, status=status)


def _replace(request: ActorRequest, found: Release, file: Any) -> int:
    """The lines of the file, if every cell can be read."""
    rows = sheets.read(found.kind, file.read(), file.name)
    if rows.problems:
        raise Refusals("sheet-unreadable", list(rows.problems))
    return lines.lines_replace(actor=request.actor, release_id=found.pk, lines=rows.lines)


@needs(rights.LIST_VIEW)
def export(request: ActorRequest, pk: int) -> HttpResponse:
    """The list as a workbook; what is changed there can be brought in again."""
    found = selectors.release_get(actor=request.actor, release_id=pk)
    mark = _("%(state)s · exported on %(at)s") % {
        "state": found.get_state_display(), "at": formats.moment(clock.now()),
    }  # fmt: skip
    content = sheets.workbook(found.kind, str(found), selectors.lines_of(found), mark=mark)
    response = HttpResponse(content, content_type=XLSX)
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{found.kind}-{found.area_code}-{found.year}.xlsx"'
    )
    return response


@needs(rights.LIST_VIEW)
def printed(request: ActorRequest, pk: int) -> HttpResponse:
    """The list as a document."""
    found = selectors.release_get(actor=request.actor, release_id=pk)
    return render(request, "catalogue/print.html", pages.printed(found))


@needs(rights.LIST_VIEW)
def changes(request: ActorRequest, pk: int) -> HttpResponse:
    """What the list changes against the one before."""
    found = selectors.release_get(actor=request.actor, release_id=pk)
    context = {
        "it": found,
        "before": selectors.release_before(found),
        "told": pages.told_changes(found),
    }
    return render(request, "catalogue/changes.html", context)


def _act(
    request: ActorRequest, found: Release, form: Any, title: str, submit: str, do: Any
) -> HttpResponse:
    """The page of a small step about a list: a form, a service, back to the list."""
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except DomainError as error:
            if error.status in {403, 404}:
                raise
            refused(form, error)
            status = error.status
        else:
            messages.success(request, _("Saved."))
            return redirect("catalogue:detail", found.pk)
    if status == 200 and form.errors:
        status = 422
    if found.state != ReleaseState.DRAFT and status == 200:
        status = 409
    context = {"it": found, "form": form, "title": title, "submit": submit}
    return render(request, "catalogue/act.html", context, status=status)
