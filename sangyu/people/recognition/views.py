"""The pages: issued reports, one report and its files, and the public page where a code is checked."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache

from sangyu.kernel import clock, pii
from sangyu.kernel.access import ActorRequest, needs, public
from sangyu.kernel.actors import system_actor
from sangyu.kernel.errors import DomainError, NotFound
from sangyu.kernel.ui import listing
from sangyu.kernel.ui.listing import Column
from sangyu.people.assessment.selectors.standing import result_standing
from sangyu.people.recognition import rights, selectors, services
from sangyu.people.recognition.documents import pdf, word
from sangyu.people.recognition.documents.blocks import Block, blocks_of
from sangyu.people.recognition.forms import CodeForm, IssueForm, ReportFilter, WithdrawForm
from sangyu.people.recognition.types import TONES

PUBLIC = system_actor("public-check")
COLUMNS = [
    Column("name", pgettext_lazy("of a person", "Name")),
    Column("purpose", pgettext_lazy("of a report", "Issued for")),
    Column("issued", gettext_lazy("Issued"), sort="issued_at", kind="date"),
    Column("unit", gettext_lazy("Unit"), is_minor=True),
    Column("checks", gettext_lazy("Checks"), kind="number", is_minor=True),
    Column("state", gettext_lazy("State")),
]
Maker = Callable[[list[Block]], bytes]
FILES: dict[str, tuple[str, Maker]] = {
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        word.document,
    ),
    "pdf": ("application/pdf", pdf.document),
}


@needs(rights.REPORT_VIEW)
def reports(request: ActorRequest) -> HttpResponse:
    """All reports of the area, withdrawn ones too."""
    form = ReportFilter(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    rows = selectors.reports(actor=request.actor, state=state)
    page = listing.build(request, rows, COLUMNS, default="-issued", list_id="reports")
    for row in page.rows:
        row.masked = pii.mask_name(row.assessment.elder.name)
    return render(request, "recognition/reports.html", {"filter": form, "reports": page})


@needs(rights.REPORT_VIEW)
def report(request: ActorRequest, report_id: int) -> HttpResponse:
    """One report: its code, its files, how often it was checked."""
    page = selectors.report_page(actor=request.actor, report_id=report_id)
    return render(request, "recognition/report.html", {"page": page})


@needs(rights.REPORT_ISSUE)
def issue(request: ActorRequest, assessment_id: int) -> HttpResponse:
    """Issue a report of a result."""
    result = result_standing(actor=request.actor, assessment_id=assessment_id, on=clock.today())
    form = IssueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = services.report_issue(
                actor=request.actor,
                assessment_id=assessment_id,
                purpose=form.cleaned_data["purpose"],
            )
        except DomainError as error:
            _refuse(form, error)
        else:
            messages.success(request, _("The report is issued."))
            return redirect("recognition:report", done.pk)
    known = selectors.reports_of(actor=request.actor, assessment_id=assessment_id)
    context = {"form": form, "known": known, "result": result}
    return render(request, "recognition/issue.html", context, status=422 if form.errors else 200)


@needs(rights.REPORT_ISSUE)
def withdraw(request: ActorRequest, report_id: int) -> HttpResponse:
    """Withdraw a report, with the reason."""
    page = selectors.report_page(actor=request.actor, report_id=report_id)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.report_withdraw(
            actor=request.actor, report_id=report_id, reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("The report is withdrawn; its code says so from now on."))
        return redirect("recognition:report", report_id)
    context = {"form": form, "page": page}
    return render(request, "recognition/withdraw.html", context, status=422 if form.errors else 200)


@needs(rights.REPORT_VIEW)
@never_cache
def file(request: ActorRequest, report_id: int, format_: str) -> HttpResponse:
    """The report as .docx or .pdf."""
    if format_ not in FILES:
        raise NotFound("no-such-document", _("There is no such document."))
    report, material = services.report_take(
        actor=request.actor, report_id=report_id, format_=format_
    )
    type_, make = FILES[format_]
    address = request.build_absolute_uri(reverse("recognition:verify"))
    answer = HttpResponse(make(blocks_of(report, material, address)), content_type=type_)
    answer["Content-Disposition"] = f'attachment; filename="report-{report.pk}.{format_}"'
    return answer


@public
@never_cache
def verify(request: HttpRequest) -> HttpResponse:
    """Anybody who holds a document: enter its code, read validity and level. The code stands in no address."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    checked, status = None, 200
    if request.method == "POST" and form.is_valid():
        try:
            checked = services.code_check(
                actor=PUBLIC,
                text=form.cleaned_data["code"],
                caller=request.META.get("REMOTE_ADDR", ""),
            )
        except DomainError as error:
            _refuse(form, error)
            status = error.status
    if form.errors and status == 200:
        status = 422
    tone = TONES.get(checked.outcome, "bad") if checked else ""
    context = {"form": form, "checked": checked, "tone": tone}
    return render(request, "recognition/verify.html", context, status=status)


def _refuse(form: forms.Form, error: DomainError) -> None:
    """The refusal at its field; what is hidden or forbidden goes on to its own page."""
    if error.status in {403, 404}:
        raise error
    field = error.field if error.field in form.fields else None
    form.add_error(field, str(error))
