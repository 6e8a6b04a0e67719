"""Declaring datasets: contradictions are found at start-up; the dictionary tells what was declared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.utils.translation import override

from sangyu.insight.datasets import registry
from sangyu.insight.datasets.checks import ambiguous_labels
from sangyu.insight.datasets.dictionary import entries, markdown
from sangyu.insight.datasets.types import Column, Dataset, DatasetError, Kind, Sensitivity
from sangyu.kernel.errors import NotFound

ID = Column("id", Kind.INTEGER, "编号")
AREA = Column("area_code", Kind.TEXT, "地区")
BIRTH = Column("birth_date", Kind.DATE, "出生日期", sensitivity=Sensitivity.PERSONAL)
AGE = Column(
    "age",
    Kind.INTEGER,
    "年龄",
    "周岁|生日当天",
    unit="岁",
    derived="years_between(birth_date, as_of)",
)
LIVING = Column(
    "living", Kind.TEXT, "居住方式", values={"alone": "独居", "kin": "同住"}, sql="e.living"
)


def make_dataset(**over: object) -> Dataset:
    given: dict[str, object] = {
        "name": "test_declared",
        "label": "老年人",
        "grain": "一位老年人",
        "source": "elder AS e",
        "columns": (ID, AREA, BIRTH, AGE, LIVING),
    }
    return Dataset(**(given | over))  # type: ignore[arg-type]


FAULTS: list[tuple[Callable[[], object], str]] = [
    (lambda: Column("Age", Kind.INTEGER, ""), "cannot be a column's name"),
    (lambda: Column("in", Kind.INTEGER, ""), "cannot be a column's name"),
    (lambda: Column("as_of", Kind.DATE, ""), "cannot be a column's name"),
    (lambda: Column("age", Kind.INTEGER, "", values={"1": "x"}), "listed values"),
    (lambda: Column("age", Kind.INTEGER, "", sql="x", derived="y"), "not both"),
    (lambda: Column("age", Kind.DECIMAL, "", digits=30), "too wide"),
    (lambda: make_dataset(name="x-y"), "dataset's name"),
    (lambda: make_dataset(columns=(ID, AREA, ID)), "two columns have one name"),
    (lambda: make_dataset(columns=(ID, BIRTH)), "the area 'area_code'"),
    (lambda: make_dataset(key="birth_date"), "the key 'birth_date'"),
    (lambda: make_dataset(source="elder; DROP TABLE elder"), "semicolon"),
]


@pytest.mark.parametrize(("declare", "message"), FAULTS)
def test_contradictions_are_found_at_once(declare: Callable[[], object], message: str) -> None:
    with pytest.raises(DatasetError, match=message):
        declare()


def test_registered_twice_the_same_is_harmless_and_differently_is_not() -> None:
    dataset = make_dataset()
    try:
        registry.register(dataset)
        assert registry.register(make_dataset()) is dataset
        assert registry.get("test_declared") is dataset
        assert "test_declared" in registry.all_datasets()
        with pytest.raises(DatasetError, match="differently"):
            registry.register(make_dataset(where="alive"))
    finally:
        registry.unregister("test_declared")
    with pytest.raises(NotFound):
        registry.get("test_declared")


def test_the_definition_hash_follows_the_content_and_not_the_labels() -> None:
    plain = registry.definition_hash(make_dataset())
    assert (
        registry.definition_hash(
            make_dataset(label="x", columns=(replace(ID, label="号"), AREA, BIRTH, AGE, LIVING))
        )
        == plain
    )
    assert registry.definition_hash(make_dataset(source="elder AS e JOIN x USING (id)")) != plain
    assert registry.definition_hash(make_dataset(columns=(ID, AREA, BIRTH, LIVING))) != plain


def test_an_ambiguous_label_is_an_error() -> None:
    assert ambiguous_labels(make_dataset()) == []
    twice = make_dataset(columns=(ID, AREA, BIRTH, AGE, replace(LIVING, label="年龄")))
    assert {message.id for message in ambiguous_labels(twice)} == {"datasets.E001"}
    foreign = make_dataset(columns=(ID, AREA, BIRTH, AGE, replace(LIVING, label="age")))
    assert ambiguous_labels(foreign)


def test_the_dictionary_in_both_languages() -> None:
    with override("zh-hans"):
        page = markdown(make_dataset(validity="统计日期在世"))
        assert page.startswith("# 老年人 (`test_declared`)\n")
        assert "**收录范围**: 统计日期在世" in page
        assert "| `living` | 居住方式 | 文本 |  | `alone` 独居, `kin` 同住 | 内部 |" in page
        assert "周岁\\|生日当天 `= years_between(birth_date, as_of)`" in page
        assert page.rstrip().splitlines()[-1].startswith("| `as_of` | 统计日期 | 日期 |")
    with override("en"):
        assert [entry.kind for entry in entries(make_dataset())][:2] == ["whole number", "text"]
