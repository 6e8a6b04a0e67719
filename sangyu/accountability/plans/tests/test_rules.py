"""Deadlines become timings, duties a task's standing; figures reach goals, circles are refused, points have reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from graphlib import TopologicalSorter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangyu.accountability.plans.rules import RuleTiming, standing, timing_of
from sangyu.accountability.plans.rules.agenda import TaskFact, agenda
from sangyu.accountability.plans.rules.goals import GoalFact, is_red, why_not_reached
from sangyu.accountability.plans.rules.links import circle
from sangyu.accountability.plans.rules.score import Extra, Part, Scheme, Tally, score
from sangyu.accountability.plans.types import DutyFact, Figure, TaskStanding

START = date(2026, 1, 1)
DAY = date(2025, 12, 31)


@pytest.mark.parametrize(
    ("kind", "due_on", "month", "day", "timing"),
    [
        ("yearly", None, 1, None, RuleTiming("yearly", START, 0, 31)),  # 每年1月底
        ("yearly", None, 9, 15, RuleTiming("yearly", START, 8, 15)),  # 每年9月15日
        ("yearly", None, None, None, RuleTiming("yearly", START, 11, 31)),  # 每年
        ("half_yearly", None, None, None, RuleTiming("half_yearly", START, 5, 31)),  # 每半年
        ("quarterly", None, None, None, RuleTiming("quarterly", START, 2, 31)),  # 每季度
        ("quarterly", None, 4, 10, RuleTiming("quarterly", START, 0, 10)),  # 4月起每季度首月10日
        ("staged", None, None, None, RuleTiming("yearly", START, 11, 31)),  # 分年度实施
        ("dated", DAY, None, None, RuleTiming("once", START, due_on=DAY)),  # 2025年底
        ("hybrid", DAY, None, None, RuleTiming("once", START, due_on=DAY)),  # 2025年底完成长期坚持
        ("open", None, None, None, RuleTiming("open", START)),  # 长期
        ("none", None, None, None, RuleTiming("open", START)),  # not printed
    ],
)
def test_each_kind_of_deadline_has_its_timing(
    kind: str, due_on: date | None, month: int | None, day: int | None, timing: RuleTiming
) -> None:
    assert timing_of(kind, starts_on=START, due_on=due_on, month=month, day=day) == timing


def fact(state: str, due: date | None = DAY, *, overdue: bool = False) -> DutyFact:
    return DutyFact(state, due, overdue, DAY)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([], TaskStanding.ENDED),
        ([fact("cancelled")], TaskStanding.ENDED),
        ([fact("planned")], TaskStanding.PLANNED),
        ([fact("open")], TaskStanding.RUNNING),
        ([fact("open", None)], TaskStanding.STANDING),
        ([fact("open", overdue=True), fact("done")], TaskStanding.OVERDUE),
        ([fact("submitted"), fact("done")], TaskStanding.WAITING),
        (
            [fact("done", date(2024, 1, 31)), fact("done_late", date(2025, 1, 31))],
            TaskStanding.KEPT_LATE,
        ),
        ([fact("done", date(2025, 1, 31)), fact("planned", date(2026, 1, 31))], TaskStanding.KEPT),
    ],
)
def test_a_task_stands_by_its_duties(facts: list[DutyFact], expected: TaskStanding) -> None:
    assert standing(facts) is expected


SCHEME = Scheme(
    "1", "", Decimal(0), Decimal(110),
    (Part("duties", Decimal(60), Decimal("0.5")), Part("returns", Decimal(40))),
    (Extra("commended", Decimal(2), Decimal(3)), Extra("talked", Decimal(-3), Decimal(-9))),
)  # fmt: skip
counts = st.builds(Tally, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))


@given(counts, counts, st.integers(0, 9), st.integers(0, 9))
def test_a_score_is_the_sum_of_its_reasons_within_bounds(
    duties: Tally, returns: Tally, commended: int, talked: int
) -> None:
    found = score(
        {"duties": duties, "returns": returns}, {"commended": commended, "talked": talked}, SCHEME
    )
    if found is None:
        assert duties.judged + returns.judged == 0
        return
    total = sum(entry.points for entry in found.entries)
    assert found.points == min(max(total, Decimal(0)), Decimal(110))
    parts = [entry.of for entry in found.entries if entry.of is not None]
    assert sum(parts, Decimal(0)) == 100  # what has nothing to judge gives its weight away
    extras = {entry.code: entry.points for entry in found.entries if entry.of is None}
    assert extras.get("commended", 0) <= 3
    assert extras.get("talked", 0) >= -9


def test_half_of_the_tasks_kept_is_half_of_the_points() -> None:
    found = score({"duties": Tally(1, 0, 1), "returns": Tally(0, 2, 0)}, {}, SCHEME)
    assert found is not None
    assert [entry.points for entry in found.entries] == [Decimal("30.00"), Decimal("0.00")]


FIGURE = Figure("s", "s:1", "", Decimal(6), "d", "", date(2026, 6, 30))


@pytest.mark.parametrize(
    ("value", "operator", "series", "year", "figure", "why"),
    [
        (None, "ge", "", 2026, None, ""),  # words only: no figure is asked for
        (6, "ge", "s", 2026, FIGURE, ""),
        (7, "ge", "s", 2026, FIGURE, "short"),
        (5, "le", "s", 2026, FIGURE, "short"),
        (6, "ge", "s", 2025, FIGURE, "other-year"),
        (6, "ge", "t", 2026, FIGURE, "other-series"),
        (6, "ge", "s", 2026, None, "no-figure"),  # a typed one is none
        (6, "ge", "", 2026, FIGURE, "no-series"),
    ],
)
def test_only_the_right_figure_reaches_a_goal(
    value: int | None, operator: str, series: str, year: int, figure: Figure | None, why: str
) -> None:
    goal = GoalFact(year, None if value is None else Decimal(value), operator, series)
    assert why_not_reached(goal, figure) == why


def test_a_goal_is_red_when_its_year_runs_out() -> None:
    goal = GoalFact(2026, Decimal(6), "ge", "s")
    assert [is_red(goal, day, 60) for day in (date(2026, 11, 1), date(2026, 11, 2))] == [
        False,
        True,
    ]
    assert not is_red(replace(goal, is_reached=True), date(2027, 1, 1), 60)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12))
def test_dependences_never_close_a_circle(wishes: list[tuple[int, int]]) -> None:
    edges: list[tuple[int, int]] = []
    for wish in wishes:
        if not circle(edges, wish):
            edges.append(wish)
    order = TopologicalSorter[int]()
    for task, needed in edges:
        order.add(task, needed)
    order.prepare()  # raises on a circle


def test_an_agenda_begins_with_the_latest() -> None:
    tasks = [
        TaskFact(1, 1, "a", TaskStanding.OVERDUE, days_late=3, blockages=("x",)),
        TaskFact(2, 1, "b", TaskStanding.OVERDUE, days_late=9),
        TaskFact(3, 1, "c", TaskStanding.KEPT, red_goals=("g",)),
        TaskFact(4, 1, "d", TaskStanding.RUNNING),
    ]
    assert [(str(item.kind), item.task_id) for item in agenda(tasks)] == [
        ("overdue", 2), ("overdue", 1), ("blocked", 1), ("red", 3),
    ]  # fmt: skip
