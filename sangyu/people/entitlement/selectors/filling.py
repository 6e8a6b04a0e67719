"""All months owed, poured into a temporary table: payments compute a batch of a whole city in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.people.entitlement import rights
from sangyu.people.entitlement.selectors.owed import _SQL, _scope

COLUMNS = (
    "elder_id bigint, area_code text, programme text, version_id bigint, month date, amount_fen bigint, "
    "fund text, decision_id bigint, kind text"
)
"""What the caller's table holds, in this order."""


def dues_fill(
    *,
    actor: Actor,
    table: str,
    programme: str,
    first: date,
    last: date,
    elder_ids: Sequence[int] | None = None,
) -> int:
    """Pour every month owed under a programme from `first` to `last` (first days) into `table`; returns how many."""
    require(actor, rights.ENTITLEMENT_VIEW)
    if not table.isidentifier():
        raise ValueError("A table's name is a plain word.")
    only, values = _scope(actor)
    only += " AND p.code = %(programme)s"
    values |= {"programme": programme, "first": first, "last": last}
    if elder_ids is not None:
        only += " AND d.elder_id = ANY(%(elders)s)"
        values["elders"] = list(elder_ids)
    statement: Any = f"INSERT INTO {table} {_SQL.format(only=only)}"
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)
