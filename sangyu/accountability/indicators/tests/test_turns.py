"""Whoever answers for a target hears once that it turned orange or red, after the count, and not that it stayed so."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps

from sangyu.accountability.indicators.models import Indicator, IndicatorValue, Target, TargetTurn
from sangyu.accountability.indicators.rules.turns import is_told
from sangyu.accountability.indicators.services.definitions import definitions_load
from sangyu.accountability.indicators.services.targets import target_set_for_area, targets_adopt
from sangyu.accountability.indicators.services.turns import turns_tell
from sangyu.accountability.indicators.types import PaperRef, ProposedTarget
from sangyu.city.areas.services import areas_load
from sangyu.city.organisations.tests.factories import make_actor, make_unit
from sangyu.city.organisations.types import Role
from sangyu.kernel.actors import Actor, system_actor
from sangyu.kernel.errors import Forbidden

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("test")
Notice: Any = apps.get_model("duties", "Notice")
KAILI, TOWN, CODE = "522601", "522601103", "advanced-age-assessed"
STEPS = ((date(2026, 6, 30), Decimal(60)), (date(2026, 12, 31), Decimal(90)))
START = date(2026, 1, 1)


@pytest.fixture
def officer() -> Actor:
    areas_load([("52", "贵州省"), ("5226", "黔东南州"), (KAILI, "凯里市"), (TOWN, "旁海镇")])
    definitions_load(actor=SYSTEM)
    unit = make_unit(KAILI, name="示例市民政局")
    found = make_actor(Role.OFFICER, KAILI, unit)
    wording = {"zh": "评估率90%", "en": "90 % assessed"}
    promise = ProposedTarget("A1", "一", CODE, "ge", Decimal(90), wording, STEPS[-1][0], STEPS)
    targets_adopt(actor=found, paper=PaperRef("方案", "1号", KAILI), targets=[promise])
    return found


def counted(day: date, met: int, area: str = KAILI) -> int:
    """A day's count, and how many were told after it."""
    version = Indicator.objects.get(code=CODE).versions.get()
    IndicatorValue.objects.create(
        version=version, as_of=day, area_code=area, total=100, met=met, snapshot_id=1
    )
    at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
    return turns_tell(actor=SYSTEM, on=day, at=at)


def codes() -> list[str]:
    return list(Notice.objects.order_by("pk").values_list("code", flat=True))


def test_each_turn_to_the_worse_is_told_once_to_who_adopted_the_target(officer: Actor) -> None:
    story = [(0, 10), (60, 25), (90, 12), (100, 13), (150, 55), (170, 30), (181, 40), (200, 41)]
    told = [counted(START + timedelta(days=days), met) for days, met in story]
    turns = [(turn.before, turn.after) for turn in TargetTurn.objects.order_by("on")]
    assert turns == [
        ("", "none"), ("none", "yellow"), ("yellow", "orange"), ("orange", "green"), ("green", "orange"),
        ("orange", "red"),
    ]  # fmt: skip
    assert told == [0, 0, 1, 0, 0, 1, 1, 0]
    assert codes() == [
        "indicators.target.orange", "indicators.target.orange", "indicators.target.red",
    ]  # fmt: skip
    notice = Notice.objects.latest("pk")
    assert notice.organisation_id == officer.organisation_id
    assert notice.link == f"/targets/{Target.objects.get().pk}/?on={START + timedelta(days=181)}"


def test_the_same_day_again_or_an_earlier_one_tells_nobody(officer: Actor) -> None:
    counted(START, 10)
    assert counted(date(2026, 6, 30), 20) == 1
    assert turns_tell(actor=SYSTEM, on=date(2026, 6, 30)) == 0
    assert turns_tell(actor=SYSTEM, on=START) == 0
    assert turns_tell(actor=SYSTEM, on=date(2026, 7, 1)) == 0
    assert len(codes()) == 1


def test_a_towns_own_target_is_told_to_the_town(officer: Actor) -> None:
    town = make_unit(TOWN, "town", name="示例镇人民政府")
    target_set_for_area(
        actor=officer, target_id=Target.objects.get().pk, area_code=TOWN, value=Decimal(50), reason="山区",
        due_on=date(2026, 6, 30),
    )  # fmt: skip
    assert counted(date(2026, 6, 30), 10, TOWN) == 1
    assert Notice.objects.get().organisation_id == town.pk


def test_only_who_may_count_may_tell(officer: Actor) -> None:
    with pytest.raises(Forbidden):
        turns_tell(actor=make_actor(Role.TOWN_CLERK, TOWN), on=START)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "red", True), ("", "yellow", False), ("green", "orange", True), ("yellow", "red", True),
        ("orange", "red", True), ("red", "orange", False), ("orange", "green", False), ("none", "none", False),
    ],
)  # fmt: skip
def test_what_is_told(before: str, after: str, *, expected: bool) -> None:
    assert is_told(before, after) is expected
