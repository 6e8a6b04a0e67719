"""Targets from paper to people: adopted once, counted from records, coloured by path, opened to who is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from sangyu.accountability.indicators import cockpit, shipped
from sangyu.accountability.indicators.asking import denominator_of
from sangyu.accountability.indicators.choices import Colour, Standing
from sangyu.accountability.indicators.models import (
    Indicator,
    IndicatorValue,
    IndicatorVersion,
    Target,
)
from sangyu.accountability.indicators.selectors import targets as selectors
from sangyu.accountability.indicators.selectors import values as value_selectors
from sangyu.accountability.indicators.services import definitions, digests, targets, values
from sangyu.accountability.indicators.types import IndicatorDraft, PaperRef, ProposedTarget
from sangyu.city.areas.services import areas_load
from sangyu.city.duties import selectors as duties
from sangyu.city.organisations.selectors import actor_of
from sangyu.city.organisations.tests.factories import make_post, make_unit
from sangyu.city.organisations.types import Role
from sangyu.insight.datasets import registry
from sangyu.kernel.actors import Actor, system_actor
from sangyu.kernel.audit.models import AuditEntry
from sangyu.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from sangyu.people.registry.tests.factories import (
    COMMUNITY,
    OTHER_COMMUNITY,
    make_actor,
    make_elder,
)
from tests.permissions import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEM = system_actor("test")
KAILI, TOWN, OTHER_TOWN = "522601", "522601103", "522601104"
PLACES = ("2310", "3715", "522601", "3206", "6207")
AREAS = [
    ("52", "贵州省"), ("5226", "黔东南州"), ("522601", "凯里市"), (TOWN, "旁海镇"), (OTHER_TOWN, "湾水镇"),
    (COMMUNITY, "旁海村"), (OTHER_COMMUNITY, "湾水村"),
]  # fmt: skip
PATH = [(2020, Decimal(40)), (2021, Decimal(50)), (2022, Decimal(55))]
PAPER = PaperRef("凯里市养老服务年度任务", "演示〔2025〕2号", KAILI, date(2025, 1, 1))
ASSESSED = ProposedTarget(
    "A1", "第1项", "advanced-age-assessed", "ge", Decimal(100),
    {"zh": "80岁以上老年人全部完成能力评估", "en": "Everybody of 80 and over assessed"},
    due_on=date(2026, 12, 31), path=((date(2025, 12, 31), Decimal(50)), (date(2026, 12, 31), Decimal(100))),
)  # fmt: skip
NOV, DEC = date(2025, 11, 30), date(2025, 12, 31)


@pytest.fixture
def officer() -> Actor:
    return make_actor(Role.OFFICER, KAILI)


@pytest.fixture
def city() -> None:
    """Three of 80 and over in two towns, one of them assessed; one who is younger."""
    areas_load(AREAS)
    old = {"birth_date": date(1940, 1, 1)}
    make_elder(name="甲一", ability_level=1, **old)
    make_elder(name="乙二", **old)
    make_elder(name="丙三", area_code=OTHER_COMMUNITY, **old)
    make_elder(name="丁四")
    definitions.definitions_load(actor=SYSTEM)


@pytest.fixture
def target(city: None) -> Target:
    targets.targets_adopt(actor=SYSTEM, paper=PAPER, targets=[ASSESSED])
    found: Target = Target.objects.get(code="A1")
    return found


def test_every_shipped_figure_is_an_indicator_and_a_target_of_its_place() -> None:
    areas_load(sorted({(code[:n], code[:n]) for code in PLACES for n in (2, 4, 6)}))
    definitions.definitions_load(actor=SYSTEM)
    done = targets.policy_load(actor=SYSTEM)
    assert done.added == sum(len(rows) for _paper, rows in shipped.papers())
    assert {code.split("-")[0] for code in Target.objects.values_list("code", flat=True)} == {
        "A4", "C3", "C6", "C7", "C8", "C11", "C14", "C15", "D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", "D13",
        "D14", "D15", "D16", "D17", "D28", "E3", "E4", "E5", "E11", "F1", "F2", "G1", "G2", "G3", "G5", "G6", "G7",
        "G8", "G9", "H1", "I15", "I16", "J1",
    }  # fmt: skip
    assert set(Target.objects.values_list("area_code", flat=True)) == set(PLACES)
    for version in IndicatorVersion.objects.exclude(dataset=""):
        dataset = registry.get(version.dataset)
        assert denominator_of(version, "", dataset) or not version.denominator
    held = selectors.targets_all(actor=SYSTEM, on=date(2026, 1, 1))
    waiting = [each for each in held if each.version.waits_for]
    assert len(held) == done.added
    assert {each.state.standing for each in waiting} == {Standing.WAITING}
    path = Target.objects.get(area_code="3715", code="D3").checkpoints
    assert [(p.due_on.year, p.value) for p in path.all()] == PATH


def test_what_is_loaded_twice_is_there_once_and_what_is_gone_is_retired(target: Target) -> None:
    assert definitions.definitions_load(actor=SYSTEM) == 0
    again = targets.targets_adopt(actor=SYSTEM, paper=PAPER, targets=[ASSESSED])
    assert (again.added, again.changed, again.unchanged, again.retired) == (0, 0, 1, 0)
    assert targets.targets_adopt(actor=SYSTEM, paper=PAPER, targets=[]).retired == 1
    assert selectors.targets_all(actor=SYSTEM, on=date(2099, 1, 1)) == []
    assert targets.targets_adopt(actor=SYSTEM, paper=PAPER, targets=[ASSESSED]).changed == 1
    actions = list(
        AuditEntry.objects.filter(object_kind="target")
        .order_by("pk")
        .values_list("action", flat=True)
    )
    assert actions == [
        "indicators.target.adopted",
        "indicators.target.retired",
        "indicators.target.changed",
    ]


def test_counted_at_every_level_coloured_by_the_path_and_counted_again_the_same(
    target: Target, officer: Actor
) -> None:
    for day in (NOV, DEC, DEC):
        values.values_refresh(actor=officer, as_of=day)
    rows = IndicatorValue.objects.filter(
        version__indicator__code="advanced-age-assessed", as_of=DEC
    )
    found = {row.area_code: (row.met, row.total) for row in rows}
    assert found == {
        KAILI: (1, 3), TOWN: (1, 2), OTHER_TOWN: (0, 1), COMMUNITY: (1, 2), OTHER_COMMUNITY: (0, 1)
    }  # fmt: skip
    (whole,) = selectors.targets_for(actor=officer, area_code=KAILI, on=DEC)
    assert (whole.state.standing, whole.state.colour) == (Standing.MISSED, Colour.RED)
    (before,) = selectors.targets_for(actor=officer, area_code=KAILI, on=NOV)
    assert before.state.standing == Standing.BEGUN
    (town,) = selectors.targets_for(actor=officer, area_code=TOWN, on=DEC)
    assert town.state.standing == Standing.ON_PATH
    assert (
        selectors.targets_for(actor=officer, area_code=KAILI, on=date(2025, 6, 1))[0].state.standing
        == Standing.NOT_COUNTED
    )


def test_an_area_may_be_asked_something_else_but_not_without_a_reason(
    target: Target, officer: Actor
) -> None:
    values.values_refresh(actor=officer, as_of=DEC)
    ask: dict[str, Any] = {
        "actor": officer,
        "target_id": target.pk,
        "area_code": OTHER_TOWN,
        "value": Decimal(0),
    }
    with pytest.raises(DomainError) as refusal:
        targets.target_set_for_area(**ask, reason=" ")
    assert refusal.value.code == "reason-missing"
    targets.target_set_for_area(**ask, reason="山区，评估机构尚未进驻")
    (own,) = selectors.targets_for(actor=officer, area_code=OTHER_TOWN, on=DEC)
    assert (own.target.value, own.state.standing) == (Decimal(0), Standing.REACHED)
    clerk = make_actor(Role.TOWN_CLERK, OTHER_TOWN)
    with pytest.raises(Forbidden):
        targets.target_set_for_area(**ask | {"actor": clerk}, reason="x")
    with pytest.raises(NotFound):
        targets.target_set_for_area(
            **ask | {"actor": make_actor(Role.OFFICER, "371502")}, reason="x"
        )


def test_a_typed_figure_fills_a_gap_and_is_never_green(city: None, officer: Actor) -> None:
    targets.policy_load(actor=SYSTEM, area_code=KAILI)
    row = Target.objects.get(code="G8")
    targets.figure_report(
        actor=officer, target_id=row.pk, as_of=DEC, value=Decimal(100), source="卫健局报表"
    )
    (held,) = selectors.hold(actor=officer, targets=[(row, KAILI)], on=DEC)
    assert (held.state.standing, held.state.colour) == (Standing.SELF_REPORTED, Colour.NONE)
    typed = targets.target_type(actor=officer, target=ASSESSED, at=datetime(2025, 6, 1, tzinfo=UTC))
    values.values_refresh(actor=officer, as_of=DEC)
    IndicatorValue.objects.filter(version__indicator__code=ASSESSED.indicator).update(
        met=3, total=3
    )
    (held,) = selectors.hold(actor=officer, targets=[(typed, KAILI)], on=DEC)
    assert held.state.standing == Standing.SELF_REPORTED


def test_a_changed_definition_is_a_new_version_where_the_series_breaks(
    city: None, officer: Actor
) -> None:
    words = {"zh": "自有指标", "en": "Own"}
    draft = IndicatorDraft(
        "own", words, words, words, words, "percent", "up", "month", date(2025, 1, 1), "elders", "age >= 60",
        "age >= 80",
    )  # fmt: skip
    definitions.indicator_save(actor=officer, draft=draft)
    values.values_refresh(actor=officer, as_of=NOV)
    with pytest.raises(DomainError) as same_day:
        definitions.indicator_save(actor=officer, draft=draft)
    assert same_day.value.code == "version-day"
    second = replace(draft, numerator="age >= 90", effective_from=date(2025, 12, 1), reason="口径")
    definitions.indicator_save(actor=officer, draft=second)
    values.values_refresh(actor=officer, as_of=DEC)
    own = Indicator.objects.get(code="own")
    first, then = value_selectors.history(actor=officer, indicator=own, area_code=KAILI, on=DEC)
    assert (first.version, then.version, then.breaks) == (1, 2, True)
    assert [point.value for point in (*first.points, *then.points)] == [75, 0]
    with pytest.raises(Conflict):
        definitions.indicator_save(
            actor=officer, draft=replace(second, code="advanced-age-assessed")
        )
    with pytest.raises(DomainError) as wrong:
        definitions.indicator_save(
            actor=officer,
            draft=replace(second, numerator="agee > 1", effective_from=date(2026, 1, 1)),
        )
    assert wrong.value.field == "numerator"


def test_the_cockpit_tells_what_gets_worse_and_reminds_of_nothing_that_is_done(
    target: Target, officer: Actor
) -> None:
    for day, met in ((date(2025, 10, 31), 2), (DEC, 1)):
        values.values_refresh(actor=officer, as_of=day)
        IndicatorValue.objects.filter(
            version__indicator__code=ASSESSED.indicator, as_of=day, area_code=KAILI
        ).update(met=met)
    found = cockpit.cockpit(actor=officer, area_code=KAILI, on=DEC)
    assert [change.version.indicator.code for change in found.worse] == ["advanced-age-assessed"]
    assert [held.target.code for held in found.due] == ["A1"]
    IndicatorValue.objects.filter(version__indicator__code=ASSESSED.indicator, as_of=DEC).update(
        met=3, total=3
    )
    assert cockpit.cockpit(actor=officer, area_code=KAILI, on=DEC).due == []


def test_pages_show_figures_reasons_and_the_people_who_are_missing(target: Target) -> None:
    values.values_refresh(actor=SYSTEM, as_of=DEC)
    client = signed_in(make_post("officer"))
    day = f"on={DEC.isoformat()}"
    for address in (
        f"/cockpit/?{day}", f"/cockpit/?{day}&area={TOWN}&wall=1", f"/cockpit/print/?{day}", f"/targets/?{day}",
        f"/targets/{target.pk}/?{day}", f"/indicators/?{day}", f"/indicators/advanced-age-assessed/?{day}",
        f"/digest/{TOWN}/2025-12/", "/indicators/design/?code=advanced-age-assessed", "/targets/new/",
    ):  # fmt: skip
        page = client.get(address)
        assert page.status_code == 200, address
    listed = client.get(
        f"/indicators/advanced-age-assessed/records/?area={KAILI}&{day}"
    ).content.decode()
    assert "乙二" in listed
    assert "丙三" in listed
    assert "甲一" not in listed
    town = signed_in(make_post("town_clerk", area_code=OTHER_TOWN))
    listed = town.get(
        f"/indicators/advanced-age-assessed/records/?area={KAILI}&{day}"
    ).content.decode()
    assert "丙三" in listed
    assert "乙二" not in listed
    form = {
        "code": "mine", "title": "t", "meaning": "m", "dataset": "elders", "counts": "c", "denominator": "age >= 80",
        "meets": "m", "numerator": "ability_level IS NOT NULL", "unit": "percent", "direction": "up",
        "period": "month", "effective_from": "2026-01-01", "try": "1",
    }  # fmt: skip
    tried = client.post("/indicators/design/", form)
    assert "33.3%" in tried.content.decode()
    wrong = client.post("/indicators/design/", form | {"numerator": "abilty_level = 1"})
    assert wrong.status_code == 422
    assert "ability_level" in wrong.content.decode()
    assert not Indicator.objects.filter(code="mine").exists()
    client.post("/indicators/design/", form | {"save": "1", "try": ""})
    assert Indicator.objects.get(code="mine").area_code == KAILI


def test_a_town_is_told_of_its_month_once(target: Target, officer: Actor) -> None:
    clerk = actor_of(make_post("town_clerk", area_code=TOWN, organisation=make_unit(TOWN, "town")))
    values.values_refresh(actor=SYSTEM, as_of=DEC)
    assert digests.digests_send(actor=SYSTEM, month=DEC) == 2
    assert digests.digests_send(actor=SYSTEM, month=DEC) == 0
    assert digests.digests_send(actor=SYSTEM, month=NOV) == 0
    (notice,) = duties.notice_list(actor=clerk)
    assert "2025-12" in notice.title
