"""Overpaid months as the books and the dues say now: recoveries are opened, followed and closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from sangyu.kernel import clock, events
from sangyu.kernel.actors import Actor
from sangyu.people.entitlement.selectors import dues_fill
from sangyu.people.entitlement.selectors.filling import COLUMNS
from sangyu.people.payments import policy
from sangyu.people.payments.events import RecoveriesChanged

_MAKE = "CREATE TEMP TABLE payments_owed ({columns}) ON COMMIT DROP"
_OVER = """
CREATE TEMP TABLE payments_over ON COMMIT DROP AS
SELECT n.elder_id, min(n.area_code) AS area_code, sum(n.net_fen - COALESCE(d.amount_fen, 0))::bigint AS open_fen,
       NOT EXISTS (SELECT 1 FROM payments_owed AS o WHERE o.elder_id = n.elder_id AND o.month = %(this)s) AS by_demand
FROM (
    SELECT x.elder_id, x.month, sum(x.amount_fen) AS net_fen, min(e.area_code) AS area_code
    FROM payments_entry AS x
    JOIN registry_elder AS e ON e.id = x.elder_id AND e.status <> 'merged'
         AND e.area_code >= %(area)s AND e.area_code < %(beyond)s
    WHERE x.programme = %(programme)s AND x.state = 'settled'
      AND (%(elders)s::bigint[] IS NULL OR x.elder_id = ANY(%(elders)s))
    GROUP BY x.elder_id, x.month) AS n
LEFT JOIN payments_owed AS d ON d.elder_id = n.elder_id AND d.month = n.month
WHERE n.net_fen > COALESCE(d.amount_fen, 0)
GROUP BY n.elder_id
"""
_OPEN = """
INSERT INTO payments_recovery AS r (elder_id, area_code, programme, state, amount_fen, open_fen, by_demand, opened_at,
                                    closed_by, note)
SELECT elder_id, area_code, %(programme)s, 'open', open_fen, open_fen, by_demand, %(at)s, '', '' FROM payments_over
ON CONFLICT (elder_id, programme) WHERE state = 'open' DO UPDATE
SET open_fen = excluded.open_fen, amount_fen = GREATEST(r.amount_fen, excluded.open_fen),
    by_demand = excluded.by_demand, area_code = excluded.area_code
WHERE (r.open_fen, r.by_demand, r.area_code)
      IS DISTINCT FROM (excluded.open_fen, excluded.by_demand, excluded.area_code)
"""
_CLOSE = """
UPDATE payments_recovery AS r SET open_fen = 0, closed_at = %(at)s, closed_by = %(who)s, state = CASE
    WHEN EXISTS (SELECT 1 FROM payments_entry AS x WHERE x.elder_id = r.elder_id AND x.programme = r.programme
                 AND x.kind IN ('offset', 'repayment', 'return') AND x.settled_at >= r.opened_at) THEN 'recovered'
    WHEN EXISTS (SELECT 1 FROM payments_entry AS x WHERE x.elder_id = r.elder_id AND x.programme = r.programme
                 AND x.kind = 'write_off' AND x.settled_at >= r.opened_at) THEN 'written_off'
    ELSE 'ceased' END
FROM registry_elder AS e
WHERE r.state = 'open' AND r.programme = %(programme)s AND e.id = r.elder_id
  AND e.area_code >= %(area)s AND e.area_code < %(beyond)s
  AND (%(elders)s::bigint[] IS NULL OR r.elder_id = ANY(%(elders)s))
  AND NOT EXISTS (SELECT 1 FROM payments_over AS o WHERE o.elder_id = r.elder_id)
"""
MONTHS = """
SELECT n.month, n.net_fen - COALESCE(d.amount_fen, 0), n.last_id FROM (
    SELECT x.month, sum(x.amount_fen) AS net_fen, max(x.id) AS last_id FROM payments_entry AS x
    WHERE x.programme = %(programme)s AND x.elder_id = %(elder)s AND x.state <> 'void'
    GROUP BY x.month HAVING NOT bool_or(x.state = 'planned')) AS n
LEFT JOIN payments_owed AS d ON d.elder_id = %(elder)s AND d.month = n.month
WHERE n.net_fen > COALESCE(d.amount_fen, 0) ORDER BY n.month
"""


def look(
    actor: Actor, programme: str, area_code: str, at: datetime, elders: Sequence[int] | None = None
) -> int:
    """Bring the recoveries of an area (or of some of its people) up to what is true now; returns how many changed."""
    owed(actor, programme, area_code, at, elders)
    values: dict[str, Any] = {
        "programme": programme, "area": area_code, "beyond": area_code + "\uffff", "at": at,
        "who": actor.label[:60], "this": clock.legal_day(at).replace(day=1),
        "elders": None if elders is None else list(elders),
    }  # fmt: skip
    changed = 0
    with connection.cursor() as cursor:
        cursor.execute(_OVER, values)
        for statement in (_OPEN, _CLOSE):
            cursor.execute(statement, values)
            changed += cursor.rowcount
        cursor.execute("DROP TABLE payments_over, payments_owed")
    if changed:
        events.publish(RecoveriesChanged(area_code, programme))
    return changed


def owed(
    actor: Actor, programme: str, area_code: str, at: datetime, elders: Sequence[int] | None
) -> None:
    """The temporary table payments_owed: every month owed so far, the present one included."""
    with connection.cursor() as cursor:
        cursor.execute(_MAKE.format(columns=COLUMNS))
    last = clock.legal_day(at).replace(day=1)
    dues_fill(
        actor=actor.within(area_code), table="payments_owed", programme=programme,
        first=policy.books_from(), last=last, elder_ids=elders,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE payments_owed")
