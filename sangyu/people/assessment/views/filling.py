"""The form of the standard: filled on a phone, scored by the server. It works without script; a script adds totals."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sangyu.kernel import clock
from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.errors import DomainError
from sangyu.people.assessment import pages, rights
from sangyu.people.assessment.forms.parts import refused
from sangyu.people.assessment.forms.sheet import SheetForm
from sangyu.people.assessment.models import AssessmentOrder
from sangyu.people.assessment.policy import instruments
from sangyu.people.assessment.selectors import lists
from sangyu.people.assessment.services import looking
from sangyu.people.assessment.services._checks import ensure_open
from sangyu.people.assessment.services.results import result_record
from sangyu.people.assessment.views.acting import posted


@needs(rights.ASSESSMENT_ASSESS)
def sheet(request: ActorRequest, pk: int) -> HttpResponse:
    """Fill the form of an order; a refusal keeps every answer, a changed order is shown before one sends again."""
    order = looking.order_open(actor=request.actor, order_id=pk)
    if request.method != "POST":
        ensure_open(order)
    form = _form(request, order)
    status, changed = 200, False
    if form.is_bound and form.is_valid():
        try:
            row = result_record(
                actor=request.actor, order_id=pk, sheet=form.sheet(), **form.facts()
            )
        except DomainError as error:
            if error.status in {403, 404}:
                raise
            refused(form, error)
            status, changed = error.status, error.code == "order-changed"
            form.data = form.data.copy()
            form.data["version"] = str(order.version)
        else:
            messages.success(request, _("Recorded. Thank you: the result stands."))
            return redirect("assessment:result", pk=row.pk)
    context = pages.order_row(order) | {
        "order": order,
        "form": form,
        "changed": changed,
        "standard": pages.standard(order.instrument),
        "policy": pages.script_policy(form.instrument),
        "most": sum(part["most"] for part in form.sections()),
    }
    status = 422 if status == 200 and form.errors else status
    return render(request, "assessment/sheet.html", context, status=status)


def _form(request: ActorRequest, order: AssessmentOrder) -> SheetForm:
    today = clock.today()
    return SheetForm(
        posted(request),
        instrument=instruments()[order.instrument],
        assessors=lists.assessors_of(actor=request.actor, agency_id=order.agency_id, on=today),
        initial={"version": order.version, "assessed_on": today, "place": order.place},
    )
