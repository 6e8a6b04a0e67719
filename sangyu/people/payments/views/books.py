"""The ledger: by fund with its reconciliation, and of one person."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from sangyu.kernel import clock
from sangyu.kernel.access import ActorRequest, needs
from sangyu.people.payments import pages, rights
from sangyu.people.payments.models import Suspension
from sangyu.people.payments.selectors import books
from sangyu.people.payments.selectors.people import elder_for


@needs(rights.PAYMENT_VIEW)
def funds(request: ActorRequest) -> HttpResponse:
    """What each fund paid in a year, and every batch to the fen."""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else clock.today().year  # fmt: skip
    names = pages.programme_names(request.actor)
    lines = [
        (x.fund, names.get(x.programme, x.programme),
         *map(pages.yuan, (x.paid, x.recovered, x.net, x.written_off, x.planned)))
        for x in books.funds(actor=request.actor, year=year)
    ]  # fmt: skip
    batches = [
        (x.batch, names.get(x.batch.programme, x.batch.programme), x.is_whole,
         *map(pages.yuan, (x.issued, x.paid, x.failed, x.waiting, x.ledger)))
        for x in books.reconciliation(actor=request.actor, year=year)
    ]  # fmt: skip
    context = {"year": year, "before": year - 1, "lines": lines, "batches": batches}
    return render(request, "payments/books.html", context)


@needs(rights.PAYMENT_VIEW)
def elder(request: ActorRequest, pk: int) -> HttpResponse:
    """What one person was owed, paid and gave back, month by month, with every entry behind it."""
    person = elder_for(request.actor, pk, rights.PAYMENT_VIEW)
    names = pages.programme_names(request.actor)
    months = [
        (x, names.get(x.programme, x.programme), *map(pages.yuan, (x.due, x.paid, x.recovered, x.gap)))
        for x in books.months(actor=request.actor, elder_id=pk)
    ]  # fmt: skip
    entries = [
        (x, names.get(x.programme, x.programme), pages.yuan(x.amount_fen))
        for x in books.entries_of(actor=request.actor, elder_id=pk)
    ]
    stops = Suspension.objects.visible_to(request.actor).filter(elder_id=pk, lifted_at=None)
    context = {"person": person, "months": months, "entries": entries, "stops": stops}
    return render(request, "payments/elder.html", context)
