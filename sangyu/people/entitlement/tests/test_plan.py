"""One question for everybody and the judgement of one person say the same, missing facts included."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sangyu.insight.datasets.types import Column, Kind
from sangyu.insight.engines import duckdb
from sangyu.people.entitlement.in_force import dataset
from sangyu.people.entitlement.rules.judging import explained, judge, missing
from sangyu.people.entitlement.rules.plan import Plan, RuleError
from sangyu.people.entitlement.rules.rule import (
    EXCLUDED,
    LOWER,
    MAYBE,
    NO,
    AmountRow,
    Rule,
)
from sangyu.people.entitlement.shipped import shipped_plan

TODAY = date(2026, 11, 1)
PLACES = ("522601103200", "231005001001", "371502001001", "320602001001", "620702001001")
ARROW = {
    Kind.INTEGER: pa.int64(),
    Kind.TEXT: pa.string(),
    Kind.DATE: pa.date32(),
    Kind.TAGS: pa.list_(pa.string()),
}


def shipped() -> Plan:
    return shipped_plan(TODAY)


def person(**over: Any) -> dict[str, Any]:
    """A row of the dataset: 85, in Kaili, everything else not recorded."""
    row: dict[str, Any] = {column.name: None for column in dataset().stored}
    known = {
        "id": 1,
        "birth_date": date(1941, 5, 1),
        "area_code": "522601103200",
        "town_code": "522601103",
        "categories": [],
        "needs": [],
        "responsible": [],
        "registered_on": date(2020, 1, 1),
        "hukou_area_code": "522601103200",
        "residence_kind": "both_here",
        "living": "couple",
        "support_form": "none",
        "disability_kind": "none",
        "ltci": "none",
        "self_care": "full",
        "wants_home": "no",
        "hukou_kind": "rural",
    }
    return row | known | {"as_of": TODAY} | over


def asked(plan: Plan, rows: list[dict[str, Any]]) -> list[list[int]]:
    """The results of the one question, by row."""
    stored = dataset().stored
    table = pa.table(
        {c.name: pa.array([row[c.name] for row in rows], ARROW[c.kind]) for c in stored}
    )
    everything = plan.sql('"elders"')
    told = ", ".join(f"{plan.told_sql(place)} AS t{place}" for place in range(len(plan.rules)))
    found = duckdb.query_rows(dataset(), TODAY, table, everything)
    bits = duckdb.query_rows(dataset(), TODAY, table, f"SELECT id, {told} FROM ({everything})")
    results = sorted(found.to_pylist(), key=lambda row: row["id"])
    words = sorted(bits.to_pylist(), key=lambda row: row["id"])
    count = range(len(plan.rules))
    return [
        [row[f"r{at}"] for at in count] + [word[f"t{at}"] for at in count]
        for row, word in zip(results, words, strict=True)
    ]


def values_of(column: Column) -> st.SearchStrategy[Any]:
    listed = sorted(column.values) or ["522601"]
    fixed: dict[str, st.SearchStrategy[Any]] = {
        "id": st.just(1),
        "area_code": st.sampled_from(PLACES),
        "birth_date": st.dates(date(1915, 1, 1), date(1967, 1, 1)),
    }
    by_kind: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.TAGS: st.lists(st.sampled_from(listed), max_size=4, unique=True),
        Kind.DATE: st.none() | st.dates(date(2023, 1, 1), TODAY),
        Kind.INTEGER: st.none() | st.integers(0, 4),
        Kind.TEXT: st.none() | st.sampled_from(listed),
    }
    return fixed.get(column.name, by_kind[column.kind])


def people() -> st.SearchStrategy[list[dict[str, Any]]]:
    used = {c.name: c for c in used_columns() if not c.derived}
    one = st.fixed_dictionaries({name: values_of(column) for name, column in used.items()})
    return st.lists(one, min_size=1, max_size=12).map(
        lambda rows: [person(**row) | {"id": number} for number, row in enumerate(rows)]
    )


def used_columns() -> list[Column]:
    plan = shipped()
    every = [e for each in plan.rules for e in (each.condition, *each.whens) if e is not None]
    return [dataset().by_name["birth_date"], *(c for e in every for c in e.columns)]


@settings(max_examples=60, deadline=None)
@given(people())
def test_everybody_at_once_and_one_by_one_are_the_same(rows: list[dict[str, Any]]) -> None:
    plan = shipped()
    alone = [[*(j.result for j in judge(plan, row)), *(j.told for j in judge(plan, row))] for row in rows]  # fmt: skip
    assert asked(plan, rows) == alone


def rule(code: str, fen: int = 100, condition: str = "age >= 80", **over: Any) -> Rule:
    return Rule(code, 0, condition, over.pop("amounts", (AmountRow(fen),)), **over)


def results(*rules: Rule, **facts: Any) -> list[int]:
    plan = Plan.of(rules, dataset())
    judged = [each.result for each in judge(plan, person(**facts))]
    assert asked(plan, [person(**facts)])[0][: len(rules)] == judged
    return judged


def test_a_condition_that_holds_gives_the_first_row_that_holds() -> None:
    rows = (AmountRow(300, "age >= 100"), AmountRow(100, "age >= 90"), AmountRow(50))
    assert results(rule("a", amounts=rows)) == [50]
    assert results(rule("a", amounts=rows), birth_date=date(1930, 1, 1)) == [100]


def test_an_amount_table_without_a_row_for_the_person_gives_nothing() -> None:
    rows = (AmountRow(300, "age >= 100"),)
    assert results(rule("a", amounts=rows)) == [NO]


def test_what_is_not_recorded_leaves_it_open_and_says_what_is_missing() -> None:
    asking = rule("a", condition="age >= 80 AND ability_level >= 2")
    assert results(asking) == [MAYBE]
    plan = Plan.of([asking], dataset())
    trees = explained(plan.rules[0], person(), dataset())
    assert [used.name for used in missing(trees)] == ["ability_level"]


def test_unknown_among_the_values_is_a_missing_fact() -> None:
    here = rule("a", condition="residence_kind = 'both_here'")
    assert results(here, residence_kind="unknown") == [MAYBE]


def test_a_missing_fact_that_decides_nothing_does_not_matter() -> None:
    assert results(rule("a", condition="age >= 90 AND ability_level >= 2")) == [NO]


def test_an_open_amount_leaves_the_sum_open() -> None:
    rows = (AmountRow(200, "ability_level >= 3"), AmountRow(100))
    assert results(rule("a", amounts=rows)) == [MAYBE]


def test_of_a_group_only_the_higher_is_given_and_of_equals_the_first() -> None:
    assert results(rule("a", 100, higher="g"), rule("b", 200, higher="g")) == [LOWER, 200]
    assert results(rule("a", 100, higher="g"), rule("b", 100, higher="g")) == [100, LOWER]


def test_who_holds_one_is_excluded_from_the_other() -> None:
    assert results(rule("a", excluded_by=("b",)), rule("b", 200)) == [EXCLUDED, 200]
    assert results(rule("a", excluded_by=("b",)), rule("b", condition="age >= 90")) == [100, NO]


def test_an_open_exclusion_leaves_it_open() -> None:
    open_ = rule("b", condition="ability_level >= 2")
    assert results(rule("a", excluded_by=("b",)), open_) == [MAYBE, MAYBE]


def test_who_is_excluded_excludes_nobody() -> None:
    chain = (rule("a", excluded_by=("b",)), rule("b", excluded_by=("c",)), rule("c"))
    assert results(*chain) == [100, EXCLUDED, 100]


def test_a_deduction_takes_off_and_never_below_nothing() -> None:
    assert results(rule("a", 100, deducts=("b",)), rule("b", 30)) == [70, 30]
    assert results(rule("a", 100, deducts=("b",)), rule("b", 130)) == [0, 130]


def test_the_end_on_admission_and_the_place_are_conditions() -> None:
    here = rule("a", ends_on_admission=True, area_code="522601")
    assert results(here) == [100]
    assert results(here, living="institution") == [NO]
    assert results(here, area_code="231005001001") == [NO]


def test_a_circle_of_exclusions_is_refused() -> None:
    with pytest.raises(RuleError, match="circle"):
        Plan.of([rule("a", excluded_by=("b",)), rule("b", excluded_by=("a",))], dataset())


def test_nothing_may_follow_an_amount_for_everybody() -> None:
    with pytest.raises(RuleError, match="follow"):
        Plan.of([rule("a", amounts=(AmountRow(1), AmountRow(2, "age >= 90")))], dataset())
