"""Builds the demonstration city, step by step; each step is whole or not there, and may be repeated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from random import Random
from typing import Any

from django.db import transaction

from sangyu.city.areas.selectors import area_descendants
from sangyu.city.areas.services import areas_load, shipped_rows
from sangyu.city.organisations.services import units_load
from sangyu.demo import accounts, story
from sangyu.demo.names import Names
from sangyu.demo.population import REGISTER_BEGAN, Person, people, places
from sangyu.kernel.actors import Actor, system_actor
from sangyu.people.registry.selectors import search
from sangyu.people.registry.services import bulk, categories, history

KAILI = "522601"
ELDERS = 95_000
Say = Callable[[str], None]


def build(*, seed: int, elders: int, at: datetime, today: date, say: Say) -> None:
    """The whole city. What is already there is left alone."""
    actor = system_actor("demonstration")
    say("Areas and units …")
    areas_load(shipped_rows(KAILI))
    units_load(actor=actor, area_code=KAILI)
    say("Accounts …")
    accounts.build(actor=actor, area_code=KAILI)
    if not search.elder_count(actor=actor, limit=1).number:
        say(f"{elders:,} elders …")
        _people(actor, Random(seed), elders=elders, at=at, today=today)
    say(f"The statistic of {today.year - 2} …")
    story.statistic_of_the_year_before_last(actor=actor, area_code=KAILI, today=today, at=at)
    say("Done.")


@transaction.atomic
def _people(actor: Actor, rng: Random, *, elders: int, at: datetime, today: date) -> None:
    names = Names(rng)
    communities = [
        (area.code, area.name)
        for area in area_descendants(actor=actor, code=KAILI, level="community")
    ]
    found = [
        person
        for place in places(communities, elders=elders, rng=rng)
        for person in people(place, today=today, rng=rng, names=names)
    ]
    ids = bulk.elders_copy(
        actor=actor, rows=(_row(person) for person in found), registered_on=REGISTER_BEGAN,
        source="community_visit", at=at,
    )  # fmt: skip
    _history(actor, list(zip(ids, found, strict=True)), at=at)
    for year in range(REGISTER_BEGAN.year, today.year):
        categories.categories_recompute(actor=actor, on=date(year, 12, 31), at=at)
    categories.categories_recompute(actor=actor, on=today, at=at)
    story.campaign_of_the_year_before_last(actor=actor, area_code=KAILI, today=today, at=at)
    story.work_waiting(actor=actor, today=today, at=at)


def _row(person: Person) -> dict[str, Any]:
    row: dict[str, Any] = dict(person.columns)
    row |= {"id_kind": "resident", "id_number": person.id_number, "phone": person.phone}
    if person.died_on:
        row |= {"status": "died", "left_on": person.died_on, "left_reason": "death"}
    elif person.moved_on:
        row |= {"status": "moved", "left_on": person.moved_on, "left_reason": "moved_out"}
    return row


def _history(actor: Actor, found: list[tuple[int, Person]], *, at: datetime) -> None:
    history.history_copy(
        actor=actor,
        changes=[change for number, person in found for change in _changes(number, person)],
        categories=[
            history.PastCategory(number, category, since, "演示数据：社区核实")
            for number, person in found
            if not person.died_on and not person.moved_on
            for category, since in person.categories
        ],
        contacts=[
            history.PastContact(number, person.child[0], "2", person.child[1])
            for number, person in found
            if person.child and not person.died_on
        ],
        at=at,
    )


def _changes(number: int, person: Person) -> Iterator[history.PastChange]:
    for change in person.changes:
        yield history.PastChange(number, change.field, change.before, change.after, change.on)
    on = person.died_on or person.moved_on
    if on:
        status, reason = ("died", "death") if person.died_on else ("moved", "moved_out")
        yield history.PastChange(number, "status", "present", status, on)
        yield history.PastChange(number, "left_on", None, on.isoformat(), on)
        yield history.PastChange(number, "left_reason", "", reason, on)
