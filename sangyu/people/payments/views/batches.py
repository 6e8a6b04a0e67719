"""Batches: the board, one batch, and every step of its way."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sangyu.city.areas.selectors import area_name
from sangyu.kernel.access import ActorRequest, load, needs
from sangyu.kernel.ui import listing
from sangyu.kernel.ui.bodies import UPLOAD, accepts_body
from sangyu.kernel.ui.listing import Column
from sangyu.people.payments import forms, pages, rights
from sangyu.people.payments.models import Batch, Held, Line
from sangyu.people.payments.services import batches, computing, issuing, results
from sangyu.people.payments.types import LINE_TONES, TONES, BatchState, LineState
from sangyu.people.payments.views._act import Step, posted, take
from sangyu.people.registry.selectors.names import people_now

COLUMNS = [
    Column("month", gettext_lazy("Month"), sort="month", kind="date"),
    Column("programme", gettext_lazy("Programme"), sort="programme"),
    Column("area", gettext_lazy("Area"), is_minor=True),
    Column("state", gettext_lazy("State"), sort="state"),
    Column("people", gettext_lazy("People"), sort="people", kind="number"),
    Column("net", gettext_lazy("Sent, yuan"), sort="net_fen", kind="number"),
]
LINES = [
    Column("number", gettext_lazy("No."), sort="number", kind="number", is_minor=True),
    Column("person", gettext_lazy("Person")),
    Column("area", gettext_lazy("Area"), is_minor=True),
    Column("gross", gettext_lazy("Payments, yuan"), sort="gross_fen", kind="number"),
    Column("offset", gettext_lazy("Deducted, yuan"), kind="number", is_minor=True),
    Column("sent", gettext_lazy("Sent, yuan"), sort="amount_fen", kind="number"),
    Column("state", gettext_lazy("State")),
]


@needs(rights.PAYMENT_VIEW)
def batch_list(request: ActorRequest) -> HttpResponse:
    """Every batch, the latest month first."""
    seen = Batch.objects.visible_to(request.actor)
    page = listing.build(request, seen, COLUMNS, default="-month", list_id="batches")
    names = pages.programme_names(request.actor)
    rows = [_row(one, names) for one in page.rows]
    return render(request, "payments/list.html", {"batches": page, "rows": rows})


def _row(one: Batch, names: dict[str, str]) -> dict[str, Any]:
    return {
        "it": one,
        "name": names.get(one.programme, one.programme),
        "area": area_name(one.area_code).full_name,
        "tone": TONES[BatchState(one.state)],
        "gross": pages.yuan(one.gross_fen),
        "offset": pages.yuan(one.offset_fen),
        "net": pages.yuan(one.net_fen),
    }


@needs(rights.PAYMENT_PREPARE)
def batches_open(request: ActorRequest) -> HttpResponse:
    """A batch for every programme of a month."""
    actor = request.actor
    step = Step(_("Open the batches of a month"), _("Open"), reverse("payments:list"),
                _("One batch for each programme that pays money; those there already stay."))  # fmt: skip
    return take(
        request, step, forms.MonthForm(posted(request)),
        lambda data: batches.batches_open(actor=actor, month=data["month"], area_code=actor.area_code),
    )  # fmt: skip


@needs(rights.PAYMENT_VIEW)
def batch_detail(request: ActorRequest, pk: int) -> HttpResponse:
    """Sums, steps, who gets what, who was held back; a town reads its own people only."""
    batch: Batch = load(Batch.objects.all(), request.actor, rights.PAYMENT_VIEW, pk=pk)
    scope = Line.objects.visible_to(request.actor).filter(batch=batch)
    form = forms.LineFilter(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    rows = scope.filter(state=state) if state else scope
    page = listing.build(request, rows, LINES, default="number", list_id="lines", scope=scope)
    held = list(Held.objects.visible_to(request.actor).filter(batch=batch)[:100])
    people = people_now(
        actor=request.actor, ids=[*(x.elder_id for x in page.rows), *(x.elder_id for x in held)]
    )
    context = _row(batch, pages.programme_names(request.actor)) | {
        "filter": form, "lines": page, "rows": [_line(x, people) for x in page.rows],
        "held": [(people.get(x.elder_id), x, pages.yuan(x.amount_fen)) for x in held],
        "steps": batch.steps.all(), "files": batch.files.all(),
        "is_mine": request.actor.covers(batch.area_code),
    }  # fmt: skip
    return render(request, "payments/batch.html", context)


def _line(one: Line, people: dict[int, Any]) -> dict[str, Any]:
    return {
        "it": one,
        "person": people.get(one.elder_id),
        "area": area_name(one.area_code).full_name,
        "tone": LINE_TONES[LineState(one.state)],
        "gross": pages.yuan(one.gross_fen),
        "offset": pages.yuan(one.offset_fen),
        "sent": pages.yuan(one.amount_fen),
    }


@needs(rights.PAYMENT_PREPARE)
@require_POST
def compute(request: ActorRequest, pk: int) -> HttpResponse:
    """Let the worker compute it."""
    computing.batch_compute_start(actor=request.actor, batch_id=pk)
    messages.success(request, _("The batch is being computed."))
    return redirect("payments:batch", pk=pk)


@needs(rights.PAYMENT_APPROVE)
@require_POST
def approve(request: ActorRequest, pk: int) -> HttpResponse:
    """The first approval, or the second."""
    batch: Batch = load(Batch.objects.all(), request.actor, rights.PAYMENT_APPROVE, pk=pk)
    do = batches.batch_approve if batch.state == BatchState.REVIEWED else batches.batch_review
    do(actor=request.actor, batch_id=pk)
    messages.success(request, _("Approved."))
    return redirect("payments:batch", pk=pk)


@needs(rights.PAYMENT_APPROVE)
def refuse(request: ActorRequest, pk: int) -> HttpResponse:
    """Back to the draft, and why."""
    step = Step(_("Refuse the batch"), _("Refuse"), _back(request, pk), tone="danger")
    return take(
        request, step, forms.ReasonForm(posted(request)),
        lambda data: batches.batch_refuse(actor=request.actor, batch_id=pk, **data),
    )  # fmt: skip


@needs(rights.PAYMENT_PREPARE)
def cancel(request: ActorRequest, pk: int) -> HttpResponse:
    """Not needed, and why."""
    step = Step(_("Cancel the batch"), _("Cancel the batch"), _back(request, pk), tone="danger")
    return take(
        request, step, forms.ReasonForm(posted(request)),
        lambda data: batches.batch_cancel(actor=request.actor, batch_id=pk, **data),
    )  # fmt: skip


@needs(rights.PAYMENT_ISSUE)
def issue(request: ActorRequest, pk: int) -> HttpResponse:
    """To the bank, in its layout."""
    step = Step(
        _("Send the batch to the bank"), _("Send"), _back(request, pk),
        _("Who died, moved away or was suspended since the computing is withheld. This cannot be taken back."),
        done=_("The batch is being issued."),
    )  # fmt: skip
    return take(
        request, step, forms.LayoutForm(posted(request)),
        lambda data: issuing.batch_issue_start(actor=request.actor, batch_id=pk, **data),
    )  # fmt: skip


@needs(rights.PAYMENT_ISSUE)
def file(request: ActorRequest, pk: int) -> HttpResponse:
    """The file with account numbers in full, for a purpose."""
    form = forms.PurposeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        name, data = issuing.bank_file(actor=request.actor, batch_id=pk, **form.cleaned_data)
        response = HttpResponse(data, content_type="text/csv")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response.headers["Cache-Control"] = "no-store"
        return response
    step = Step(_("Download the bank file"), _("Download"), _back(request, pk),
                _("It holds account numbers in full. The download is recorded for every person in it."))  # fmt: skip
    return take(request, step, form, lambda _data: None)


@needs(rights.PAYMENT_ISSUE)
@accepts_body(UPLOAD)
def take_results(request: ActorRequest, pk: int) -> HttpResponse:
    """The bank's answer."""
    form = forms.ResultsForm(posted(request), request.FILES or None)
    step = Step(_("Take in the bank's results"), _("Take in"), _back(request, pk),
                _("The same file twice is booked once. Rows that cannot be booked are named."))  # fmt: skip
    return take(
        request, step, form,
        lambda data: results.results_take(
            actor=request.actor, batch_id=pk, name=data["file"].name, data=data["file"].read()
        ),
    )  # fmt: skip


@needs(rights.PAYMENT_ISSUE)
@require_POST
def close(request: ActorRequest, pk: int) -> HttpResponse:
    """Everything is answered."""
    batches.batch_close(actor=request.actor, batch_id=pk)
    messages.success(request, _("The batch is closed; its sums agree to the fen."))
    return redirect("payments:batch", pk=pk)


def _back(request: ActorRequest, pk: int) -> str:
    load(Batch.objects.all(), request.actor, rights.PAYMENT_VIEW, pk=pk)
    return reverse("payments:batch", args=[pk])
