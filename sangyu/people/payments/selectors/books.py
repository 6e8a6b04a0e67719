"""The ledger read: one person's months, and funds with their reconciliation to the fen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor, system_actor
from sangyu.people.entitlement.selectors import due_history
from sangyu.people.entitlement.types import Kind
from sangyu.people.payments import policy, rights
from sangyu.people.payments.models import Batch, Entry
from sangyu.people.payments.selectors.people import elder_for

MOST = 500
BOOKS = system_actor("payments.books")
RECOVERED = ("offset", "repayment", "return", "undone")


def programmes_of(elder_id: int) -> list[str]:
    """The programmes under which anything was ever booked for a person. For the room's own handlers."""
    rows = Entry.objects.filter(elder_id=elder_id).values_list("programme", flat=True)
    return sorted(set(rows))


@dataclass(frozen=True)
class MonthLine:
    """One month of one programme in fen; `gap` is what is still to be paid (or, negative, to be recovered)."""

    programme: str
    month: date
    due: int
    paid: int
    recovered: int
    other: int
    claimed: bool

    @property
    def gap(self) -> int:
        return self.due - (self.paid - self.recovered + self.other)


def months(*, actor: Actor, elder_id: int) -> list[MonthLine]:
    """What was owed, paid and recovered to one person, the latest month first: paid - recovered = due, or why not."""
    elder_for(actor, elder_id, rights.PAYMENT_VIEW)
    # Who may read the books may read what they are held against, also an inspector without a right to decisions.
    due = {
        (one.programme, one.month): int(one.amount * 100)
        for one in due_history(actor=BOOKS.within(actor.area_code), elder_id=elder_id)
        if one.kind != Kind.VOUCHER and one.month >= policy.books_from()
    }
    settled = Q(state="settled")
    rows = (
        Entry.objects.filter(elder_id=elder_id).exclude(state="void").values("programme", "month")
        .annotate(
            paid=Coalesce(Sum("amount_fen", filter=settled & Q(kind="payment")), 0),
            recovered=Coalesce(Sum("amount_fen", filter=settled & Q(kind__in=RECOVERED)), 0),
            other=Coalesce(Sum("amount_fen", filter=settled & Q(kind__in=("write_off", "move"))), 0),
            planned=Coalesce(Sum("amount_fen", filter=Q(state="planned")), 0),
        )
    )  # fmt: skip
    booked = {(row["programme"], row["month"]): row for row in rows}
    nothing = {"paid": 0, "recovered": 0, "other": 0, "planned": 0}
    found = [
        MonthLine(
            key[0], key[1], due.get(key, 0), one["paid"], -one["recovered"], one["other"],
            bool(one["planned"]),
        )
        for key in {*due, *booked}
        for one in [booked.get(key, nothing)]
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.month, one.programme), reverse=True)


def entries_of(*, actor: Actor, elder_id: int) -> list[Entry]:
    """Every entry of one person, the latest first."""
    elder_for(actor, elder_id, rights.PAYMENT_VIEW)
    rows = Entry.objects.filter(elder_id=elder_id).select_related("batch", "line")
    return list(rows.order_by("-id")[:MOST])


@dataclass(frozen=True)
class FundLine:
    """What went out of one fund for one programme in a year, in fen."""

    fund: str
    programme: str
    paid: int
    recovered: int
    written_off: int
    planned: int

    @property
    def net(self) -> int:
        return self.paid - self.recovered


def funds(*, actor: Actor, year: int) -> list[FundLine]:
    """The ledger by fund, of the months of a year, within the actor's area."""
    require(actor, rights.PAYMENT_VIEW)
    settled = Q(state="settled")
    rows = (
        Entry.objects.visible_to(actor).filter(month__year=year).exclude(state="void")
        .values("fund", "programme")
        .annotate(
            paid=Coalesce(Sum("amount_fen", filter=settled & Q(kind="payment")), 0),
            recovered=Coalesce(Sum("amount_fen", filter=settled & Q(kind__in=RECOVERED)), 0),
            written_off=Coalesce(Sum("amount_fen", filter=settled & Q(kind="write_off")), 0),
            planned=Coalesce(Sum("amount_fen", filter=Q(state="planned")), 0),
        )
        .order_by("fund", "programme")
    )  # fmt: skip
    return [
        FundLine(r["fund"], r["programme"], r["paid"], -r["recovered"], -r["written_off"], r["planned"])
        for r in rows
    ]  # fmt: skip


_RECONCILE = """
SELECT b.id, b.net_fen,
  (SELECT COALESCE(sum(amount_fen), 0) FROM payments_line WHERE batch_id = b.id AND state <> 'withheld'),
  (SELECT COALESCE(sum(amount_fen), 0) FROM payments_line WHERE batch_id = b.id AND state IN ('paid', 'offset')),
  (SELECT COALESCE(sum(amount_fen), 0) FROM payments_line WHERE batch_id = b.id AND state IN ('failed', 'returned')),
  (SELECT COALESCE(sum(amount_fen), 0) FROM payments_line WHERE batch_id = b.id AND state = 'issued'),
  (SELECT COALESCE(sum(amount_fen), 0) FROM payments_entry WHERE batch_id = b.id AND state = 'settled')
FROM payments_batch AS b WHERE b.id = ANY(%s)
"""


@dataclass(frozen=True)
class Reconciled:
    """One batch to the fen: what was issued is paid, refused or still with the bank, and the ledger says the same."""

    batch: Batch
    issued: int
    lines: int
    paid: int
    failed: int
    waiting: int
    ledger: int

    @property
    def is_whole(self) -> bool:
        return (
            self.issued == self.lines == self.paid + self.failed + self.waiting
            and self.paid == self.ledger
        )


def reconciliation(*, actor: Actor, year: int) -> list[Reconciled]:
    """Every batch of a year that went to the bank, of the actor's area and within it."""
    require(actor, rights.PAYMENT_VIEW)
    rows: Any = Batch.objects.visible_to(actor).filter(
        month__year=year, state__in=("issued", "closed"), area_code__startswith=actor.area_code
    )
    batches = {row.pk: row for row in rows}
    with connection.cursor() as cursor:
        cursor.execute(_RECONCILE, [list(batches)])
        found = {row[0]: row[1:] for row in cursor.fetchall()}
    return [Reconciled(row, *map(int, found[pk])) for pk, row in batches.items()]
