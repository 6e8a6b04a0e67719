"""A batch's content: emptied, filled from what is owed, counted, and held against the ledger."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from sangyu.kernel import clock
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict
from sangyu.people.entitlement.selectors import dues_fill
from sangyu.people.entitlement.selectors.filling import COLUMNS
from sangyu.people.payments import policy
from sangyu.people.payments.models import Batch, Entry, Held, Line
from sangyu.people.payments.services import _sql


def clear(batch: Batch) -> None:
    """Nothing planned is left: entries, lines, held. Only before the file is with the bank; the triggers see to it."""
    Entry.objects.filter(batch=batch).delete()
    Line.objects.filter(batch=batch).delete()
    Held.objects.filter(batch=batch).delete()


def fill_due(actor: Actor, batch: Batch, at: datetime) -> dict[str, Any]:
    """A temporary table with everything owed in the batch's area up to its month; the values of the statements."""
    first: date = policy.books_from()
    with connection.cursor() as cursor:
        cursor.execute(_sql.DROP)
        cursor.execute(_sql.MAKE_DUE.format(columns=COLUMNS))
    dues_fill(
        actor=actor.within(batch.area_code), table="payments_due", programme=batch.programme,
        first=first, last=batch.month,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE payments_due")
    return {
        "batch": batch.pk, "programme": batch.programme, "month": batch.month, "at": at,
        "area": batch.area_code, "beyond": batch.area_code + "\uffff", "today": clock.legal_day(at),
    }  # fmt: skip


def count(batch: Batch, values: dict[str, Any]) -> None:
    """The sums and the digest of the lines onto the batch (not saved)."""
    with connection.cursor() as cursor:
        cursor.execute(_sql.TOTALS, values)
        totals = cursor.fetchone() or (0, 0, 0, 0, 0)
        cursor.execute(_sql.DIGEST, values)
        (digest,) = cursor.fetchone() or ("",)
    batch.people, batch.gross_fen, batch.offset_fen, batch.net_fen, batch.held_people = map(int, totals)  # fmt: skip
    batch.digest = digest


def ensure_balanced(batch: Batch) -> None:
    """Refuse where a line is not the sum of its entries: that would be a fault of ours."""
    with connection.cursor() as cursor:
        cursor.execute(_sql.UNBALANCED, {"batch": batch.pk})
        (wrong,) = cursor.fetchone() or (0,)
    if wrong:
        raise Conflict(
            "books-unbalanced",
            _("%(count)s transfers do not agree with the ledger.") % {"count": wrong},
            remedy=_("Do not pay; tell whoever runs the system."),
        )
