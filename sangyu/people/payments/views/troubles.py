"""What stands in the way of payments, and what is to be recovered."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sangyu.kernel.access import ActorRequest, load, needs
from sangyu.people.payments import forms, pages, rights
from sangyu.people.payments.models import FailedAccount, Recovery, Suspension
from sangyu.people.payments.selectors.people import elder_for
from sangyu.people.payments.services import troubles
from sangyu.people.payments.types import RecoveryState
from sangyu.people.payments.views._act import Step, posted, take
from sangyu.people.registry.selectors.names import people_now

MOST = 200


@needs(rights.PAYMENT_VIEW)
def trouble_list(request: ActorRequest) -> HttpResponse:
    """Refused accounts, recoveries and suspensions that are open; the oldest first."""
    actor = request.actor
    accounts = FailedAccount.objects.visible_to(actor).filter(solved_at=None)[:MOST]
    open_ = Recovery.objects.visible_to(actor).filter(state=RecoveryState.OPEN)[:MOST]
    stops = Suspension.objects.visible_to(actor).filter(lifted_at=None)[:MOST]
    about = [one.elder_id for rows in (accounts, open_, stops) for one in rows]
    people = people_now(actor=actor, ids=about)
    names = pages.programme_names(actor)
    context = {
        "accounts": [(x, people.get(x.elder_id)) for x in accounts],
        "recoveries": [
            (x, people.get(x.elder_id), names.get(x.programme, x.programme), pages.yuan(x.open_fen))
            for x in open_
        ],
        "stops": [(x, people.get(x.elder_id), names.get(x.programme, x.programme)) for x in stops],
    }
    return render(request, "payments/troubles.html", context)


@needs(rights.PAYMENT_CORRECT)
def account_settle(request: ActorRequest, pk: int) -> HttpResponse:
    """The account is right now."""
    load(FailedAccount.objects.all(), request.actor, rights.PAYMENT_CORRECT, pk=pk)
    step = Step(
        _("Settle a refused account"), _("Settle"), reverse("payments:troubles"),
        _("The next batch pays to the account on the register, with everything that is outstanding."),
    )  # fmt: skip
    return take(
        request, step, forms.NoteForm(posted(request)),
        lambda data: troubles.account_settle(actor=request.actor, account_id=pk, **data),
    )  # fmt: skip


@needs(rights.PAYMENT_PREPARE)
def repaid(request: ActorRequest, pk: int) -> HttpResponse:
    """Money came back."""
    load(Recovery.objects.all(), request.actor, rights.PAYMENT_PREPARE, pk=pk)
    step = Step(_("Record a repayment"), _("Record"), reverse("payments:troubles"))
    return take(
        request, step, forms.RepaidForm(posted(request)),
        lambda data: troubles.repayment_record(actor=request.actor, recovery_id=pk, **data),
    )  # fmt: skip


@needs(rights.PAYMENT_WRITE_OFF)
def write_off(request: ActorRequest, pk: int) -> HttpResponse:
    """It cannot be recovered."""
    load(Recovery.objects.all(), request.actor, rights.PAYMENT_WRITE_OFF, pk=pk)
    step = Step(_("Write off"), _("Write off"), reverse("payments:troubles"), tone="danger")
    return take(
        request, step, forms.ReasonForm(posted(request)),
        lambda data: troubles.recovery_write_off(actor=request.actor, recovery_id=pk, **data),
    )  # fmt: skip


@needs(rights.PAYMENT_PREPARE)
@require_POST
def lift(request: ActorRequest, pk: int) -> HttpResponse:
    """Pay again."""
    row = troubles.suspension_lift(actor=request.actor, suspension_id=pk)
    return redirect("payments:elder", pk=row.elder_id)


@needs(rights.PAYMENT_PREPARE)
def suspend(request: ActorRequest, pk: int) -> HttpResponse:
    """Stop all payments of a person for a while."""
    elder_for(request.actor, pk, rights.PAYMENT_PREPARE)
    step = Step(
        _("Suspend payments"), _("Suspend"), reverse("payments:elder", args=[pk]),
        _("What is owed stays owed, and follows as arrears when the suspension ends."),
    )  # fmt: skip
    return take(
        request, step, forms.SuspendForm(posted(request)),
        lambda data: troubles.payment_suspend(actor=request.actor, elder_id=pk, **data),
    )  # fmt: skip
