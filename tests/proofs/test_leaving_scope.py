"""A write that would leave its writer's scope changes nothing: the whole database is as it was before."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection

from sangyu.city.organisations.types import Role
from sangyu.kernel import clock
from sangyu.kernel.access import ensure_still_visible
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import DomainError
from sangyu.people.registry.models import Elder
from sangyu.people.registry.services.bulk import elders_copy
from sangyu.people.registry.services.duplicates import pair_distinct
from sangyu.people.registry.services.elders import elder_change, elder_register
from sangyu.people.registry.services.life import elder_record_death
from sangyu.people.registry.services.merges import elder_merge
from sangyu.people.registry.services.transfers import transfer_accept, transfer_request
from sangyu.people.registry.tests.factories import evidence, make_actor
from tests.proofs.city import COMMUNITIES, DAY, HOME, HOME_TOWN, TOWNS, City, build

pytestmark = pytest.mark.django_db
CLERK = make_actor(Role.TOWN_CLERK, HOME_TOWN)
WORKER = make_actor(Role.COMMUNITY_WORKER, HOME)
ELSEWHERE = COMMUNITIES[2]
Write = Callable[[City], object]


def change_area(actor: Actor, target: str) -> Write:
    """Send somebody of one's own elsewhere by an ordinary change."""
    return lambda city: elder_change(
        actor=actor, elder_id=city.people[0].id, version=None, values={"area_code": target}, evidence=evidence(),
    )  # fmt: skip


WRITES: dict[str, Write] = {
    "a change of the community to another town": change_area(CLERK, ELSEWHERE),
    "a change to another county": change_area(CLERK, COMMUNITIES[-1]),
    "a change to the next community by a community's worker": change_area(WORKER, COMMUNITIES[1]),
    "a change of a stranger": lambda city: elder_change(
        actor=CLERK, elder_id=city.beyond(HOME_TOWN)[0].id, version=None, values={"living": "alone"},
        evidence=evidence(),
    ),
    "a new person elsewhere": lambda _city: elder_register(
        actor=CLERK, evidence=evidence(),
        values={"name": "新来", "birth_date": DAY.replace(year=1950), "area_code": ELSEWHERE, "sex": "1"},
    ),
    "many people, the last of them elsewhere": lambda _city: elders_copy(
        actor=CLERK, registered_on=DAY,
        rows=[
            {"name": "新来", "birth_date": DAY.replace(year=1950), "area_code": code, "id_kind": "none"}
            for code in (HOME, HOME, ELSEWHERE)
        ],
    ),
    "the death of a stranger": lambda city: elder_record_death(
        actor=CLERK, elder_id=city.beyond(HOME_TOWN)[0].id, evidence=evidence(),
    ),
    "a merge that keeps one's own": lambda city: elder_merge(
        actor=CLERK, kept_id=city.people[0].id, merged_id=city.beyond(HOME_TOWN)[0].id,
    ),
    "a merge that keeps the stranger": lambda city: elder_merge(
        actor=CLERK, kept_id=city.beyond(HOME_TOWN)[0].id, merged_id=city.people[0].id,
    ),
    "a transfer of a stranger": lambda city: transfer_request(
        actor=CLERK, elder_id=city.beyond(HOME_TOWN)[0].id, to_area_code=HOME, effective_on=DAY,
    ),
    "the giver answers its own transfer": lambda city: transfer_accept(
        actor=CLERK, transfer_id=city.things["transfers"][0],
    ),
    "the receiver takes a person into a third town": lambda city: transfer_accept(
        actor=make_actor(Role.TOWN_CLERK, TOWNS[1]), transfer_id=city.things["transfers"][0],
        area_code=COMMUNITIES[-1],
    ),
    "a word on a pair of strangers": lambda city: pair_distinct(
        actor=CLERK, pair_id=city.things["pairs"][-1]
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", sorted(WRITES))
def test_a_write_that_leaves_the_writers_scope_changes_nothing(what: str) -> None:
    city = build()
    before = image()
    with pytest.raises(DomainError):
        WRITES[what](city)
    assert image() == before


def test_a_transfer_is_the_way_out_and_the_giver_keeps_no_window() -> None:
    city = build()
    person = city.people[0]
    transfer = transfer_request(
        actor=CLERK, elder_id=person.id, to_area_code=ELSEWHERE, effective_on=clock.today()
    )
    assert Elder.objects.visible_to(CLERK).filter(pk=person.id).exists()
    receiver = make_actor(Role.TOWN_CLERK, TOWNS[1])
    transfer_accept(actor=receiver, transfer_id=transfer.pk)
    assert not Elder.objects.visible_to(CLERK).filter(pk=person.id).exists()
    assert Elder.objects.visible_to(receiver).filter(pk=person.id).exists()


def test_the_last_look_of_every_write_refuses_what_its_writer_no_longer_sees() -> None:
    city = build()
    row = Elder.objects.get(pk=city.people[0].id)
    ensure_still_visible(row, Elder.objects.all(), CLERK)
    Elder.objects.filter(pk=row.pk).update(area_code=ELSEWHERE)
    with pytest.raises(DomainError) as refusal:
        ensure_still_visible(row, Elder.objects.all(), CLERK)
    assert refusal.value.code == "left-scope"


def image() -> dict[str, str]:
    """A digest of every table."""
    found: dict[str, str] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f"SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {table} AS t"
            )
            found[table] = (cursor.fetchone() or ("",))[0]
    return found
