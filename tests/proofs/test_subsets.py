"""Random people, readers, searches, filters, cursors and sizes: what comes back is theirs, and all of it.

What is expected is found by plain Python over the raw rows: no queryset, no `visible_to`, no search of the product.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from sangyu.city.areas.services import areas_load
from sangyu.city.organisations.models import Membership
from sangyu.city.organisations.selectors import actor_of
from sangyu.city.organisations.tests.factories import make_post
from sangyu.city.organisations.types import Role
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict
from sangyu.people.registry.models import Elder
from sangyu.people.registry.selectors.filters import ElderFilters
from sangyu.people.registry.selectors.maps import area_counts
from sangyu.people.registry.selectors.search import elder_count, elder_page
from sangyu.people.registry.services.exports import Wish, export_write
from sangyu.people.registry.tests.factories import make_elder, resident_id
from tests.permissions import signed_in
from tests.proofs.city import AREAS, COMMUNITIES, COUNTY, OTHER_COUNTY, PREFECTURE, TOWNS

pytestmark = pytest.mark.django_db
PLACES = (*COMMUNITIES, TOWNS[0], TOWNS[2])
READERS = [
    (Role.DIRECTOR, PREFECTURE), (Role.OFFICER, COUNTY), (Role.OFFICER, OTHER_COUNTY), (Role.TOWN_CLERK, TOWNS[0]),
    (Role.TOWN_CLERK, TOWNS[2]), (Role.COMMUNITY_WORKER, COMMUNITIES[0]), (Role.INSPECTOR, TOWNS[1]),
    (Role.HOTLINE, COMMUNITIES[5]),
]  # fmt: skip
EXPORTERS = {Role.OFFICER, Role.TOWN_CLERK}
NAMES = ["王明", "王明明", "李明", "汪民", "单于雄"]
TEXTS = ["王", "王明", "wang", "wangm", "wm", "l", "明", "枣树", "枣树巷", "99", "没有"]
NOBODY = 10**9
Row = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """One question: who, for what, from where."""

    reader: int
    text: str
    area_code: str
    sex: tuple[str, ...]
    living: tuple[str, ...]
    status: tuple[str, ...]
    ages: tuple[int | None, int | None]
    size: int
    cursor: int
    number_of: int

    def filters(self) -> ElderFilters:
        return ElderFilters(
            area_code=self.area_code, sex=self.sex, living=self.living, status=self.status,
            age_from=self.ages[0], age_to=self.ages[1],
        )  # fmt: skip

    def query(self) -> dict[str, Any]:
        ages = zip(("age_from", "age_to"), self.ages, strict=True)
        return {
            "area_code": [self.area_code], "sex": [*self.sex], "living": [*self.living], "status": [*self.status],
            **{name: [str(age)] for name, age in ages if age is not None},
        }  # fmt: skip


PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "area_code": st.sampled_from(PLACES),
            "name": st.sampled_from(NAMES),
            "sex": st.sampled_from(["1", "2"]),
            "living": st.sampled_from(["alone", "couple", "unknown"]),
            "status": st.sampled_from(["present", "present", "present", "died", "moved", "merged"]),
            "birth_date": st.dates(date(1925, 1, 1), date(1965, 12, 31)),
            "address": st.sampled_from(["", "枣树巷7号", "文化路99号"]),
        }
    ),
    min_size=4,
    max_size=22,
)
CHOICE = st.sampled_from
ASKED = st.builds(
    Asked,
    reader=st.integers(0, len(READERS) - 1),
    text=CHOICE(["", "", "", *TEXTS]),
    area_code=CHOICE(["", "", PREFECTURE, COUNTY, OTHER_COUNTY, *TOWNS, *COMMUNITIES[:3]]),
    sex=CHOICE([(), (), ("1",), ("1", "2")]),
    living=CHOICE([(), (), ("alone",), ("couple", "unknown")]),
    status=CHOICE([("present",), ("present",), ("all",), ("died", "moved")]),
    ages=CHOICE([(None, None), (None, None), (70, None), (None, 79), (65, 85)]),
    size=st.integers(1, 9),
    cursor=st.integers(0, 30),
    number_of=st.integers(0, 30),
)


@pytest.fixture
def posts() -> list[tuple[Membership, Client]]:
    """The readers, signed in."""
    towns = [(code, f"戊{n}镇") for n, code in enumerate(TOWNS)]
    areas_load([*AREAS, *towns, *((code, f"己{n}村") for n, code in enumerate(COMMUNITIES))])
    found = [make_post(role, area) for role, area in READERS]
    return [(post, signed_in(post)) for post in found]


@settings(
    max_examples=30, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(people=PEOPLE, questions=st.lists(ASKED, min_size=3, max_size=6))
def test_what_comes_back_is_what_the_area_covers(
    posts: list[tuple[Membership, Client]], people: list[Row], questions: list[Asked]
) -> None:
    with undone():
        rows = registered(people)
        for asked in questions:
            post, client = posts[asked.reader]
            ask(actor_of(post), client, asked, rows)


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def registered(people: list[Row]) -> list[Row]:
    """The people as rows: what the test was told, with the numbers they were given."""
    rows, kept = [], None
    for number, person in enumerate(people):
        plain, phone = resident_id(person["birth_date"], serial=number), f"1400000{number:04d}"
        fields = dict(person)
        is_merged = fields["status"] == "merged" and kept is not None
        status = "present" if fields["status"] == "merged" else fields["status"]
        reason = {"died": "death", "moved": "moved_out"}
        left = (
            {"left_on": date(2026, 1, 1), "left_reason": reason[status]} if status in reason else {}
        )
        elder = make_elder(**(fields | {"status": status}), id=plain, phone=phone, **left)
        if is_merged:
            Elder.objects.filter(pk=elder.pk).update(status="merged", merged_into=kept)
        kept = kept or elder
        rows.append(
            fields | {"id": elder.pk, "status": "merged" if is_merged else status, "number": plain, "phone": phone}
        )  # fmt: skip
    return rows


def ask(actor: Actor, client: Client, asked: Asked, rows: list[Row]) -> None:
    """One question through every way there is."""
    covered = {row["id"] for row in rows if row["area_code"].startswith(actor.area_code)}
    fitting = {row["id"] for row in rows if row["id"] in covered and fits(row, asked)}
    everybody = walk(actor, asked, "")
    assert everybody == fitting
    assert elder_count(actor=actor, filters=asked.filters()).number == len(fitting)
    searched(actor, asked, rows, fitting)
    begun_anywhere(actor, asked, rows, fitting)
    assert listed(client, asked) == fitting
    on_the_map(actor, rows)
    if actor.role in EXPORTERS:
        exported(actor, asked, rows, fitting)


def fits(row: Row, asked: Asked) -> bool:
    """The filters, in plain words."""
    low, high = asked.ages
    age = years(row["birth_date"], clock.today())
    return (
        row["status"] != "merged"
        and row["area_code"].startswith(asked.area_code)
        and (not asked.sex or row["sex"] in asked.sex)
        and (not asked.living or row["living"] in asked.living)
        and ("all" in asked.status or row["status"] in asked.status)
        and (low is None or age >= low)
        and (high is None or age <= high)
    )


def years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def walk(actor: Actor, asked: Asked, text: str) -> set[int]:
    """Everybody, page by page; nobody twice."""
    found: list[int] = []
    cursor = ""
    while True:
        page = elder_page(
            actor=actor, text=text, filters=asked.filters(), cursor=cursor, size=asked.size
        )
        found += [line.id for line in page.lines]
        cursor = page.next
        if not cursor:
            break
    assert len(found) == len(set(found))
    return set(found)


def searched(actor: Actor, asked: Asked, rows: list[Row], fitting: set[int]) -> None:
    """A word finds some of them, and those of just this name; a number in full finds exactly its owner, if theirs."""
    if asked.text:
        named = {row["id"] for row in rows if row["name"] == asked.text} & fitting
        found = walk(actor, asked, asked.text)
        assert named <= found <= fitting
        count = elder_count(actor=actor, text=asked.text, filters=asked.filters())
        assert count.number == len(found)
    owner = rows[asked.number_of % len(rows)]
    for number in (owner["number"], owner["phone"]):
        assert walk(actor, asked, number) == {owner["id"]} & fitting


def begun_anywhere(actor: Actor, asked: Asked, rows: list[Row], fitting: set[int]) -> None:
    """A made-up cursor is refused unless its person is theirs, and shows nobody else in any case."""
    person = rows[asked.cursor % len(rows)]
    known = person["area_code"].startswith(actor.area_code) and person["status"] != "merged"
    for key in (person["id"], NOBODY):
        try:
            page = elder_page(
                actor=actor, filters=asked.filters(), cursor=f"0.{key}", size=asked.size
            )
        except Conflict:
            assert key == NOBODY or not known
        else:
            assert {line.id for line in page.lines} <= fitting
            assert not page.lines or (known and key != NOBODY)


def listed(client: Client, asked: Asked) -> set[int]:
    """The same by the API."""
    found: set[int] = set()
    cursor = ""
    while True:
        query = asked.query() | {"cursor": cursor, "size": asked.size}
        answer = client.get("/api/v1/elders", query)
        assert answer.status_code == 200, answer.content
        found |= {item["id"] for item in answer.json()["items"]}
        cursor = answer.json()["next"]
        if not cursor:
            return found


def on_the_map(actor: Actor, rows: list[Row]) -> None:
    """The map adds up to the people present in the reader's area."""
    area = actor.area_code[:9]
    present = [
        row for row in rows if row["status"] == "present" and row["area_code"].startswith(actor.area_code)
    ]  # fmt: skip
    for count in area_counts(actor=actor, area_code=area):
        if not count.name:  # of the town, in no community
            expected = sum(row["area_code"] == area for row in present)
        else:
            expected = sum(row["area_code"].startswith(count.code) for row in present)
        assert count.people == expected
    assert sum(count.people for count in area_counts(actor=actor, area_code=area)) == len(present)


def exported(actor: Actor, asked: Asked, rows: list[Row], fitting: set[int]) -> None:
    """The workbook holds their names and numbers; the numbers of others, asked for by id, are left out."""
    for ids in ((), tuple(row["id"] for row in rows)):
        wish = Wish("visit", "list", asked.query() if not ids else {}, ids=ids, is_masked=False)
        theirs = fitting if not ids else standing(actor, rows)
        target = BytesIO()
        assert export_write(actor=actor, wish=wish, target=target) == len(theirs)
        cells = [
            str(cell)
            for line in load_workbook(target).worksheets[0].values
            for cell in line
            if cell
        ]
        numbers = {row["number"] for row in rows if row["number"] in cells}
        assert numbers == {row["number"] for row in rows if row["id"] in theirs}


def standing(actor: Actor, rows: list[Row]) -> set[int]:
    """Everybody of the reader's area who was not merged away."""
    return {
        row["id"] for row in rows if row["status"] != "merged" and row["area_code"].startswith(actor.area_code)
    }  # fmt: skip
