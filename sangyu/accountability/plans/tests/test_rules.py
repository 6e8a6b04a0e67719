"""Deadlines become timings, duties become a task's standing."""

from __future__ import annotations

from datetime import date

import pytest

from sangyu.accountability.plans.rules import RuleTiming, standing, timing_of
from sangyu.accountability.plans.types import DutyFact, TaskStanding

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
