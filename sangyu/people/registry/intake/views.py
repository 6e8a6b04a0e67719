"""The pages of imports."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sangyu.kernel import access, audit
from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.errors import DomainError
from sangyu.kernel.ui import htmx, listing
from sangyu.kernel.ui.bodies import UPLOAD, accepts_body
from sangyu.kernel.ui.listing import Column
from sangyu.people.registry import rights
from sangyu.people.registry.intake import selectors, services, showing, workbooks
from sangyu.people.registry.intake import undo as undoing
from sangyu.people.registry.intake.forms import ColumnsForm, RowForm, UploadForm
from sangyu.people.registry.intake.notices import sentence
from sangyu.people.registry.models import ImportBatch
from sangyu.people.registry.types import BatchState, RowState

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LIST_COLUMNS = [
    Column("file", gettext_lazy("List")),
    Column("state", gettext_lazy("State")),
    Column("by", gettext_lazy("Uploaded by"), is_minor=True),
    Column("at", gettext_lazy("Uploaded at"), sort="created_at", kind="date"),
    Column("new", gettext_lazy("New"), kind="number"),
    Column("changes", gettext_lazy("Changed"), kind="number"),
    Column("refused", gettext_lazy("Not accepted"), kind="number"),
]
ROW_COLUMNS = [
    Column("number", gettext_lazy("Row"), sort="number", kind="number"),
    Column("person", gettext_lazy("Person")),
    Column("state", gettext_lazy("State")),
    Column("what", gettext_lazy("What is wrong, or what changes")),
    Column("act", gettext_lazy("Actions"), kind="actions"),
]
TONES = {
    "uploaded": "info", "checking": "info", "previewed": "warn", "committing": "info", "committed": "good",
    "undoing": "info", "undone": "muted", "discarded": "muted", "failed": "bad", "good": "good", "warning": "warn",
    "bad": "bad",
}  # fmt: skip
TABS = {
    "refused": gettext_lazy("Not accepted"),
    "new": gettext_lazy("New"),
    "changes": gettext_lazy("Changes"),
    "alike": gettext_lazy("To merge?"),
    "remarks": gettext_lazy("With a remark"),
    "same": gettext_lazy("Unchanged"),
    "left_out": gettext_lazy("Left out"),
    "all": gettext_lazy("All rows"),
}
TAKE_UP = {
    BatchState.CHECKING: "intake:again", BatchState.COMMITTING: "intake:commit", BatchState.UNDOING: "intake:undo",
}  # fmt: skip
RUNNING = (BatchState.CHECKING, BatchState.COMMITTING, BatchState.UNDOING)


def _load(request: ActorRequest, pk: int) -> ImportBatch:
    return access.load(ImportBatch.objects.all(), request.actor, rights.ELDER_IMPORT, pk=pk)


@needs(rights.ELDER_IMPORT)
def batches(request: ActorRequest) -> HttpResponse:
    """The history of imports."""
    rows = selectors.batch_list(actor=request.actor)
    page = listing.build(request, rows, LIST_COLUMNS, default="-at", list_id="imports")
    for row in page.rows:
        row.tone = TONES[row.state]
    return render(request, "intake/list.html", {"imports": page})


@accepts_body(UPLOAD)
@needs(rights.ELDER_IMPORT)
def upload(request: ActorRequest) -> HttpResponse:
    """Choose a file."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            batch = services.batch_upload(actor=request.actor, file=form.cleaned_data["file"])
        except DomainError as error:
            form.add_error("file", str(error))
        else:
            return redirect("intake:columns", batch.pk)
    status = 422 if form.errors else 200
    return render(request, "intake/upload.html", {"form": form, "steps": STEPS}, status=status)


STEPS = [
    gettext_lazy("Choose the list"), gettext_lazy("Say what its columns mean"),
    gettext_lazy("Look at what would change"), gettext_lazy("Bring it in"),
]  # fmt: skip


