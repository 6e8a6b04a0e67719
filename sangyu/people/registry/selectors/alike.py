"""Records that may be the person somebody is about to register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from sangyu.city.areas.selectors import area_name
from sangyu.kernel import pii
from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.people.registry import rights
from sangyu.people.registry.models import Elder
from sangyu.people.registry.rules.search import Way, id_forms, looks
from sangyu.people.registry.types import Status

MOST = 5


@dataclass(frozen=True)
class Alike:
    """A standing record that fits. Of another area's only the town is told (`id` None)."""

    id: int | None
    name: str
    id_masked: str
    birth_date: date | None
    area: str
    reason: str


def alike(
    *, actor: Actor, name: str = "", id_number: str = "", phone: str = "", birth_date: date | None = None
) -> list[Alike]:  # fmt: skip
    """By ID number or phone anywhere; by name and date of birth within the actor's area."""
    require(actor, rights.ELDER_EDIT)
    standing = Elder.objects.exclude(status=Status.MERGED)
    found: dict[int, Alike] = {}
    for reason, condition in _conditions(name, id_number, phone, birth_date):
        rows = standing if reason == "id" else standing.visible_to(actor)
        for row in rows.filter(condition).order_by("id")[:MOST]:
            found.setdefault(row.pk, _shown(row, actor, reason))
    return list(found.values())[:MOST]


def _conditions(
    name: str, id_number: str, phone: str, birth_date: date | None
) -> list[tuple[str, Q]]:
    conditions = []
    for text, way, reason in ((id_number, Way.ID, "id"), (phone, Way.PHONE, "phone")):
        look = next((one for one in looks(text) if one.way is way), None)
        if look and way is Way.ID:
            indexes = pii.blind_index_every(id_forms(look.text), "resident-id")
            conditions.append((reason, Q(id_index__in=indexes)))
        elif look:
            conditions.append(
                (reason, Q(phone_index__in=pii.blind_index_every([look.text], "phone")))
            )
    if name and birth_date:
        conditions.append(("birth", Q(name=name, birth_date=birth_date)))
    return conditions


def _shown(row: Any, actor: Actor, reason: str) -> Alike:
    if not actor.covers(row.area_code):
        return Alike(None, "", "", None, area_name(row.town_code).name, reason)
    number = pii.open_(row.id_sealed, "resident-id") if row.id_sealed else ""
    return Alike(
        row.pk,
        row.name,
        pii.mask_resident_id(number),
        row.birth_date,
        area_name(row.area_code).full_name,
        reason,
    )
