"""Orders: the list, one order, making, planning and cancelling one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.ui import listing
from sangyu.people.assessment import choices, pages, rights
from sangyu.people.assessment.forms import orders as forms
from sangyu.people.assessment.selectors import lists
from sangyu.people.assessment.services import looking, orders
from sangyu.people.assessment.views.acting import Step, posted, take


@needs(rights.ASSESSMENT_VIEW)
def order_list(request: ActorRequest) -> HttpResponse:
    """The orders of the area, or of the assessor's agency; the earliest due first."""
    form = forms.OrderFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = lists.orders(actor=request.actor, **asked)
    page = listing.build(request, rows, pages.ORDER_COLUMNS, default="due", list_id="orders")
    context = {
        "tabs": pages.tabs("assessment:order-list"),
        "filter": form,
        "orders": page,
        "rows": [pages.order_row(row) for row in page.rows],
    }
    return render(request, "assessment/orders.html", context)


@needs(rights.ASSESSMENT_VIEW)
def order_show(request: ActorRequest, pk: int) -> HttpResponse:
    """One order: who, why, by when, the appointment, and what can be done next."""
    order = looking.order_open(actor=request.actor, order_id=pk)
    is_ours = request.actor.may(rights.ASSESSMENT_ASSESS)
    context = pages.order_row(order) | {
        "order": order,
        "result": lists.result_of(order),
        "may_assess": order.is_open and is_ours,
        "may_cancel": order.is_open and request.actor.may(rights.ASSESSMENT_ORDER),
    }
    return render(request, "assessment/order.html", context)


@needs(rights.ASSESSMENT_ORDER)
def order_new(request: ActorRequest, pk: int) -> HttpResponse:
    """Order an assessment of one elder."""
    elder, results, _orders = looking.timeline_open(actor=request.actor, elder_id=pk)
    form = forms.OrderForm(
        posted(request),
        agencies=lists.accredited(actor=request.actor),
        results=results,
        initial={"occasion": choices.Occasion.ROUTINE if results else choices.Occasion.FIRST},
    )
    step = Step(
        _("Order an assessment"), _("Order it"), reverse("assessment:elder", args=[pk]), elder.name,
        note=_("The agency gets the order at once; its day follows from the occasion."),
        done=_("Ordered; the agency has been given the duty."),
    )  # fmt: skip
    return take(
        request, step, form,
        lambda: orders.order_make(actor=request.actor, elder_id=pk, **form.cleaned_data),
    )  # fmt: skip


@needs(rights.ASSESSMENT_ASSESS)
def order_plan(request: ActorRequest, pk: int) -> HttpResponse:
    """Agree a time and a place."""
    order = looking.order_open(actor=request.actor, order_id=pk)
    form = forms.PlanForm(
        posted(request),
        initial={"version": order.version, "place": order.place, "note": order.note},
    )
    step = Step(
        _("Make an appointment"), _("Save the appointment"), reverse("assessment:order", args=[pk]),
        order.elder.name, done=_("The appointment is kept."),
    )  # fmt: skip
    return take(
        request, step, form,
        lambda: orders.order_plan(actor=request.actor, order_id=pk, **form.values()),
    )  # fmt: skip


@needs(rights.ASSESSMENT_ORDER)
def order_cancel(request: ActorRequest, pk: int) -> HttpResponse:
    """Take the order back."""
    order = looking.order_open(actor=request.actor, order_id=pk)
    form = forms.CancelForm(posted(request), initial={"version": order.version})
    step = Step(
        _("Cancel the assessment"), _("Cancel it"), reverse("assessment:order", args=[pk]),
        order.elder.name, tone="danger", done=_("The order is cancelled."),
    )  # fmt: skip
    return take(
        request, step, form,
        lambda: orders.order_cancel(actor=request.actor, order_id=pk, **form.cleaned_data),
    )  # fmt: skip
