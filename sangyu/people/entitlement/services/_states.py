"""The state of a standing decision: what the rules say, and whether money flows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection

from sangyu.people.entitlement.types import Effect, State, Verdict

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


def plain(verdict: str, effect: str) -> str:
    """The state while no money flows."""
    if verdict == Verdict.YES:
        return State.UNCLAIMED
    if verdict == Verdict.MAYBE:
        return State.MAYBE
    return State.NONE if effect == Effect.NONE else State.OVERLAPPED


def keep_flowing(elder_id: int, area_code: str, day: date, when: datetime) -> None:
    """Money that flows without any standing decision gets one, so that it is found: "overpaid"."""
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO entitlement_decision (
                elder_id, area_code, programme_id, version_id, verdict, effect, state, amount_fen, told, from_on,
                decided_at)
            SELECT r.elder_id, %(area)s, r.programme_id, v.id, 'no', 'none', 'overpaid', 0, 0, %(day)s, %(at)s
            FROM entitlement_receipt AS r
            JOIN LATERAL (
                SELECT id FROM entitlement_programmeversion
                WHERE programme_id = r.programme_id AND in_force AND effective_from <= %(day)s
                ORDER BY effective_from DESC LIMIT 1) AS v ON TRUE
            WHERE r.elder_id = %(elder)s AND r.ended IS NULL AND NOT EXISTS (
                SELECT 1 FROM entitlement_decision AS d
                WHERE d.elder_id = r.elder_id AND d.programme_id = r.programme_id
                  AND d.until_on IS NULL AND d.superseded_at IS NULL)""",
            {"elder": elder_id, "area": area_code, "day": day, "at": when},
        )
