"""Which indicator a paper's words may mean."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sangyu.accountability.indicators.rules.matching import (
    CLAUSE,
    NAME,
    Candidate,
    likeness,
    suggestions,
)

BEDS = Candidate("nursing-beds", ("护理型床位占比",), "percent", ("演示〔2025〕2号 第3项",))
MEALS = Candidate("meal-points", ("助餐服务覆盖率",), "percent", ("演示〔2025〕2号 （七）",))
HOMES = Candidate("nursing-homes", ("护理型养老机构",), "number")
WORDS = st.text("护理型床位占比覆盖率", max_size=12)


def codes(phrase: str, clause: tuple[str, str] = ("", ""), unit: str = "percent") -> list[str]:
    found = suggestions(
        phrase, unit=unit, clause=clause, candidates=[BEDS, MEALS, HOMES], least=0.3, most=3
    )
    return [one.code for one in found]


def test_names_alike_and_the_same_clause_are_suggested_in_the_papers_unit() -> None:
    assert codes("全市护理型床位占比") == ["nursing-beds"]
    assert codes("护理型养老机构", unit="number") == ["nursing-homes"]
    assert codes("老年教育参与人数") == []
    assert codes("服务点建设", ("演示〔2025〕2号", "（七）")) == ["meal-points"]
    assert codes("服务点建设", ("演示〔2025〕3号", "（七）")) == []
    (one,) = suggestions(
        "护理型床位占比", unit="percent", clause=("演示〔2025〕2号", "第3项"), candidates=[BEDS], least=0.3,
        most=3,
    )  # fmt: skip
    assert (one.likeness, one.reasons) == (100, (NAME, CLAUSE))


@given(WORDS, WORDS)
def test_likeness_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == likeness(other, one)
