"""The undeliverable events, for the system administrator."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.events import delivery, rights
from sangyu.kernel.ui import htmx, listing
from sangyu.kernel.ui.listing import Column

COLUMNS = [
    Column("handler", _("Receiver")),
    Column("event", _("Event")),
    Column("error", _("Last error")),
    Column("tries", _("Tries"), kind="number"),
    Column("published", _("Published at"), kind="date"),
    Column("again", _("Try again"), kind="actions"),
]


@needs(rights.EVENTS_MANAGE)
def dead(request: ActorRequest) -> HttpResponse:
    """Deliveries that failed for the last time."""
    rows = delivery.dead_list(actor=request.actor)
    page = listing.build(request, rows, COLUMNS, default="-id", list_id="dead")
    return render(request, "events/dead.html", {"dead": page})


@require_POST
@needs(rights.EVENTS_MANAGE)
def again(request: ActorRequest, pk: int) -> HttpResponse:
    """Try one again."""
    delivery.delivery_revive(actor=request.actor, delivery_id=pk)
    messages.success(request, _("The worker tries it again now."))
    return htmx.redirect(request, reverse("events:dead"))
