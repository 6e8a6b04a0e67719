"""Fresh decisions against those that stand, in a few statements: what is the same stays, what changed begins anew.

`fresh` holds the answers, `asked` (for a few people) whom they were asked about. Money that flows without an
entitlement stays a row of its own ("overpaid"), so that it is found and not forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa
from django.db import connection

from sangyu.people.entitlement.deciding import as_csv
from sangyu.people.entitlement.services._states import STATE_SQL

PIECE = 1 << 20


@dataclass(frozen=True)
class Merged:
    """What a merge did."""

    opened: int
    closed: int


def merge(table: pa.Table, *, as_of: date, run_id: int | None, at: datetime, whole: bool) -> Merged:
    """Bring the answers in. `whole`: everybody was asked; otherwise the temporary table `asked` says who."""
    values: dict[str, Any] = {"as_of": as_of, "run": run_id, "at": at}
    only = "TRUE" if whole else "{0}.elder_id IN (SELECT elder_id FROM asked)"
    with connection.cursor() as cursor:
        cursor.execute(_FRESH)
        with cursor.copy(_COPY) as copy:
            content = memoryview(as_csv(table))
            for start in range(0, len(content), PIECE):
                copy.write(content[start : start + PIECE])
        cursor.execute(_COMPLETE)
        cursor.execute(_FLOWING.format(only=only.format("r")), values)
        cursor.execute("CREATE UNIQUE INDEX ON fresh (elder_id, programme_id)")
        cursor.execute("ANALYZE fresh")
        cursor.execute(_MOVED.format(only=only.format("d")))
        cursor.execute(_CLOSE.format(only=only.format("d")), values)
        closed = cursor.rowcount
        cursor.execute(_RETELL)
        cursor.execute(_OPEN, values)
        opened = cursor.rowcount
        cursor.execute("DROP TABLE fresh")
    return Merged(opened, closed)


_COPY = "COPY fresh (elder_id, version_id, result, told) FROM STDIN (FORMAT csv)"
_FRESH = """
CREATE TEMP TABLE fresh (
    elder_id bigint NOT NULL, version_id bigint NOT NULL, result integer NOT NULL, told bigint NOT NULL,
    programme_id bigint, verdict text, effect text, amount_fen integer
) ON COMMIT DROP"""

_COMPLETE = """
UPDATE fresh AS f SET
    programme_id = v.programme_id,
    verdict = CASE WHEN f.result >= 0 THEN 'yes' WHEN f.result = -2 THEN 'maybe' ELSE 'no' END,
    effect = CASE f.result WHEN -3 THEN 'excluded' WHEN -4 THEN 'lower' ELSE 'none' END,
    amount_fen = GREATEST(f.result, 0)
FROM entitlement_programmeversion AS v WHERE v.id = f.version_id"""

_FLOWING = """
INSERT INTO fresh
SELECT r.elder_id, v.id, -1, 0, r.programme_id, 'no', 'none', 0
FROM entitlement_receipt AS r
JOIN LATERAL (
    SELECT id FROM entitlement_programmeversion
    WHERE programme_id = r.programme_id AND in_force AND effective_from <= %(as_of)s
    ORDER BY effective_from DESC LIMIT 1
) AS v ON TRUE
WHERE r.ended IS NULL AND {only} AND NOT EXISTS (
    SELECT 1 FROM fresh AS f WHERE f.elder_id = r.elder_id AND f.programme_id = r.programme_id)"""

_MOVED = """
UPDATE entitlement_decision AS d SET area_code = e.area_code
FROM registry_elder AS e WHERE e.id = d.elder_id AND d.area_code <> e.area_code AND {only}"""

# The last day it held is the day before `until`; of a person who left, `owed` cuts by the version's own stop rules.
_CLOSE = """
UPDATE entitlement_decision AS d SET
    until_on = n.until,
    superseded_at = CASE WHEN d.from_on >= n.until THEN %(at)s::timestamptz END,
    last_month = CASE
        WHEN d.first_month IS NULL THEN NULL
        WHEN n.left_on IS NOT NULL THEN date_trunc('month', n.left_on)::date
        WHEN n.stop_loss = 'next_month' AND NOT n.overlapped THEN date_trunc('month', n.until - 1)::date
        ELSE (date_trunc('month', n.until) - INTERVAL '1 month')::date END
FROM (
    SELECT d.id, v.stop_loss, e.left_on, COALESCE(f.effect <> 'none', FALSE) AS overlapped,
           GREATEST(d.from_on, LEAST(%(as_of)s::date, COALESCE(e.left_on, %(as_of)s::date))) AS until
    FROM entitlement_decision AS d
    JOIN registry_elder AS e ON e.id = d.elder_id
    JOIN entitlement_programmeversion AS v ON v.id = d.version_id
    LEFT JOIN fresh AS f ON f.elder_id = d.elder_id AND f.programme_id = d.programme_id
    WHERE d.until_on IS NULL AND d.superseded_at IS NULL AND {only}
      AND (f.elder_id IS NULL OR (d.version_id, d.verdict, d.effect, d.amount_fen)
           IS DISTINCT FROM (f.version_id, f.verdict, f.effect, f.amount_fen))
) AS n WHERE d.id = n.id"""

_RETELL = """
UPDATE entitlement_decision AS d SET told = f.told
FROM fresh AS f
WHERE f.elder_id = d.elder_id AND f.programme_id = d.programme_id AND d.told <> f.told
  AND d.until_on IS NULL AND d.superseded_at IS NULL"""

_OPEN = f"""
INSERT INTO entitlement_decision (
    elder_id, area_code, programme_id, version_id, verdict, effect, state, amount_fen, told,
    from_on, first_month, run_id, decided_at)
SELECT f.elder_id, e.area_code, f.programme_id, f.version_id, f.verdict, f.effect,
       {STATE_SQL.format(verdict="f.verdict", effect="f.effect", receives="(r.id IS NOT NULL)")},
       f.amount_fen, f.told, %(as_of)s::date,
       CASE WHEN f.verdict = 'yes' THEN date_trunc('month', %(as_of)s::date)::date END, %(run)s, %(at)s
FROM fresh AS f
JOIN registry_elder AS e ON e.id = f.elder_id
LEFT JOIN entitlement_receipt AS r
  ON r.elder_id = f.elder_id AND r.programme_id = f.programme_id AND r.ended IS NULL
LEFT JOIN entitlement_decision AS d
  ON d.elder_id = f.elder_id AND d.programme_id = f.programme_id
 AND d.until_on IS NULL AND d.superseded_at IS NULL
WHERE d.id IS NULL"""