@needs(rights.ELDER_IMPORT)
def columns(request: ActorRequest, pk: int) -> HttpResponse:
    """Say what the columns mean; then the check starts."""
    batch = _load(request, pk)
    if request.method == "POST" and "sheet" in request.POST:
        services.batch_choose_sheet(
            actor=request.actor, batch=batch, sheet=_sheet_asked(request, batch)
        )
        return redirect("intake:columns", pk)
    initial = {
        name: getattr(batch, name) for name in ("source", "effective_on", "default_area", "proof")
    }
    form = ColumnsForm(request.POST or None, batch=batch, actor=request.actor, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.batch_check(actor=request.actor, batch=batch, **form.options())
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return redirect("work:progress", batch.job_id)
    context = {
        "batch": batch,
        "form": form,
        "notices": _notices(batch),
        "sheets": selectors.sheet_choices(batch),
        "steps": STEPS,
    }
    return render(request, "intake/columns.html", context, status=422 if form.errors else 200)


def _take_up(found: ImportBatch) -> str:
    """Where a step whose job has stopped is taken up again; "" if there is nothing of the kind."""
    name = TAKE_UP.get(BatchState(found.state), "")
    return reverse(name, args=(found.pk,)) if name and selectors.has_stopped(found) else ""


def _sheet_asked(request: ActorRequest, batch: ImportBatch) -> int:
    """The sheet chosen; the present one if the file has no such sheet."""
    known = {str(index): index for index, _name in selectors.sheet_choices(batch)}
    return known.get(request.POST["sheet"], batch.sheet_index)


@needs(rights.ELDER_IMPORT)
def batch(request: ActorRequest, pk: int) -> HttpResponse:
    """The preview, and later the result."""
    found = _load(request, pk)
    if found.state == BatchState.UPLOADED:
        return redirect("intake:columns", pk)
    counts = selectors.batch_counts(found)
    view = request.GET.get("view", "")
    if view not in TABS:
        view = next(
            (name for name in ("refused", "changes", "new") if getattr(counts, name)), "all"
        )
    rows = selectors.batch_rows(found, view)
    page = listing.build(
        request, rows, ROW_COLUMNS, default="number", list_id="rows",
        scope=selectors.batch_rows(found, "all"),
    )  # fmt: skip
    context = {
        "batch": found, "counts": counts, "view": view, "page": page, "tone": TONES[found.state],
        "rows": [(row, TONES.get(row.state, "muted")) for row in showing.shown_rows(found, page.rows)],
        "tabs": [
            {"label": label, "url": f"{request.path}?view={name}", "is_current": name == view,
             "count": getattr(counts, name)}
            for name, label in TABS.items()
        ],
        "notices": _notices(found), "is_running": found.state in RUNNING, "take_up": _take_up(found), "steps": STEPS,
        "touched": undoing.touched(found)[:20] if found.state == BatchState.COMMITTED else [],
    }  # fmt: skip
    return render(request, "intake/batch.html", context)


@needs(rights.ELDER_IMPORT)
def row(request: ActorRequest, pk: int, number: int) -> HttpResponse:
    """One row: mend it if it is refused, else choose what of it comes in."""
    found = _load(request, pk)
    one = selectors.batch_row(found, number)
    if one.state != RowState.BAD:
        return _choose(request, found, number)
    form = RowForm(request.POST or None, batch=found, row=one)
    if request.method == "POST" and form.is_valid():
        one = services.row_mend(actor=request.actor, batch=found, number=number, cells=form.cells())
        if one.state != RowState.BAD:
            messages.success(request, _("Row %(row)d is in order now.") % {"row": number})
            return htmx.redirect(request, reverse("intake:batch", args=(pk,)))
        form = RowForm(batch=found, row=one)
    audit.viewed(
        request.actor, kind="import", id=pk, area_code=found.area_code, label=found.filename,
        purpose=_("Mending row %(row)d of a list") % {"row": number},
    )  # fmt: skip
    (shown,) = showing.shown_rows(found, [one])
    context = {"batch": found, "row": shown, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "intake/mend.html", context, status=status)


def _choose(request: ActorRequest, found: ImportBatch, number: int) -> HttpResponse:
    if request.method == "POST":
        services.row_choose(
            actor=request.actor, batch=found, number=number,
            keep=request.POST.getlist("keep"), skip="skip" in request.POST,
        )  # fmt: skip
        return htmx.redirect(request, reverse("intake:batch", args=(found.pk,)))
    (shown,) = showing.shown_rows(found, [selectors.batch_row(found, number)])
    is_open = found.state == BatchState.PREVIEWED
    context = {"batch": found, "row": shown, "is_open": is_open}
    return render(request, "intake/choose.html", context)


@require_POST
@needs(rights.ELDER_IMPORT)
def check_again(request: ActorRequest, pk: int) -> HttpResponse:
    """Check all rows anew."""
    done = services.batch_check_again(actor=request.actor, batch=_load(request, pk))
    return htmx.redirect(request, reverse("work:progress", args=(done.job_id,)))


@require_POST
@needs(rights.ELDER_IMPORT)
def commit(request: ActorRequest, pk: int) -> HttpResponse:
    """Bring the good rows in."""
    done = services.batch_commit(actor=request.actor, batch=_load(request, pk))
    return htmx.redirect(request, reverse("work:progress", args=(done.job_id,)))


@require_POST
@needs(rights.ELDER_IMPORT)
def undo(request: ActorRequest, pk: int) -> HttpResponse:
    """Take the batch back."""
    done = services.batch_undo(
        actor=request.actor, batch=_load(request, pk), leave_touched="leave" in request.POST
    )
    return htmx.redirect(request, reverse("work:progress", args=(done.job_id,)))


@require_POST
@needs(rights.ELDER_IMPORT)
def discard(request: ActorRequest, pk: int) -> HttpResponse:
    """Throw the list away."""
    services.batch_discard(actor=request.actor, batch=_load(request, pk))
    messages.success(request, _("The list was discarded; nothing of it is kept."))
    return htmx.redirect(request, reverse("intake:list"))


@needs(rights.ELDER_IMPORT)
def refused(request: ActorRequest, pk: int) -> HttpResponse:
    """The refused rows as a workbook to mend and upload again."""
    found = _load(request, pk)
    services.refused_downloaded(actor=request.actor, batch=found)
    return _workbook(workbooks.refused(found), f"refused-{pk}.xlsx")


@needs(rights.ELDER_IMPORT)
def template(request: ActorRequest) -> HttpResponse:
    """An empty list to fill in."""
    return _workbook(workbooks.template(request.actor), "elders-template.xlsx")


def _workbook(data: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(data, content_type=XLSX, headers=headers)


def _notices(found: ImportBatch) -> list[str]:
    return [sentence(notice["code"], notice["params"]) for notice in found.notices]
