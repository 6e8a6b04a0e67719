"""Records that were one person: their books become one, by entries that move the sums, so that nothing is rewritten."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from sangyu.kernel import audit, clock
from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.people.payments import audit_codes, rights
from sangyu.people.payments.models import Entry
from sangyu.people.payments.services._common import lock_books

_MOVE = """
INSERT INTO payments_entry (elder_id, programme, month, kind, state, amount_fen, fund, area_code, made_at,
                            settled_at, note)
SELECT CASE side WHEN 1 THEN %(giver)s ELSE %(taker)s END, n.programme, n.month, 'move', 'settled',
       CASE side WHEN 1 THEN -n.fen ELSE n.fen END, n.fund, n.area_code, %(at)s, %(at)s, %(note)s
FROM (SELECT programme, month, fund, max(area_code) AS area_code, sum(amount_fen) AS fen
      FROM payments_entry WHERE elder_id = %(giver)s AND state = 'settled' {only}
      GROUP BY programme, month, fund) AS n
CROSS JOIN (VALUES (1), (2)) AS sides(side) WHERE n.fen <> 0
"""


@transaction.atomic
def books_merge(*, actor: Actor, kept_id: int, merged_id: int, at: datetime | None = None) -> int:
    """Everything settled for the merged record is from now on the kept one's; returns the number of entries."""
    return _move(actor, merged_id, kept_id, f"#{merged_id} → #{kept_id}", "", at)


@transaction.atomic
def books_unmerge(*, actor: Actor, kept_id: int, merged_id: int, at: datetime | None = None) -> int:
    """The two are two after all: what was moved goes back."""
    note = f"#{merged_id} → #{kept_id}"
    back = "AND kind = 'move' AND note IN (%(of)s, %(note)s)"
    return _move(actor, kept_id, merged_id, f"#{kept_id} → #{merged_id}", back, at, note)


def _move(  # noqa: PLR0913, PLR0917  one statement for both ways
    actor: Actor, giver: int, taker: int, note: str, only: str, at: datetime | None,
    of: str = "",
) -> int:  # fmt: skip
    require(actor, rights.PAYMENT_PREPARE)
    at = at or clock.now()
    codes = Entry.objects.filter(elder_id=giver).order_by("programme").values_list("programme", flat=True)  # fmt: skip
    for programme in codes.distinct():
        lock_books(programme)
    values: dict[str, Any] = {"giver": giver, "taker": taker, "at": at, "note": note, "of": of}
    with connection.cursor() as cursor:
        cursor.execute(_MOVE.format(only=only), values)
        moved = int(cursor.rowcount)
    if moved:
        audit.record(
            actor, audit_codes.MOVED, kind="elder", id=taker, label=f"#{taker}",
            after={"from": giver, "entries": moved}, at=at,
        )  # fmt: skip
    return moved
