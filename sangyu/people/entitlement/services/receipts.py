"""Money reached an elder, or stopped: payments tell it here, so that "entitled and not receiving" is known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from sangyu.kernel import audit, clock
from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.people.entitlement import audit_codes, rights
from sangyu.people.entitlement.services import _states
from sangyu.people.entitlement.types import Receipt


def receipt_record(
    *, actor: Actor, elder_id: int, programme: str, first_paid: date, at: datetime | None = None
) -> None:
    """One person's programme was paid for the first time. Told twice, it is kept once, with the earlier day."""
    receipts_record(actor=actor, receipts=[Receipt(elder_id, programme, first_paid)], at=at)


@transaction.atomic
def receipts_record(
    *, actor: Actor, receipts: Iterable[Receipt], at: datetime | None = None
) -> int:
    """Many at once, in a few statements: first payments, and with `ended` the last ones. Returns how many were told.

    Elders outside the actor's area are left out. The states of the decisions follow at once.
    """
    require(actor, rights.RECEIPTS_RECORD)
    rows = [(each.elder_id, each.programme, each.first_paid, each.ended) for each in receipts]
    when = at or clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE told_receipt (elder_id bigint, code text, first_paid date, ended date) ON COMMIT DROP"
        )
        with cursor.copy("COPY told_receipt FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        scope: dict[str, Any] = {
            "area": actor.area_code,
            "beyond": actor.area_code + "\uffff",
            "at": when,
        }
        cursor.execute(_BEGIN, scope)
        cursor.execute(_END, scope)
        cursor.execute("SELECT DISTINCT elder_id FROM told_receipt")
        elders = [elder for (elder,) in cursor.fetchall()]
        cursor.execute("DROP TABLE told_receipt")
    _states.refresh(elders)
    audit.record(
        actor,
        audit_codes.RECEIPTS,
        kind="receipts",
        id=when.isoformat(),
        label=str(len(rows)),
        after={"count": len(rows)},
        at=at,
    )
    return len(rows)


_SEEN = """
    SELECT t.elder_id, p.id AS programme_id, min(t.first_paid) AS first_paid, max(t.ended) AS ended
    FROM told_receipt AS t
    JOIN entitlement_programme AS p ON p.code = t.code
    JOIN registry_elder AS e ON e.id = t.elder_id AND e.area_code >= %(area)s AND e.area_code < %(beyond)s
    GROUP BY t.elder_id, p.id"""
_BEGIN = f"""
INSERT INTO entitlement_receipt AS r (elder_id, programme_id, first_paid, ended, recorded_at)
SELECT elder_id, programme_id, first_paid, NULL, %(at)s FROM ({_SEEN}) AS seen WHERE ended IS NULL
ON CONFLICT (elder_id, programme_id) WHERE ended IS NULL
DO UPDATE SET first_paid = LEAST(r.first_paid, EXCLUDED.first_paid)"""
_END = f"""
UPDATE entitlement_receipt AS r SET ended = GREATEST(seen.ended, r.first_paid)
FROM ({_SEEN}) AS seen
WHERE r.elder_id = seen.elder_id AND r.programme_id = seen.programme_id AND r.ended IS NULL
  AND seen.ended IS NOT NULL"""
