"""Taking a list away: export, print, and what is done with the checked rows."""

from __future__ import annotations

import tempfile
from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sangyu.kernel import clock, work
from sangyu.kernel.access import ActorRequest, needs, require
from sangyu.kernel.errors import DomainError
from sangyu.kernel.ui.acting import refused
from sangyu.kernel.work.selectors import job_list
from sangyu.people.registry import jobs_export, rights
from sangyu.people.registry.forms.exports import MOST_CHECKED, BulkCategoryForm, ExportForm
from sangyu.people.registry.forms.listing import filter_form, in_words
from sangyu.people.registry.forms.parts import PurposeForm
from sangyu.people.registry.pages import lines, sheet, terms
from sangyu.people.registry.selectors.search import elder_count, elder_page
from sangyu.people.registry.services import categories, exports
from sangyu.people.registry.views.acting import posted
from sangyu.people.registry.views.lists import searched

AT_ONCE = 2000
"""More people than this are exported by the worker."""
PRINTED = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs(rights.ELDER_EXPORT)
def export(request: ActorRequest) -> HttpResponseBase:
    """Ask for the purpose, then hand out the workbook, at once or by a job."""
    form = ExportForm(posted(request), may_unmask=request.actor.may(rights.ELDER_UNMASK))
    wish = _wish(request, form)
    count = (
        len(wish.ids)
        if wish.ids
        else elder_count(
            actor=request.actor, text=wish.text, filters=_filters(request), limit=AT_ONCE
        )
    )
    is_long = not isinstance(count, int) and count.is_more
    if request.method == "POST" and form.is_valid():
        return (
            _job(request, wish)
            if is_long and not terms.is_personal(wish.text)
            else _now(request, wish)
        )
    context = {"form": form, "wish": wish, "count": count, "is_long": is_long}
    return render(request, "registry/export.html", context, status=422 if form.errors else 200)


@needs(rights.ELDER_EXPORT)
def export_file(request: ActorRequest, job_id: int) -> HttpResponseBase:
    """The file a job made, for the one who started it, as long as their post still covers it, for a week."""
    job = job_list(actor=request.actor, kind=jobs_export.JOB).filter(pk=job_id).first()
    data = (job.result or {}).get("data", {}) if job else {}
    name = data.get("name", "")
    actor = request.actor
    if job is None or job.account_id != actor.account_id or not name:
        raise Http404
    if not actor.covers(job.area_code):  # made from a post elsewhere, perhaps one that has ended
        raise Http404
    if not job.payload.get("is_masked", True):
        require(actor, rights.ELDER_UNMASK)
    if not default_storage.exists(name):
        raise DomainError(
            "export-gone",
            _("This file was made more than a week ago and has been deleted."),
            remedy=_("Export the list again."),
        )
    exports.export_fetched(actor=request.actor, name=name, count=data.get("count", 0))
    return _attachment(default_storage.open(name))


@needs(rights.ELDER_VIEW)
def elder_print(request: ActorRequest) -> HttpResponse:
    """The list on paper, masked, with the watermark line."""
    form = PurposeForm(posted(request))
    if request.method != "POST" or not form.is_valid():
        context: dict[str, Any] = {"form": form, "what": _what(request)}
        return render(
            request, "registry/print_ask.html", context, status=422 if form.errors else 200
        )
    page = elder_page(
        actor=request.actor, text=searched(request), filters=_filters(request), size=PRINTED
    )
    mark = sheet.Watermark(request.actor, clock.now(), form.text(), _what(request))
    exports.print_recorded(
        actor=request.actor, purpose=form.text(), what=mark.what, ids=[one.id for one in page.lines]
    )
    context = {
        "rows": lines.rows(page.lines),
        "mark": mark,
        "is_cut": bool(page.next),
        "most": PRINTED,
    }
    return render(request, "registry/print.html", context)


@needs(rights.ELDER_EDIT)
@require_POST
def elder_bulk(request: ActorRequest) -> HttpResponse:
    """The checked rows: on to the export, or to the form of a category."""
    ids = [one for one in request.POST.getlist("ids") if one.isdecimal()][:MOST_CHECKED]
    if not ids:
        messages.warning(request, _("Check at least one person first."))
        return redirect("registry:elder-list")
    initial = {"ids": ",".join(ids)}
    if request.POST.get("do") == "export" and request.actor.may(rights.ELDER_EXPORT):
        form = ExportForm(initial=initial, may_unmask=request.actor.may(rights.ELDER_UNMASK))
        return render(
            request, "registry/export.html", {"form": form, "count": len(ids), "wish": None}
        )
    return render(
        request,
        "registry/bulk_category.html",
        {"form": BulkCategoryForm(initial=initial), "count": len(ids)},
    )


@needs(rights.ELDER_EDIT)
@require_POST
def bulk_category(request: ActorRequest) -> HttpResponse:
    """Declare one category for all checked people; whoever is refused is named."""
    form = BulkCategoryForm(request.POST)
    if form.is_valid():
        done, problems = categories.categories_declare(
            actor=request.actor,
            elder_ids=form.cleaned_data["ids"],
            category=form.cleaned_data["category"],
            evidence=form.evidence(),
        )
        if done:
            messages.success(
                request,
                ngettext("Declared for %(n)s person.", "Declared for %(n)s people.", done)
                % {"n": done},
            )
        if not problems:
            return redirect("registry:elder-list")
        for error in problems[:5]:
            refused(form, error)
    count = len(form.cleaned_data.get("ids", []))
    context = {"form": form, "count": count}
    return render(request, "registry/bulk_category.html", context, status=422)


def _wish(request: ActorRequest, form: ExportForm) -> exports.Wish:
    is_good = form.is_bound and form.is_valid()
    ids = form.cleaned_data["ids"] if is_good else []
    return exports.Wish(
        purpose=form.text() if is_good else "",
        what=_("%(count)s checked people") % {"count": len(ids)} if ids else _what(request),
        query=_filters(request).to_query(),
        text=searched(request),
        ids=ids,
        is_masked=not (is_good and form.cleaned_data.get("with_numbers")),
    )


def _filters(request: ActorRequest) -> Any:
    return filter_form(request.GET, area_code=request.actor.area_code).filters()


def _what(request: ActorRequest) -> str:
    return in_words(_filters(request).to_query(), actor=request.actor)


def _now(request: ActorRequest, wish: exports.Wish) -> HttpResponseBase:
    target = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    exports.export_write(actor=request.actor, wish=wish, target=target)
    target.seek(0)
    return _attachment(target)


def _job(request: ActorRequest, wish: exports.Wish) -> HttpResponse:
    expected = elder_count(
        actor=request.actor, text=wish.text, filters=_filters(request), limit=10**7
    )
    job = work.start(
        actor=request.actor,
        job=jobs_export.JOB,
        payload=vars(wish) | {"query": dict(wish.query), "ids": [], "expected": expected.number},
    )
    return redirect("work:progress", job.pk)


def _attachment(file: Any) -> FileResponse:
    name = f"{_('elders')}-{clock.today():%Y%m%d}.xlsx"
    response = FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
    response.headers["Cache-Control"] = "no-store"
    return response
