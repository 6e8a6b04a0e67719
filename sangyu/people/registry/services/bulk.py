"""Loading many elders at once by COPY: imports, the demonstration city, benchmarks."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, cast

from django.db import connection, transaction

from sangyu.kernel import audit, clock, events, pii
from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.people.registry import audit_codes, rights
from sangyu.people.registry.events import EldersLoaded
from sangyu.people.registry.models import Elder
from sangyu.people.registry.rules.fields import FIELDS, Kind
from sangyu.people.registry.rules.names import spelling
from sangyu.people.registry.services._planner import tell_planner
from sangyu.people.registry.services._rows import ensure_covers
from sangyu.people.registry.types import Source

CHUNK = 5000
SEALED = tuple(field for field in FIELDS.values() if field.kind is Kind.SEALED)
_FIELDS = [field for field in Elder._meta.concrete_fields if not field.generated]
_COLUMNS = [str(field.column) for field in _FIELDS]
_DEFAULTS = {
    str(field.column): field.get_default() for field in _FIELDS if field.name not in {"id", "ref"}
}


@transaction.atomic
def elders_copy(  # noqa: PLR0913  the facts of a load
    *,
    actor: Actor,
    rows: Iterable[Mapping[str, Any]],
    registered_on: date,
    source: str = Source.IMPORT,
    batch_id: int | None = None,
    at: datetime | None = None,
    with_trail: bool = True,
) -> list[int]:
    """Insert people; returns their ids in the order of the rows. Constraints judge; nothing is checked one by one.

    A row maps columns to values, and `id_number`, `phone`, `bank` to plain text that is sealed here; sealed columns
    may be given ready instead. Names are spelt here. One entry of the trail per person, one event for all.
    Categories are the caller's next step (`categories.categories_recompute`).
    """
    require(actor, rights.ELDER_IMPORT)
    at = at or clock.now()
    fixed = _DEFAULTS | {
        "registered_on": registered_on,
        "source": str(source),
        "batch_id": batch_id,
        "updated_at": at,
    }
    ids: list[int] = []
    waiting = iter(rows)
    while chunk := list(islice(waiting, CHUNK)):
        ids += _copy_chunk(actor, chunk, fixed, at, with_trail=with_trail)
    if ids:
        tell_planner(len(ids))
        events.publish(EldersLoaded(len(ids), actor.area_code, batch_id))
    return ids


def _copy_chunk(
    actor: Actor,
    rows: Sequence[Mapping[str, Any]],
    fixed: Mapping[str, Any],
    at: datetime,
    *,
    with_trail: bool,
) -> list[int]:
    sealed = {
        name: column for field in SEALED for name, column in _sealed_columns(field.name, rows)
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('registry_elder', 'id')) FROM generate_series(1, %s)",
            [len(rows)],
        )
        ids = [cast("int", number) for (number,) in cursor.fetchall()]
        with cursor.copy(f"COPY registry_elder ({', '.join(_COLUMNS)}) FROM STDIN") as copy:
            for at_row, (number, row) in enumerate(zip(ids, rows, strict=True)):
                ensure_covers(actor, row["area_code"])
                letters = spelling(row["name"])
                values = {
                    **fixed,
                    **row,
                    "id": number,
                    "ref": row.get("ref") or uuid.uuid4(),
                    "name_pinyin": letters.pinyin,
                    "name_initials": letters.initials,
                }
                values |= {name: column[at_row] for name, column in sealed.items()}
                copy.write_row([values[name] for name in _COLUMNS])
    if with_trail:
        _record(actor, ids, at)
    return ids


def _sealed_columns(
    name: str, rows: Sequence[Mapping[str, Any]]
) -> list[tuple[str, list[bytes | None]]]:
    """The sealed and the index column of a field given in plain text."""
    key = "id_number" if name == "id" else name
    if not any(key in row for row in rows):
        return []
    label = FIELDS[name].pii_label
    texts = [row.get(key) or None for row in rows]
    return [
        (f"{name}_sealed", pii.seal_many(texts, label)),
        (f"{name}_index", pii.blind_index_many(texts, label)),
    ]


def _record(actor: Actor, ids: list[int], at: datetime) -> None:
    audit.record_select(
        actor,
        audit_codes.COPIED,
        kind="elder",
        select="""
            SELECT id, area_code, left(name, 1) || '**', NULL::jsonb,
                   jsonb_build_object('source', source, 'registered_on', registered_on, 'batch', batch_id)
            FROM registry_elder WHERE id = ANY(%s)""",
        params=[ids],
        at=at,
    )
