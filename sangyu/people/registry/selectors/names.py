"""Names for numbers: rooms above that know a person by id ask here what to show of them today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.people.registry import rights
from sangyu.people.registry.models import Elder


@dataclass(frozen=True)
class PersonNow:
    """A person as of today: the least that a list needs."""

    id: int
    name: str
    status: str
    status_label: str
    area_code: str


def people_now(*, actor: Actor, ids: Iterable[int]) -> dict[int, PersonNow]:
    """Those of the people whom the actor may see, by id; the others are simply not there."""
    require(actor, rights.ELDER_VIEW)
    rows = Elder.objects.visible_to(actor).filter(pk__in=list(ids))
    return {
        row.pk: PersonNow(row.pk, row.name, row.status, row.get_status_display(), row.area_code)
        for row in rows.only("name", "status", "area_code")
    }
