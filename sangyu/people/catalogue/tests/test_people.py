"""Who is entitled by the list: one person with the reasons, and everybody by town and name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sangyu.city.organisations.types import Role
from sangyu.kernel import clock
from sangyu.kernel.actors import system_actor
from sangyu.kernel.audit.models import AuditEntry
from sangyu.kernel.errors import NotFound
from sangyu.people.catalogue import facts
from sangyu.people.catalogue.models import GroupCount, Release
from sangyu.people.catalogue.selectors.members import SIZE, members, narrower
from sangyu.people.catalogue.services import looking
from sangyu.people.catalogue.services.counts import counts_refresh, counts_refresh_all
from sangyu.people.catalogue.tests.factories import CITY, released
from sangyu.people.registry.services.categories import categories_recompute
from sangyu.people.registry.tests.factories import (
    COMMUNITY,
    OTHER_COMMUNITY,
    OTHER_TOWN,
    TOWN,
    make_actor,
    make_elder,
)

pytestmark = pytest.mark.django_db
DIRECTOR = make_actor(Role.DIRECTOR, CITY)
CLERK = make_actor(Role.TOWN_CLERK, TOWN)
OLD, YOUNG = date(1940, 1, 1), date(1962, 1, 1)


@pytest.fixture
def in_force() -> Release:
    return released(DIRECTOR)


def answers_of(elder_id: int, actor: Any = CLERK) -> dict[str, str]:
    _detail, found = looking.answers_open(actor=actor, elder_id=elder_id)
    assert found is not None
    return {one.item.code: str(one.answer) for one in found.items}


def test_one_person_is_told_yes_perhaps_ask_and_no(in_force: Release) -> None:
    elder = make_elder(birth_date=OLD, support_form="scattered", pension_kind="unknown")
    found = answers_of(elder.pk)
    assert {found[code] for code in ("N03", "N09", "N12", "N13")} == {"yes"}
    assert found["N05"] == found["N01"] == "maybe"
    assert found["N08"] == "ask"
    assert found["N14"] == "no"


def test_what_is_missing_is_named_and_reasons_carry_the_values(in_force: Release) -> None:
    elder = make_elder(birth_date=OLD)
    _detail, found = looking.answers_open(actor=CLERK, elder_id=elder.pk)
    assert found is not None
    by_code = {one.item.code: one for one in found.items}
    assert [used.name for used in by_code["N05"].missing] == ["ability_level"]
    assert by_code["N05"].item.clause == "国家基本养老服务清单 第5项"
    age = (clock.today().year - 1940) - (
        0 if clock.today() >= date(clock.today().year, 1, 1) else 1
    )
    assert str(age) in by_code["N03"].reasons[0].sentence
    assert by_code["N03"].missing == ()


def test_strangers_find_nobody_and_looking_stands_in_the_trail(in_force: Release) -> None:
    elder = make_elder()
    with pytest.raises(NotFound):
        looking.answers_open(actor=make_actor(area_code=OTHER_TOWN), elder_id=elder.pk)
    assert not AuditEntry.objects.filter(action="catalogue.elder.answered").exists()
    answers_of(elder.pk)
    entry = AuditEntry.objects.get(action="catalogue.elder.answered")
    assert elder.name not in entry.object_label


def test_no_list_in_force_is_no_answer() -> None:
    elder = make_elder()
    assert looking.answers_open(actor=CLERK, elder_id=elder.pk)[1] is None


def test_counts_by_town_are_those_of_the_answers(in_force: Release) -> None:
    """The set-based count and each person's own answer are one and the same."""
    people = [
        make_elder(birth_date=birth, area_code=area, ability_level=level, disability_grade=grade,
                   disability_kind="vision" if grade else "none", living=living)
        for birth, level, grade, living in (
            (OLD, 3, None, "alone"), (OLD, None, 1, "couple"), (YOUNG, 0, None, "unknown"), (YOUNG, 4, 4, "alone"),
        )
        for area in (COMMUNITY, OTHER_COMMUNITY)
    ]  # fmt: skip
    categories_recompute(actor=system_actor("test"))
    assert counts_refresh(actor=DIRECTOR, release_id=in_force.pk) == 2
    told = [(elder.area_code[:9], answers_of(elder.pk, DIRECTOR)) for elder in people]
    for item in in_force.items.exclude(condition=""):
        for town in (TOWN, OTHER_TOWN):
            row = GroupCount.objects.get(item=item, area_code=town)
            mine = [answers[item.code] for place, answers in told if place == town]
            assert (row.met, row.unknown) == (mine.count("yes"), mine.count("maybe")), item.name


def test_counting_again_replaces_and_all_lists_in_force_are_counted(in_force: Release) -> None:
    elder = make_elder(birth_date=OLD)
    counts_refresh(actor=DIRECTOR, release_id=in_force.pk)
    type(elder).objects.filter(pk=elder.pk).update(area_code=OTHER_COMMUNITY)
    assert counts_refresh_all(actor=DIRECTOR) == 1
    rows = GroupCount.objects.filter(item=in_force.items.get(code="N03"))
    assert [(row.area_code, row.met) for row in rows] == [(OTHER_TOWN, 1)]


def test_people_are_listed_by_name_page_by_page_within_the_area(in_force: Release) -> None:
    item = in_force.items.get(code="N03")
    here = {make_elder(birth_date=OLD).pk for _number in range(SIZE + 3)}
    away = make_elder(birth_date=OLD, area_code=OTHER_COMMUNITY)
    make_elder(birth_date=YOUNG)
    seen: list[int] = []
    after = ""
    while True:
        page = looking.members_open(actor=CLERK, item=item, area_code=TOWN, after=after)
        seen += [line.id for line in page.lines]
        after = page.next
        if not after:
            break
    assert (len(seen), set(seen)) == (SIZE + 3, here)
    beyond = members(actor=CLERK, item=item, area_code=OTHER_TOWN, on=clock.today())
    assert beyond.lines == ()
    wide = members(actor=DIRECTOR, item=item, area_code=OTHER_TOWN, on=clock.today())
    assert [line.id for line in wide.lines] == [away.pk]


def test_those_of_whom_it_cannot_be_told_are_listed_apart(in_force: Release) -> None:
    unknown, known = make_elder(), make_elder(ability_level=4)
    item = in_force.items.get(code="N05")
    parts = {
        part: [line.id for line in members(actor=CLERK, item=item, area_code=TOWN, part=part, on=clock.today()).lines]
        for part in ("met", "unknown")
    }  # fmt: skip
    assert parts == {"met": [known.pk], "unknown": [unknown.pk]}


def test_areas_that_lie_apart_have_nothing_in_common() -> None:
    assert narrower("5226", "522601103", "") == "522601103"
    assert narrower("522601", "371502") == ""


def test_a_row_is_that_of_the_day(in_force: Release) -> None:
    elder = make_elder(birth_date=date(1945, 6, 1))
    row = facts.person(elder.pk, date(2025, 5, 31))
    assert row is not None
    assert row["age"] == 79
    assert facts.person(elder.pk, date(2019, 1, 1)) is None
