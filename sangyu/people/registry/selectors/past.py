"""An elder as of a day, and how it came about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from sangyu.kernel.access import load
from sangyu.kernel.actors import Actor
from sangyu.people.registry import rights
from sangyu.people.registry.models import Elder, ElderChange
from sangyu.people.registry.rules.asof import as_of_sql
from sangyu.people.registry.selectors.elders import shown_to


@dataclass(frozen=True)
class TimelineEntry:
    """One dated change, as the history shows it."""

    id: int
    field: str
    before: Any
    after: Any
    effective_on: date
    recorded_at: datetime
    source: str
    proof: str
    proof_file: str
    by: str
    unit: str
    state: str
    group: str
    note: str


def as_of(*, actor: Actor, elder_id: int, on: date) -> dict[str, Any] | None:
    """The elder's row of a day (unsealed fields); None if the person was not on the register yet.

    The person must be visible to the actor today: who hands an elder over keeps no window into the record.
    """
    load(Elder.objects.all(), actor, rights.ELDER_VIEW, pk=elder_id)
    with connection.cursor() as cursor:
        cursor.execute(f"{as_of_sql()} AND e.id = %(id)s", {"as_of": on, "id": elder_id})
        row = cursor.fetchone()
        names = [column.name for column in cursor.description or ()]
    if row is None:
        return None
    return {name: shown_to(actor, name, value) for name, value in zip(names, row, strict=True)}


def timeline(*, actor: Actor, elder_id: int, states: tuple[str, ...] = ()) -> list[TimelineEntry]:
    """Every change of a person, the latest day first."""
    load(Elder.objects.all(), actor, rights.ELDER_VIEW, pk=elder_id)
    rows = ElderChange.objects.filter(elder_id=elder_id).order_by("-effective_on", "-id")
    if states:
        rows = rows.filter(state__in=states)
    return [
        TimelineEntry(
            id=row.pk,
            field=row.field,
            before=shown_to(actor, row.field, row.before),
            after=shown_to(actor, row.field, row.after),
            effective_on=row.effective_on,
            recorded_at=row.recorded_at,
            source=row.source,
            proof=row.proof,
            proof_file=str(row.proof_file),
            by=row.actor_label,
            unit=row.actor_unit,
            state=row.state,
            group=str(row.group or ""),
            note=row.decision_note,
        )
        for row in rows
    ]
