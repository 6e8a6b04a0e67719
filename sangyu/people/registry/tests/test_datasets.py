"""The dataset `elders` tells of any day what was so on that day, and its SQL agrees with the language."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sangyu.insight.datasets import registry
from sangyu.insight.expressions import compiling
from sangyu.insight.expressions.dialects import POSTGRES
from sangyu.insight.expressions.language import parse
from sangyu.people.registry import conditions
from sangyu.people.registry.dataset_columns import PERSON
from sangyu.people.registry.policy import categories
from sangyu.people.registry.services.categories import category_declare
from sangyu.people.registry.services.elders import elder_change
from sangyu.people.registry.services.life import elder_record_death
from sangyu.people.registry.tests.factories import (
    COMMUNITY,
    evidence,
    load_areas,
    make_actor,
    make_elder,
)

pytestmark = pytest.mark.django_db


def rows(on: date) -> list[dict[str, Any]]:
    """The dataset's stored columns on a day, by id."""
    dataset = registry.get("elders")
    columns = ", ".join(f'{column.source_sql} AS "{column.name}"' for column in dataset.stored)
    sql = f"SELECT {columns} FROM {dataset.source} WHERE {dataset.where} ORDER BY 1"
    with connection.cursor() as cursor:
        cursor.execute(re.sub(r"(?<!:):as_of\b", f"DATE '{on}'", sql))
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def test_the_statistic_of_last_december_does_not_move_with_the_news() -> None:
    load_areas()
    clerk = make_actor()
    alone = make_elder(living="alone", birth_date=date(1944, 1, 15))
    dead = make_elder()
    december = date(2024, 12, 31)
    category_declare(
        actor=clerk, elder_id=alone.pk, category="minimum_living",
        evidence=evidence(on=date(2024, 3, 1)),
    )  # fmt: skip
    before = rows(december)
    assert [row["id"] for row in before] == [alone.pk, dead.pk]
    assert before[0]["categories"] == ["alone", "advanced_age", "minimum_living"]
    elder_record_death(actor=clerk, elder_id=dead.pk, evidence=evidence("police", date(2025, 2, 1)))
    elder_change(
        actor=clerk, elder_id=alone.pk, version=None, evidence=evidence(on=date(2025, 3, 1)),
        values={"living": "couple", "area_code": f"{COMMUNITY[:9]}206"},
    )  # fmt: skip
    assert rows(december) == before
    late = evidence(on=date(2024, 11, 1))
    elder_change(
        actor=clerk,
        elder_id=alone.pk,
        version=None,
        values={"living": "with_children"},
        evidence=late,
    )
    (corrected, _dead) = rows(december)
    assert corrected["categories"] == ["advanced_age", "minimum_living"]
    assert rows(date(2024, 1, 14))[0]["categories"] == ["alone"]
    assert [row["id"] for row in rows(date(2025, 2, 1))] == [alone.pk]
    assert rows(date(2019, 12, 31)) == []


people = st.fixed_dictionaries(
    {
        "living": st.sampled_from(["alone", "couple", "with_children", "unknown"]),
        "children_nearby": st.sampled_from(["nearby", "away", "childless"]),
        "hukou_kind": st.sampled_from(["rural", "urban"]),
        "ability_level": st.none() | st.integers(0, 4),
        "disability_grade": st.none() | st.integers(1, 4),
        "support_form": st.sampled_from(["none", "scattered"]),
        "birth_date": st.sampled_from(
            [date(1944, 2, 29), date(1944, 3, 1), date(1950, 1, 1), date(1930, 12, 31)]
        ),
    }
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(person=people, on=st.sampled_from([date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)]))
def test_postgres_and_the_language_agree_on_every_category(
    person: dict[str, Any], on: date
) -> None:
    elder = make_elder(**person)
    (row,) = [row for row in rows(on) if row["id"] == elder.pk]
    row["as_of"] = on
    expected = [
        category.code
        for category in categories()
        if category.condition and conditions.condition_of(category).outcome(row)
    ]
    assert row["categories"] == expected


@pytest.mark.parametrize(
    "text",
    [
        "months_between(birth_date, as_of) >= 900",
        "days_between(birth_date, as_of) BETWEEN 1 AND 40000",
        "coalesce(ability_level, 0) < greatest(1, disability_grade)",
        "starts_with(area_code, '522601') AND contains(area_code, '103') AND NOT least(age, 3) = 4",
    ],
)
def test_every_function_runs_in_postgres(text: str) -> None:
    elder = make_elder(ability_level=2, disability_grade=3)
    expression = parse(text, PERSON)
    with connection.cursor() as cursor:
        where = compiling.condition_sql(expression.tree, POSTGRES, "d")
        sql = f"SELECT {where} FROM {PERSON.source} WHERE {PERSON.where} AND e.id = {elder.pk}"
        cursor.execute(sql.replace(":as_of", "DATE '2024-01-01'"))
        (found,) = cursor.fetchone() or (None,)
    (row,) = rows(date(2024, 1, 1))
    assert found == expression.outcome(row | {"as_of": date(2024, 1, 1)})


def test_every_column_says_what_it_is_in_both_languages() -> None:
    dataset = registry.get("elders")
    assert len(dataset.columns) >= 30
    for language in ("zh-hans", "en"):
        with translation.override(language):
            labels = [str(column.label) for column in dataset.columns]
            assert len(set(labels)) == len(labels)
            assert all(str(text) for column in dataset.columns for text in column.values.values())
    with translation.override("zh-hans"):
        assert str(dataset.by_name["ethnicity"].values["06"]) == "苗族"
