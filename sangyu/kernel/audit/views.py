"""The trail, for the audit administrator."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.audit import selectors
from sangyu.kernel.audit.forms import EntryFilter
from sangyu.kernel.audit.policy import retention
from sangyu.kernel.audit.rights import AUDIT_VIEW
from sangyu.kernel.ui import listing
from sangyu.kernel.ui.listing import Column

COLUMNS = [
    Column("at", _("Time"), kind="date"),
    Column("what", _("Operation")),
    Column("who", _("Who")),
    Column("area", _("Area"), is_minor=True),
    Column("number", _("Entry number"), kind="number"),
]


@needs(AUDIT_VIEW)
def entries(request: ActorRequest) -> HttpResponse:
    """Every entry of the actor's area, newest first."""
    form = EntryFilter(request.GET)
    rows = selectors.entry_list(actor=request.actor, filters=form.chosen())
    page = listing.build(request, rows, COLUMNS, default="-id", list_id="entries")
    page.rows[:] = [selectors.as_entry(row) for row in page.rows]
    context = {
        "filter": form,
        "entries": page,
        "standing": selectors.standing(actor=request.actor),
        "retention": retention(),
    }
    return render(request, "audit/list.html", context)


@needs(AUDIT_VIEW)
def entry(request: ActorRequest, pk: int) -> HttpResponse:
    """One entry: who, what, before and after, and its seal."""
    found = selectors.entry_get(actor=request.actor, pk=pk)
    return render(request, "audit/entry.html", {"entry": found, "seal": selectors.seal_of(pk)})
