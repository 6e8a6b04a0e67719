"""Statements kept by their shape are those that Django would write anew."""

from __future__ import annotations

from typing import Any

import pytest

from sangyu.city.organisations.tests.factories import make_actor
from sangyu.people.registry.selectors import stages as room
from sangyu.people.registry.selectors.filters import ElderFilters
from sangyu.people.registry.selectors.stages import ids_of, stages

pytestmark = pytest.mark.django_db
TEXTS = (
    "", "王", "李", "wxy", "zhangsan", "lisi", "522601194803020012", "520000480302001", "13800138000", "08551234567",
    "平寨村", "平寨", "50%_村\\", "3组12号院", "大十字街道3组12", "%王%", "\U000f0000",
)  # fmt: skip
FILTERS = (
    ElderFilters(),
    ElderFilters(age_from=80, sex=("2",), living=("alone", "couple")),
    ElderFilters(area_code="522601103", category=("low_income",), gap=("id", "phone")),
    ElderFilters(status=("all",), ability=("1", "unknown")),
)


def plain(statement: Any) -> tuple[str, list[Any]]:
    """SQL and parameters that can be compared."""
    sql, params = statement
    return sql, [getattr(param, "obj", param) for param in params]


@pytest.mark.parametrize("role", ["director", "town_clerk"])
def test_kept_statements_are_those_written_anew(role: str) -> None:
    actor = make_actor(role, "522601103" if role == "town_clerk" else "522601")
    room._written.cache_clear()
    for filters in FILTERS:
        for text in TEXTS:
            for stage in stages(actor, text, filters):
                rows = stage.rows()
                assert plain(stage.ids()) == plain(ids_of(rows.order_by(stage.order, "id")))
                kept = stage.ids(is_ordered=False)
                assert plain(kept) == plain(ids_of(rows.order_by()))
    assert room._written.cache_info().hits > 0


def test_two_people_never_share_a_statement() -> None:
    here, there = make_actor("town_clerk", "522601103"), make_actor("town_clerk", "522601110")
    (one,) = stages(here, "13800138000", ElderFilters())
    (other,) = stages(there, "13800138000", ElderFilters())
    assert one.ids() is not None
    assert other.ids() is not None
    assert "522601103" in plain(one.ids())[1]
    assert "522601103" not in plain(other.ids())[1]
