"""Lists of units as papers print them."""

from __future__ import annotations

import pytest

from sangyu.city.papers.reading.types import Units
from sangyu.city.papers.reading.units import attribution, is_unit_list, split_units


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("市民政局、市财政局，市卫健委,市医保局；各镇", "市民政局 市财政局 市卫健委 市医保局 各镇"),
        ("市投资促进局,", "市投资促进局"),
        (
            "各县（市、区）人民政府，各镇人民政府〔街道办事处〕",
            "各县（市、区）人民政府 各镇人民政府〔街道办事处〕",
        ),
        (
            "市教育局（市委教育工委、市语委办）、市体育局",
            "市教育局（市委教育工委、市语委办） 市体育局",
        ),
        (
            "各区（含开发区（高新区、经开区））、市直部门",
            "各区（含开发区（高新区、经开区）） 市直部门",
        ),
        ("市民政局（牵头、市财政局", "市民政局（牵头 市财政局"),
        ("市住房和城乡建设局、市自然资源和规划局", "市住房和城乡建设局 市自然资源和规划局"),
        ("市民政局和市财政局", "市民政局 市财政局"),
        ("市民政局及专班各成员单位", "市民政局 专班各成员单位"),
        ("市住房和城\n乡建设局\n市财政局", "市住房和城乡建设局 市财政局"),
        ("市民政局　市财政局 市人社局", "市民政局 市财政局 市人社局"),
        ("人行某市中心支行/各保险公司分公司", "人行某市中心支行 各保险公司分公司"),
        ("委宣传部、财政局", "委宣传部 财政局"),
    ],
)
def test_names_stay_as_printed(printed: str, names: str) -> None:
    assert split_units(printed) == Units(tuple(names.split(" ")))


@pytest.mark.parametrize("tail", ["等", "等部门", "等有关单位", "等相关部门"])
def test_an_open_list_says_so(tail: str) -> None:
    assert split_units(f"市发改委、市老龄办{tail}") == Units(("市发改委", "市老龄办"), is_open=True)


@pytest.mark.parametrize(
    ("said", "lead", "support"),
    [
        (
            "牵头单位：市民政局、市卫健局；责任单位：市财政局，各镇",
            "市民政局 市卫健局",
            "市财政局 各镇",
        ),
        ("市民政局牵头，市财政局、市卫健委配合", "市民政局", "市财政局 市卫健委"),
        (
            "市民政局牵头负责；市财政局、各镇（街道）按职责分工负责。",
            "市民政局",
            "市财政局 各镇（街道）",
        ),
        ("市民政局（牵头）、市财政局", "市民政局", "市财政局"),
        ("由市民政局牵头", "市民政局", ""),
    ],
)
def test_who_leads_is_taken_from_the_words(said: str, lead: str, support: str) -> None:
    found = attribution(said)
    assert found is not None
    assert (" ".join(found[0].names), " ".join(found[1].names)) == (lead, support)


@pytest.mark.parametrize(
    "text", ["市民政局、市财政局", "责任单位：市民政局", "牵头抓总，压实责任。"]
)
def test_who_leads_is_not_guessed(text: str) -> None:
    assert attribution(text) is None


@pytest.mark.parametrize(
    ("text", "is_list"),
    [
        ("市民政局、各镇", True),
        ("建成一所中心。完成改造。", False),
        ("每年9月", False),
        ("", False),
    ],
)
def test_a_cell_of_units_is_told_from_others(text: str, is_list: bool) -> None:
    assert is_unit_list(text) is is_list
