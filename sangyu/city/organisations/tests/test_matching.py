"""Printed unit names find today's units: exact, alias, successor, group, or the nearest suggestions."""

from __future__ import annotations

from datetime import date

import pytest

from sangyu.city.areas.services import areas_load, shipped_rows
from sangyu.city.organisations import selectors, services
from sangyu.city.organisations.models import Organisation, OrganisationAlias
from sangyu.kernel.actors import system_actor

pytestmark = pytest.mark.django_db
KAILI = "522601"
TODAYS = {
    "市民政局": ("exact", ["市民政局"]),
    "凯里市民政局": ("exact", ["市民政局"]),
    " 财政局、": ("exact", ["市财政局"]),
    "市住房和城乡建设局": ("exact", ["市住房城乡建设局"]),
    "市住房城乡建设局": ("exact", ["市住房城乡建设局"]),
    "市人力资源社会保障局": ("exact", ["市人力资源社会保障局"]),
    "市市场监督管理局": ("exact", ["市市场监督管理局"]),
    "市场监督管理局": ("exact", ["市市场监督管理局"]),
    "州生态环境局凯里分局": ("exact", ["州生态环境局凯里分局"]),
    "委宣传部": ("exact", ["市委宣传部"]),
    "市委机构编制委员会办公室": ("exact", ["市委编办"]),
    "市督查办": ("exact", ["市督查办"]),
    "三棵树镇人民政府": ("exact", ["三棵树镇"]),
    "三棵树镇政府": ("exact", ["三棵树镇"]),
    "大十字街道办": ("exact", ["大十字街道"]),
    "领导小组办公室": ("exact", ["领导小组办公室"]),
    "市住建局": ("alias", ["市住房城乡建设局"]),
    "发改委": ("alias", ["市发展改革局"]),
    "市卫计委": ("successor", ["市卫生健康局"]),
    "市卫生计生委": ("successor", ["市卫生健康局"]),
    "市老龄办": ("successor", ["市卫生健康局"]),
    "市工商局": ("successor", ["市市场监督管理局"]),
    "质监局": ("successor", ["市市场监督管理局"]),
    "市食药监局": ("successor", ["市市场监督管理局"]),
    "市物价局": ("successor", ["市发展改革局", "市市场监督管理局"]),
    "市国土局": ("successor", ["市自然资源局"]),
    "市文广新局": ("successor", ["市文体广电旅游局"]),
}
GROUPS = {
    "各镇人民政府〔街道办事处〕": ("town", 20),
    "各镇人民政府（街道办事处）": ("town", 20),
    "各镇人民政府(街道办事处)": ("town", 20),
    "各镇（街道）": ("town", 20),
    "市直各相关部门": ("department", 24),
    "领导小组成员单位": ("department", 24),
}
MISPRINTS = {
    "市卫健康局": "市卫生健康局",
    "市文体广电旅局": "市文体广电旅游局",
    "三颗树镇": "三棵树镇",
}


@pytest.fixture(autouse=True)
def register() -> None:
    areas_load(shipped_rows(KAILI))
    services.units_load(actor=system_actor("test"), area_code=KAILI)


def test_a_printed_name_finds_todays_unit() -> None:
    found = {name: selectors.match_unit(name, KAILI) for name in TODAYS}
    assert {
        name: (match.how, [unit.short_name for unit in match.units])
        for name, match in found.items()
    } == TODAYS


def test_a_group_name_stands_for_all() -> None:
    for name, (kind, count) in GROUPS.items():
        match = selectors.match_unit(name, KAILI)
        assert (match.how, len(match.units)) == ("group", count), name
        assert {unit.kind for unit in match.units} == {kind}, name


def test_a_misprint_gets_suggestions_and_no_unit() -> None:
    for name, nearest in MISPRINTS.items():
        match = selectors.match_unit(name, KAILI)
        assert (match.how, match.units) == ("none", ()), name
        assert match.suggestions[0].short_name == nearest, name


def test_what_is_no_unit_gets_nothing() -> None:
    for name in ("", "、", "Baidu map", "金宝"):
        match = selectors.match_unit(name, KAILI)
        assert (match.how, match.units, match.suggestions) == ("none", (), ()), name


def test_a_closed_unit_leads_along_its_successors_to_todays() -> None:
    health = Organisation.objects.get(short_name="市卫生健康局")
    middle = _closed("凯里市卫生和计划生育局", health)
    _closed("凯里市爱国卫生运动委员会办公室", middle)
    loop = _closed("凯里市甲局", None)
    Organisation.objects.filter(pk=loop.pk).update(successor=_closed("凯里市乙局", loop))
    match = selectors.match_unit("市爱国卫生运动委员会办公室", KAILI)
    assert (match.how, [unit.id for unit in match.units]) == ("successor", [health.pk])
    assert selectors.match_unit("市甲局", KAILI).how == "none"


def test_loading_again_changes_nothing() -> None:
    before = Organisation.objects.count(), OrganisationAlias.objects.count()
    services.units_load(actor=system_actor("test"), area_code=KAILI)
    assert (Organisation.objects.count(), OrganisationAlias.objects.count()) == before
    assert Organisation.objects.filter(kind="town").count() == 20


def test_the_table_of_a_paper_is_matched_with_one_reading(
    django_assert_num_queries: object,
) -> None:
    names = ["市民政局", "市卫计委", "各镇（街道）", "市卫健康局"]
    selectors.match_unit("市民政局", KAILI)  # the area names are cached now
    with django_assert_num_queries(2):  # type: ignore[operator]  # the fixture is untyped
        found = selectors.match_units(names, KAILI)
    assert [found[name].how for name in names] == ["exact", "successor", "group", "none"]


def _closed(name: str, successor: Organisation | None) -> Organisation:
    return services.organisation_create(
        actor=system_actor("test"), name=name, kind="department", area_code=KAILI,
        closed_on=date(2018, 3, 21), successor=successor,
    )  # fmt: skip
