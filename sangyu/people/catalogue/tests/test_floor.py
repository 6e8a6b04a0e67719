"""No list goes below the national one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sangyu.insight.expressions.explaining import Outcome, explain
from sangyu.people.catalogue import facts, policy
from sangyu.people.catalogue.rules.floor import Fault, Shortfall, counterexample, shortfalls
from sangyu.people.catalogue.types import Availability, ItemFacts, ServiceForm

FLOOR = policy.national().items


def below(items: list[ItemFacts]) -> list[Shortfall]:
    return list(shortfalls(items, FLOOR, facts.ground()))


def with_other(code: str, *others: ItemFacts) -> list[ItemFacts]:
    return [one for one in FLOOR if one.code != code] + list(others)


def of(code: str) -> ItemFacts:
    return next(one for one in FLOOR if one.code == code)


def test_the_national_list_has_sixteen_items_in_three_forms() -> None:
    assert [one.code for one in FLOOR] == [f"N{number:02}" for number in range(1, 17)]
    assert [sum(one.form == form for one in FLOOR) for form in ServiceForm] == [8, 7, 1]
    assert not policy.national().official_text


def test_the_national_list_keeps_itself() -> None:
    assert below(list(FLOOR)) == []


def test_a_missing_item_is_named() -> None:
    found = below(with_other("N16"))
    assert [(one.item.code, one.fault) for one in found] == [("N16", Fault.MISSING)]


def test_an_item_that_is_suspended_or_of_another_form_does_not_keep_it() -> None:
    closed = replace(of("N09"), availability=Availability.SUSPENDED)
    assert [one.fault for one in below(with_other("N09", closed))] == [Fault.CLOSED]
    other = replace(of("N09"), form=ServiceForm.MATERIAL)
    assert [one.fault for one in below(with_other("N09", other))] == [Fault.FORM]


def test_a_later_age_leaves_somebody_of_eighty_out() -> None:
    (found,) = below(with_other("N03", replace(of("N03"), condition="age >= 90")))
    assert found.fault is Fault.NARROWER
    assert 80 <= {column.name: value for column, value in found.example}["age"] < 90  # type: ignore[operator]


@pytest.mark.parametrize(
    "condition", ["age >= 80", "age >= 79", "age > 79", "age >= 80 OR living = 'alone'", "true"]
)
def test_as_many_people_or_more_keep_it(condition: str) -> None:
    assert below(with_other("N03", replace(of("N03"), condition=condition))) == []


def test_several_items_may_keep_one_together_but_not_with_a_gap() -> None:
    def parts(*conditions: str) -> list[ItemFacts]:
        return [
            replace(of("N03"), code=f"G{number}", condition=condition)
            for number, condition in enumerate(conditions)
        ]

    assert below(with_other("N03", *parts("age BETWEEN 80 AND 89", "age >= 90"))) == []
    (found,) = below(with_other("N03", *parts("age BETWEEN 80 AND 89", "age >= 91")))
    assert [(column.name, value) for column, value in found.example] == [("age", 90)]


def test_a_category_that_follows_from_a_column_is_the_same_as_the_column() -> None:
    tag = replace(of("N03"), condition="has(categories, 'advanced_age')")
    assert below(with_other("N03", tag)) == []
    support = replace(of("N13"), condition="has(categories, 'destitute_support')")
    assert below(with_other("N13", support)) == []


def test_an_item_without_condition_does_not_prove_that_it_reaches_everybody() -> None:
    assert [one.fault for one in below(with_other("N03", replace(of("N03"), condition="")))] == [
        Fault.UNTOLD
    ]


def test_places_whose_facts_reach_everybody_pass_and_the_others_are_told_whom_they_leave_out() -> (
    None
):
    found = {name: below(list(one.items)) for name, one in policy.shipped().items()}
    assert {name: [one.item.code for one in rows] for name, rows in found.items()} == {
        "kaili": [], "nantong": [], "zhangye": [], "liaocheng": ["N03"], "mudanjiang": ["N03"],
    }  # fmt: skip
    (gap,) = found["mudanjiang"]
    assert [(column.name, value) for column, value in gap.example] == [("age", 80)]


def test_every_counterexample_is_one_by_the_language_itself() -> None:
    """The row that is shown is in the one group and not in the other, as the explanation of it says too."""
    asked, kept = (
        facts.expression("age >= 80 AND ability_level >= 2"),
        facts.expression("age >= 80 AND ability_level >= 3"),
    )
    row = counterexample(asked, [kept], facts.ground())
    assert row is not None
    assert explain(asked, row).outcome is Outcome.YES
    assert explain(kept, row).outcome is Outcome.NO
