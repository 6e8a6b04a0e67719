"""One search box finds a person by every means, within the actor's area and nowhere else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sangyu.kernel.actors import system_actor
from sangyu.kernel.errors import Conflict, DomainError, Forbidden
from sangyu.people.registry.models import Elder
from sangyu.people.registry.rules.search import Way, looks
from sangyu.people.registry.selectors.filters import ElderFilters
from sangyu.people.registry.selectors.search import elder_count, elder_page
from sangyu.people.registry.services.categories import categories_recompute
from sangyu.people.registry.tests.factories import (
    COMMUNITY,
    OTHER_COMMUNITY,
    OTHER_TOWN,
    TOWN,
    make_actor,
    make_elder,
    resident_id,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "ways"),
    [
        ("５２２６０１195005010019", [Way.ID]),
        ("522601500501001", [Way.ID]),
        ("138 0013 8000", [Way.PHONE]),
        ("wangxiu", [Way.PINYIN, Way.INITIALS]),
        ("wxy", [Way.INITIALS, Way.PINYIN]),
        ("王", [Way.NAME]),
        ("王秀", [Way.NAME, Way.ADDRESS]),
        ("3组12号", [Way.ADDRESS]),
        ("  ", []),
    ],
)
def test_what_was_typed_is_understood(typed: str, ways: list[Way]) -> None:
    assert [look.way for look in looks(typed)] == ways


def test_every_way_finds_the_person_and_the_stranger_finds_nobody() -> None:
    number = resident_id(date(1948, 3, 2))
    elder = make_elder(
        name="王秀英", id=number, phone="13800138000", address="旁海镇 平寨村3组12号"
    )
    make_elder(name="李桂兰")
    for typed in (number, "13800138000", "王秀", "wxy", "wangxiuy", "平寨村", "3组12"):
        page = elder_page(actor=make_actor(), text=typed)
        assert [line.id for line in page.lines] == [elder.pk], typed
        assert elder_count(actor=make_actor(), text=typed).number == 1
        assert not elder_page(actor=make_actor(area_code=OTHER_TOWN), text=typed).lines
    (line,) = elder_page(actor=make_actor("inspector"), text="王秀").lines
    assert number not in repr(line)
    assert line.address == "旁海镇 平寨村****"
    with pytest.raises(Forbidden):
        elder_page(actor=make_actor("carer"), text="王秀")


def test_pages_run_through_all_stages_without_loss_or_repeat() -> None:
    for number in range(7):
        make_elder(name="马安", address="凯里")
        make_elder(name=f"麦{chr(0x4E00 + number)}", address="马安路")
    seen: list[int] = []
    cursor = ""
    while True:
        page = elder_page(actor=make_actor(), text="马安", cursor=cursor, size=3)
        seen += [line.id for line in page.lines]
        cursor = page.next
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 14
    assert elder_count(actor=make_actor(), text="马安", limit=10).is_more


def test_filters_narrow_and_travel_in_a_query_string() -> None:
    lonely = make_elder(living="alone", birth_date=date(1940, 1, 1), ability_level=3)
    make_elder(living="couple", birth_date=date(1960, 1, 1))
    make_elder(status="died", left_on=date(2024, 1, 1), left_reason="death")
    categories_recompute(actor=system_actor("test"))
    filters = ElderFilters(
        age_from=80, living=("alone",), category=("alone",), ability=("3", "unknown"),
        area_code=COMMUNITY, category_since=date(2020, 1, 1),
    )  # fmt: skip
    assert ElderFilters.from_query(filters.to_query()) == filters
    (line,) = elder_page(actor=make_actor(), filters=filters).lines
    assert (line.id, line.categories) == (lonely.pk, ("advanced_age", "alone", "disabled"))
    assert elder_count(actor=make_actor()).number == 2
    assert elder_count(actor=make_actor(), filters=ElderFilters(status=("all",))).number == 3
    with pytest.raises(DomainError):
        ElderFilters.from_query({"living": "moon"})


areas = st.sampled_from(
    [
        "",
        "5226",
        "522601",
        TOWN,
        COMMUNITY,
        OTHER_TOWN,
        OTHER_COMMUNITY,
        "371502001",
        "522601103206",
    ]
)
texts = st.sampled_from(["", "测试", "cs", "ceshi", "凯里", "1组", "测"])


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(actor_area=areas, filter_area=areas, text=texts, size=st.integers(1, 4))
def test_no_actor_gets_a_person_outside_the_area(
    actor_area: str, filter_area: str, text: str, size: int
) -> None:
    if not Elder.objects.exists():
        for area in (COMMUNITY, OTHER_COMMUNITY, "371502001001", "522601103206"):
            for _number in range(2):
                make_elder(area_code=area, address="凯里 1组")
    actor = make_actor("officer", actor_area)
    filters = ElderFilters(area_code=filter_area)
    found: list[str] = []
    cursor = ""
    while True:
        page = elder_page(actor=actor, text=text, filters=filters, cursor=cursor, size=size)
        found += [line.area_code for line in page.lines]
        cursor = page.next
        if not cursor:
            break
    expected = sorted(
        code
        for code in Elder.objects.values_list("area_code", flat=True)
        if code.startswith(actor_area) and code.startswith(filter_area)
    )
    assert sorted(found) == expected
    assert elder_count(actor=actor, text=text, filters=filters).number == len(expected)


def test_a_made_up_cursor_tells_nothing_of_a_stranger() -> None:
    """A page after somebody whom the actor does not see would show where that name stands among the own ones."""
    make_elder(name="安一")
    make_elder(name="张三")
    stranger = make_elder(name="马二", area_code=OTHER_COMMUNITY)
    actor = make_actor(area_code=TOWN)
    for gone in (stranger.pk, 10**9):
        with pytest.raises(Conflict):
            elder_page(actor=actor, cursor=f"0.{gone}")
    assert len(elder_page(actor=actor, cursor=f"0.{'9' * 5000}").lines) == 2
