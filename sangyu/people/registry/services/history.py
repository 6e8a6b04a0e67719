"""Loading what goes with many elders at once by COPY: earlier changes, declared categories, contacts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, models, transaction
from psycopg.types.json import Jsonb

from sangyu.kernel import audit, pii
from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.people.registry import audit_codes, rights
from sangyu.people.registry.models import Contact, ElderCategory, ElderChange
from sangyu.people.registry.models.columns import actor_values
from sangyu.people.registry.rules.fields import FIELDS
from sangyu.people.registry.services._planner import tell_planner
from sangyu.people.registry.types import CategoryOrigin, ChangeState, Source


@dataclass(frozen=True)
class PastChange:
    """A change that has already happened: the elder's row holds `after` (or what came later)."""

    elder_id: int
    field: str
    before: str | int | None
    after: str | int | None
    effective_on: date
    source: str = Source.COMMUNITY_VISIT
    recorded_at: datetime | None = None


@dataclass(frozen=True)
class PastCategory:
    """A category declared with proof, still in force."""

    elder_id: int
    category: str
    started_on: date
    proof: str


@dataclass(frozen=True)
class PastContact:
    """A contact with a plain telephone number, which is sealed here."""

    elder_id: int
    name: str
    relation: str
    phone: str
    emergency_order: int | None = 1


@transaction.atomic
def history_copy(
    *,
    actor: Actor,
    changes: Sequence[PastChange] = (),
    categories: Sequence[PastCategory] = (),
    contacts: Sequence[PastContact] = (),
    at: datetime,
) -> None:
    """Insert history that belongs to people just loaded with `bulk.elders_copy`. Constraints judge."""
    require(actor, rights.ELDER_IMPORT)
    by = actor_values(actor)
    _copy(
        ElderChange,
        (
            {
                "elder_id": c.elder_id, "field": c.field, "before": Jsonb(c.before), "after": Jsonb(c.after),
                "effective_on": c.effective_on, "recorded_at": c.recorded_at or at, "source": c.source,
                "state": ChangeState.APPLIED.value, **by,
            }
            for c in changes
        ),
    )  # fmt: skip
    _copy(
        ElderCategory,
        (
            {
                "elder_id": c.elder_id, "category": c.category, "origin": CategoryOrigin.DECLARED.value,
                "started_on": c.started_on, "proof": c.proof, "recorded_at": at, **by,
            }
            for c in categories
        ),
    )  # fmt: skip
    _copy_contacts(contacts)
    tell_planner(len(changes) + len(categories))
    audit.record(
        actor, audit_codes.COPIED, kind="area", id=actor.area_code or "all", area_code=actor.area_code,
        after={"changes": len(changes), "categories": len(categories), "contacts": len(contacts)}, at=at,
    )  # fmt: skip


def _copy_contacts(contacts: Sequence[PastContact]) -> None:
    label = FIELDS["phone"].pii_label
    phones = [contact.phone or None for contact in contacts]
    sealed = pii.seal_many(phones, label)
    indexes = pii.blind_index_many(phones, label)
    _copy(
        Contact,
        (
            {
                "elder_id": c.elder_id, "name": c.name, "relation": c.relation,
                "emergency_order": c.emergency_order, "phone_sealed": cipher, "phone_index": index,
            }
            for c, cipher, index in zip(contacts, sealed, indexes, strict=True)
        ),
    )  # fmt: skip


def _copy(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> None:
    """COPY rows into a model's table; columns that no row names take the model's or the database's defaults."""
    fields = [
        field
        for field in model._meta.concrete_fields
        if not (field.generated or field.primary_key or field.has_db_default())
    ]
    defaults = {str(field.column): field.get_default() for field in fields}
    names = [str(field.column) for field in fields]
    columns = ", ".join(map(connection.ops.quote_name, names))
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            values = defaults | row
            copy.write_row([values[name] for name in names])
