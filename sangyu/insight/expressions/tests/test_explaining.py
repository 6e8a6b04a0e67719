"""The explanation of one person's result: the tree, the outcomes, the sentences in both languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from sangyu.insight.expressions.explaining import Explanation, Form, Outcome, explain
from sangyu.insight.expressions.language import parse
from sangyu.insight.expressions.tests.people import PEOPLE, make_row

SENTENCES = [
    ("age >= 80", {}, "yes", "年龄：85岁；要求：不小于80岁。", "年龄: 85 岁; asked: at least 80 岁."),
    (
        "age >= 80",
        {"birth_date": None},
        "unknown",
        "年龄：未登记，无法判断。",
        "年龄: not recorded, so it cannot be told.",
    ),
    ("living = 'kin'", {}, "no", "居住方式：独居；要求：与子女同住。", "居住方式: 独居; asked: 与子女同住."),
    ("living NOT IN ('alone', 'kin')", {}, "no", "居住方式：独居；要求：不属于独居、与子女同住。", None),
    (
        "has_any(tags, '低保', '失独')",
        {},
        "yes",
        "标签中有下列之一：低保、失独：是。",
        "标签 include one of 低保, 失独: yes.",
    ),
    ("birth_date < '1950-01-01'", {}, "yes", "出生日期：1940年5月6日；要求：在1950年1月1日之前。", None),
    (
        "years_between(moved_on, as_of) >= 1",
        {"moved_on": date(2025, 1, 1)},
        "no",
        "迁入日期至统计日期的满年数：0；要求：不小于1。",
        "full years from 迁入日期 to as-of date: 0; asked: at least 1.",
    ),
    (
        "income < 2 * rent",
        {"rent": Decimal("500.0")},
        "yes",
        "月收入（元）：812.5元；要求：小于2 × 房租（1000）。",
        "月收入（元）: 812.5 元; asked: less than 2 × 房租 (1000).",
    ),
    ("moved_on IS NULL", {}, "yes", "迁入日期：未登记；要求：未登记。", "迁入日期: not recorded; asked: not recorded."),
    ("birth_date IS NOT NULL", {}, "yes", "出生日期：1940年5月6日；要求：已登记。", None),
    ("age NOT BETWEEN 60 AND 69", {}, "yes", "年龄：85岁；要求：不在60岁至69岁之间。", None),
    ("NOT insured", {}, "no", "要求与下述相反：参保：是。", "The opposite is asked: 参保: yes."),
    (
        "age >= 80 AND disabled AND living = 'kin'",
        {},
        "no",
        "须同时符合3项条件：1项符合，1项不符合，1项无法判断。",
        "All of 3 conditions are asked: 1 is met, 1 not, 1 cannot be told.",
    ),
    ("TRUE", {}, "yes", "此项恒成立。", "This always holds."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "over", "outcome", "chinese", "english"), SENTENCES)
def test_sentences(
    text: str, over: dict[str, object], outcome: str, chinese: str, english: str | None
) -> None:
    parsed = parse(text, PEOPLE)
    with override("zh-hans"):
        found = explain(parsed, make_row(**over))
        assert (found.outcome.value, found.sentence) == (outcome, chinese)
    if english:
        with override("en"):
            assert explain(parsed, make_row(**over)).sentence == english


def test_the_tree_mirrors_the_text() -> None:
    text = "age >= 80 AND (living = 'alone' OR NOT disabled)"
    tree = explain(parse(text, PEOPLE), make_row())
    negation: object = ("not", "unknown", [("leaf", "unknown", [])])
    alternatives = ("or", "yes", [("leaf", "yes", []), negation])
    assert shape(tree) == ("and", "yes", [("leaf", "yes", []), alternatives])
    assert [leaf.text for leaf in tree.leaves()] == ["age >= 80", "living = 'alone'", "disabled"]
    assert all(text[leaf.start : leaf.end] == leaf.text for leaf in tree.leaves())
    assert tree.leaves()[0].used[0].shown == "85岁"
    assert tree.missing() == ()


def test_what_would_have_to_be_recorded() -> None:
    tree = explain(parse("disabled AND income < rent AND age > 3", PEOPLE), make_row(rent=None))
    assert tree.outcome is Outcome.UNKNOWN
    assert [used.name for used in tree.missing()] == ["disabled", "rent"]
    assert str(Outcome.UNKNOWN.label) == "无法判断"


def shape(tree: Explanation) -> tuple[str, str, list[object]]:
    assert tree.form in Form
    return (tree.form.value, tree.outcome.value, [shape(child) for child in tree.children])
