"""How many people each item of a list means, town by town: counted in one pass, kept with the day."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from sangyu.kernel import clock
from sangyu.kernel.access import load
from sangyu.kernel.actors import Actor
from sangyu.people.catalogue import audit_codes, rights
from sangyu.people.catalogue.models import GroupCount, Release
from sangyu.people.catalogue.selectors.members import counts, narrower
from sangyu.people.catalogue.selectors.releases import is_in_force, releases_public
from sangyu.people.catalogue.services._lists import record
from sangyu.people.catalogue.types import ListKind


@transaction.atomic
def counts_refresh(
    *, actor: Actor, release_id: int, on: date | None = None, at: datetime | None = None
) -> int:
    """Count the target groups of a list within the actor's area; the former numbers make way. Returns the towns."""
    release: Release = load(Release.objects.all(), actor, rights.LIST_PEOPLE, pk=release_id)
    at = at or clock.now()
    on = on or clock.legal_day(at)
    area = narrower(actor.area_code, release.area_code)
    found = counts(list(release.items.all()), area, on) if area else {}
    old = GroupCount.objects.visible_to(actor).filter(item__release=release)
    old.delete()
    GroupCount.objects.bulk_create(
        GroupCount(item_id=item_id, area_code=town, as_of=on, met=met, unknown=unknown)
        for (item_id, town), (met, unknown) in found.items()
    )
    towns = len({town for _item, town in found})
    record(actor, audit_codes.COUNTED, release, at, towns=towns, as_of=on)
    return towns


def counts_refresh_all(*, actor: Actor, at: datetime | None = None) -> int:
    """Every list of services in force, one after the other; returns how many."""
    at = at or clock.now()
    today = clock.legal_day(at)
    rows = releases_public(actor=actor, on=today)
    asked = [one for one in rows if one.kind == ListKind.SERVICES and is_in_force(one, today)]
    for release in asked:
        counts_refresh(actor=actor, release_id=release.pk, on=today, at=at)
    return len(asked)
