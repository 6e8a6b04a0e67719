"""The pages of privileged accounts' new passwords: who asked, why, and the second person's decision."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sangyu.city.organisations import selectors, services
from sangyu.city.organisations.types import ResetState
from sangyu.kernel import clock
from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.ui import listing
from sangyu.kernel.ui.listing import Column

COLUMNS = [
    Column("account", gettext_lazy("Account")),
    Column("reason", gettext_lazy("Reason")),
    Column("asked", gettext_lazy("Asked at"), sort="asked_at", kind="date"),
    Column("state", gettext_lazy("State")),
    Column("decided", gettext_lazy("Decided at"), kind="date", is_minor=True),
    Column("actions", gettext_lazy("Decision"), kind="actions"),
]
TONES = {ResetState.WAITING: "warn", ResetState.APPROVED: "good", ResetState.REFUSED: "bad"}


@needs("account.view")
def resets(request: ActorRequest) -> HttpResponse:
    """What waits for a decision, and what became of earlier requests."""
    rows = selectors.resets_seen(actor=request.actor)
    page = listing.build(request, rows, COLUMNS, default="-asked", list_id="resets")
    now, mine = clock.now(), request.actor.account_id
    for row in page.rows:
        row.tone = TONES.get(ResetState(row.state), "muted")
        row.is_live = row.state == ResetState.WAITING
        row.is_late = row.is_live and row.expires_at <= now
        row.is_mine = mine in {row.asked_by_id, row.account_id}
    context = {
        "resets": page,
        "may_approve": request.actor.may("password.approve"),
        "may_ask": request.actor.may("account.manage"),
    }
    return render(request, "organisations/resets.html", context)


@needs("password.approve")
@require_POST
@never_cache
def approve(request: ActorRequest, reset_id: int) -> HttpResponse:
    """Approve, and see the second half once."""
    half = services.reset_approve(actor=request.actor, reset_id=reset_id)
    row = selectors.resets_seen(actor=request.actor).get(pk=reset_id)
    context = {"account": row.account, "half": half, "reset": row, "is_second": True}
    return render(request, "organisations/half.html", context)


@needs("password.approve")
@require_POST
def refuse(request: ActorRequest, reset_id: int) -> HttpResponse:
    """Refuse."""
    services.reset_refuse(actor=request.actor, reset_id=reset_id)
    messages.success(request, _("The request is refused; the present password still holds."))
    return redirect("organisations:resets")


@needs("account.manage")
@require_POST
def withdraw(request: ActorRequest, reset_id: int) -> HttpResponse:
    """Take it back."""
    services.reset_withdraw(actor=request.actor, reset_id=reset_id)
    messages.success(request, _("The request is withdrawn; the present password still holds."))
    return redirect("organisations:resets")
