"""A small city for the proofs of scope: 2 counties, 4 towns, 8 communities, 56 people, each with words nobody else has.

A person's name and address consist of characters that occur nowhere else on the site, so that a page which tells of
somebody can be caught by its text, whatever its form.
"""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sangyu.city.areas.services import areas_load
from sangyu.kernel import clock
from sangyu.people.registry.models import (
    Contact,
    DuplicatePair,
    Elder,
    ElderChange,
    Merge,
    Transfer,
)
from sangyu.people.registry.tests.factories import make_elder, resident_id

PREFECTURE, COUNTY, OTHER_COUNTY = "5226", "522601", "522622"
TOWNS = ("522601103", "522601104", "522622101", "522622102")
COMMUNITIES = tuple(f"{town}{number}" for town in TOWNS for number in ("201", "202"))
HOME_TOWN, HOME = TOWNS[0], COMMUNITIES[0]
AREAS = [("52", "甲省"), (PREFECTURE, "乙州"), (COUNTY, "丙市"), (OTHER_COUNTY, "丁县")]
PER_COMMUNITY = 7
DAY = date(2026, 1, 1)
BY = {"actor_label": "clerk", "actor_unit": "unit"}


@dataclass(frozen=True)
class Person:
    """One elder and the word that gives them away."""

    id: int
    word: str
    area_code: str
    status: str
    number: str
    phone: str


@dataclass
class City:
    """Everybody, and the numbers of the things that hang on them."""

    people: list[Person] = field(default_factory=list)
    things: dict[str, list[int]] = field(default_factory=dict)
    hanging: dict[int, dict[str, object]] = field(default_factory=dict)

    def beyond(self, area_code: str) -> list[Person]:
        """Those who do not live in an area."""
        return [one for one in self.people if not one.area_code.startswith(area_code)]

    def within(self, area_code: str) -> list[Person]:
        """Those who live in an area and stand on the register."""
        return [
            one
            for one in self.people
            if one.area_code.startswith(area_code) and one.status != "merged"
        ]


def build() -> City:
    """Areas, people of every status, and pairs, transfers, proposals, merges across and within areas."""
    towns = [(code, f"戊{n}镇") for n, code in enumerate(TOWNS)]
    communities = [(code, f"己{n}村") for n, code in enumerate(COMMUNITIES)]
    areas_load([*AREAS, *towns, *communities])
    city = City()
    for number, area_code in enumerate(
        itertools.chain(*([c] * PER_COMMUNITY for c in COMMUNITIES))
    ):
        city.people.append(_person(number, area_code))
    firsts = [city.people[n * PER_COMMUNITY].id for n in range(len(COMMUNITIES))]
    city.things["pairs"] = [
        DuplicatePair.objects.create(left_id=a, right_id=b, score=80, found_at=clock.now()).pk
        for a, b in itertools.combinations(firsts, 2)
    ]
    city.things["transfers"] = list(_transfers(city))
    for one in city.people:
        _hang(city, one)
    return city


def _person(number: int, area_code: str) -> Person:
    place = number % PER_COMMUNITY
    word = f"{chr(0x9B00 + number)}{chr(0x9E00 + number)}"
    plain, phone = resident_id(serial=5000 + number), f"139{number:08d}"
    left: dict[str, Any] = {}
    if place == 4:
        left = {"status": "died", "left_on": DAY, "left_reason": "death"}
    if place == 5:
        left = {"status": "moved", "left_on": DAY, "left_reason": "moved_out"}
    row = make_elder(
        name=f"甄{word}",
        address=f"{word}巷{number}号",
        area_code=area_code,
        id=plain,
        phone=phone,
        **left,
    )
    if place == 6:
        kept = Elder.objects.filter(area_code=area_code).order_by("pk")[0]
        Elder.objects.filter(pk=row.pk).update(status="merged", merged_into=kept)
        Merge.objects.create(kept=kept, merged=row, image={}, merged_at=clock.now(), **BY)
    return Person(row.pk, word, area_code, "merged" if place == 6 else row.status, plain, phone)


def _transfers(city: City) -> list[int]:
    """Of the third person of each community to the next community of another town, one in each state."""
    made = []
    states = itertools.cycle(["requested", "accepted", "refused", "withdrawn"])
    for n, origin in enumerate(COMMUNITIES):
        target = COMMUNITIES[(n + 2) % len(COMMUNITIES)]
        state = next(states)
        decided: dict[str, Any] = {"decided_at": clock.now(), "decided_by": "clerk"}
        if state == "requested":
            decided = {}
        row = Transfer.objects.create(
            elder_id=city.people[n * PER_COMMUNITY + 2].id, from_area_code=origin, to_area_code=target,
            effective_on=DAY, requested_at=clock.now(), state=state, **decided, **BY,
        )  # fmt: skip
        made.append(row.pk)
    return made


def _hang(city: City, one: Person) -> None:
    contact = Contact.objects.create(elder_id=one.id, name=f"{one.word}子")
    city.hanging[one.id] = {"contact_id": contact.pk}
    for state, field_name in (("applied", "address"), ("proposed", "living")):
        change = ElderChange.objects.create(
            elder_id=one.id, field=field_name, before=f"{one.word}旧", after=f"{one.word}新",
            effective_on=DAY - timedelta(days=30), recorded_at=clock.now(), source="self_report",
            state=state, proof=f"{one.word}证", group=uuid.uuid4(), **BY,
        )  # fmt: skip
        city.hanging[one.id] |= {"change_id": change.pk, "group": change.group}
