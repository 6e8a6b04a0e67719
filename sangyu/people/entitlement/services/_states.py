"""The state of a standing decision: what the rules say, and whether money flows."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

STATE_SQL = """
    CASE WHEN {verdict} = 'yes' THEN CASE WHEN {receives} THEN 'receiving' ELSE 'unclaimed' END
         WHEN {receives} THEN 'overpaid'
         WHEN {verdict} = 'maybe' THEN 'maybe'
         WHEN {effect} <> 'none' THEN 'overlapped'
         ELSE 'none' END"""


def refresh(elder_ids: Sequence[int]) -> None:
    """Bring the states of these people's standing decisions up to their receipts."""
    state = STATE_SQL.format(verdict="d.verdict", effect="d.effect", receives="(r.id IS NOT NULL)")
    with connection.cursor() as cursor:
        cursor.execute(
            f"""UPDATE entitlement_decision AS d SET state = now.state FROM (
                SELECT d.id, {state} AS state FROM entitlement_decision AS d
                LEFT JOIN entitlement_receipt AS r
                  ON r.elder_id = d.elder_id AND r.programme_id = d.programme_id AND r.ended IS NULL
                WHERE d.elder_id = ANY(%s) AND d.until_on IS NULL AND d.superseded_at IS NULL
            ) AS now WHERE now.id = d.id AND d.state <> now.state""",
            [list(elder_ids)],
        )
