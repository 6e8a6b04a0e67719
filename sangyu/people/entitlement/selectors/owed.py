"""What is owed: the months of the decisions that hold, cut by deaths, moves, refusals and missing applications.

One statement for one person and for everybody. A month is owed if a decision "yes" covers it, the elder had not left by
then (the version says whether the month of death or of the move is still paid), nobody refused, and, where the version
asks for an application, one was made; then no month before it is owed unless the version pays back to entitlement.
Where two decisions touch one month the later one counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from sangyu.kernel import clock
from sangyu.kernel.access import load, require
from sangyu.kernel.actors import Actor
from sangyu.people.entitlement import rights
from sangyu.people.entitlement.models import Decision, Programme
from sangyu.people.entitlement.types import Due, Kind

_SQL = """
SELECT DISTINCT ON (d.elder_id, p.code, m.month)
       d.elder_id, e.area_code, p.code, d.version_id, m.month::date, d.amount_fen, v.fund, d.id, p.kind
FROM entitlement_decision AS d
JOIN registry_elder AS e ON e.id = d.elder_id AND e.status <> 'merged'
JOIN entitlement_programmeversion AS v ON v.id = d.version_id
JOIN entitlement_programme AS p ON p.id = d.programme_id
LEFT JOIN entitlement_claim AS c ON c.elder_id = d.elder_id AND c.programme_id = d.programme_id
CROSS JOIN LATERAL generate_series(
    GREATEST(d.first_month, %(first)s::date)::timestamp,
    LEAST(COALESCE(d.last_month, %(last)s::date), %(last)s::date)::timestamp, INTERVAL '1 month') AS m(month)
WHERE d.superseded_at IS NULL AND d.verdict = 'yes' AND d.amount_fen > 0
  AND d.first_month <= %(last)s AND (d.last_month IS NULL OR d.last_month >= %(first)s)
  AND (e.left_on IS NULL OR m.month < date_trunc('month', e.left_on) OR (
       m.month = date_trunc('month', e.left_on)
       AND CASE e.status WHEN 'died' THEN v.stop_death ELSE v.stop_move END = 'next_month'))
  AND c.answer IS DISTINCT FROM 'refused'
  AND (NOT v.needs_application OR c.applied_on IS NOT NULL)
  AND (v.back_pay = 'entitlement' OR c.applied_on IS NULL OR m.month >= date_trunc('month', c.applied_on))
  AND {only}
ORDER BY d.elder_id, p.code, m.month, d.from_on DESC
"""


@dataclass(frozen=True)
class Paid:
    """A programme as payments name it."""

    code: str
    name: dict[str, str]
    kind: str
    area_code: str


def dues(*, actor: Actor, month: date, programme: str | None = None) -> Iterator[Due]:
    """What is owed for one month (its first day) within the actor's area, by elder, then programme.

    Without `programme`: all that is paid in money. Vouchers come only when named; their amount is the month's cap.
    """
    require(actor, rights.ENTITLEMENT_VIEW)
    only, values = _scope(actor)
    if programme is None:
        only += " AND p.kind <> 'voucher'"
    else:
        only += " AND p.code = %(programme)s"
        values["programme"] = programme
    first = month.replace(day=1)
    yield from _read(only, values | {"first": first, "last": first})


def due_history(*, actor: Actor, elder_id: int) -> list[Due]:
    """Every month owed to one person so far, back-pay included, vouchers too; by programme, then month."""
    load_elder_decisions(actor, elder_id)
    only, values = _scope(actor)
    today = clock.today()
    values |= {"first": date(today.year - 60, 1, 1), "last": today.replace(day=1)}
    return list(_read(f"{only} AND d.elder_id = %(elder)s", values | {"elder": elder_id}))


def programmes_paid(*, actor: Actor) -> list[Paid]:
    """The programmes that give money or vouchers, seen from the actor's area."""
    require(actor, rights.ENTITLEMENT_VIEW)
    rows = Programme.objects.visible_to(actor).exclude(kind=Kind.SERVICE)
    return [Paid(row.code, row.name, row.kind, row.area_code) for row in rows]


def load_elder_decisions(actor: Actor, elder_id: int) -> None:
    """404 unless the elder lies in the actor's scope; 403 without the right to entitlements."""
    elders: Any = Decision._meta.get_field("elder").related_model
    right = rights.ENTITLEMENT_VIEW if actor.subject_ids is None else rights.ENTITLEMENT_OWN
    load(elders.objects.all(), actor, right, pk=elder_id)


def _scope(actor: Actor) -> tuple[str, dict[str, Any]]:
    only = "e.area_code >= %(area)s AND e.area_code < %(beyond)s"
    values: dict[str, Any] = {"area": actor.area_code, "beyond": actor.area_code + "\uffff"}
    if actor.subject_ids is not None:
        only += " AND d.elder_id = ANY(%(subjects)s)"
        values["subjects"] = sorted(actor.subject_ids)
    return only, values


def _read(only: str, values: dict[str, Any]) -> Iterator[Due]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(_SQL.format(only=only), values)
        while rows := cursor.fetchmany(5000):
            for elder, area, code, version, month, fen, fund, decision, kind in rows:
                amount = (Decimal(fen) / 100).quantize(Decimal("0.01"))
                yield Due(elder, area, code, version, month, amount, fund, decision, kind)
