"""Deadlines as papers print them: the kind, the dates they yield, and what is asked because it is not printed."""

from __future__ import annotations

import pytest

from sangyu.city.papers.reading.deadlines import is_deadline, read_deadline

# printed, kind, dates, start, months, day
READ: list[tuple[str, str, str, str, tuple[int, ...], int | None]] = [
    ("2018年", "dated", "2018-12-31", "", (), None),
    ("2020年年底前", "dated", "2020-12-31", "", (), None),
    ("2025年11月", "dated", "2025-11-30", "", (), None),
    ("2025年2月底", "dated", "2025-02-28", "", (), None),
    ("2024年2月", "dated", "2024-02-29", "", (), None),
    ("2025年6月30日前", "dated", "2025-06-30", "", (), None),
    ("2025年3月中旬", "dated", "2025-03-20", "", (), None),
    ("2025.12.31", "dated", "2025-12-31", "", (), None),
    ("2025-06", "dated", "2025-06-30", "", (), None),
    ("２０２５年１２月底前", "dated", "2025-12-31", "", (), None),
    ("二〇二五年底", "dated", "2025-12-31", "", (), None),
    ("2025年 第三季度", "dated", "2025-09-30", "", (), None),
    ("2025年三季度末", "dated", "2025-09-30", "", (), None),
    ("2025年上半年", "dated", "2025-06-30", "", (), None),
    ("2025年年中", "dated", "2025-06-30", "", (), None),
    ("“十四五”末", "dated", "2025-12-31", "", (), None),
    ("2023年5月—2025年9月", "dated", "2025-09-30", "2023-05-01", (), None),
    ("2021-2025年", "dated", "2025-12-31", "2021-01-01", (), None),
    ("2025年3-6月", "dated", "2025-06-30", "2025-03-01", (), None),
    ("持续推进至2025年", "dated", "2025-12-31", "", (), None),
    ("每年1月底统计上年度人口", "yearly", "", "", (1,), None),
    ("每年9月", "yearly", "", "", (9,), None),
    ("每年3月15日前", "yearly", "", "", (3,), 15),
    ("每年6月、12月", "yearly", "", "", (6, 12), None),
    ("每年十二月底", "yearly", "", "", (12,), None),
    ("每年年底前", "yearly", "", "", (12,), None),
    ("每年至少一次", "yearly", "", "", (), None),
    ("2023年起每年1月底前", "yearly", "", "2023-01-01", (1,), None),
    ("2025年底前完成，以后每年开展一次", "yearly", "2025-12-31", "", (), None),
    ("每季度召开一次", "quarterly", "", "", (3, 6, 9, 12), None),
    ("每半年至少一次", "half-yearly", "", "", (6, 12), None),
    ("每月25日前", "monthly", "", "", tuple(range(1, 13)), 25),
    ("长期", "open", "", "", (), None),
    ("持续推进", "open", "", "", (), None),
    ("逐年开展", "open", "", "", (), None),
    ("2023年起", "open", "", "2023-01-01", (), None),
    ("2023年底完成长期坚持", "hybrid", "2023-12-31", "", (), None),
    ("2022年12月底前完成并持续推进", "hybrid", "2022-12-31", "", (), None),
    ("分年度实施", "staged", "", "", (), None),
    ("2024年6月底前启动，2025年底前完成", "staged", "2024-06-30 2025-12-31", "", (), None),
    ("2020年40%，2021年50%，2022年55%", "staged", "2020-12-31 2021-12-31 2022-12-31", "", (), None),
    ("", "none", "", "", (), None),
    ("—", "none", "", "", (), None),
]


@pytest.mark.parametrize(("printed", "kind", "dates", "start", "months", "day"), READ)
def test_kind_and_dates(
    printed: str, kind: str, dates: str, start: str, months: tuple[int, ...], day: int | None
) -> None:
    deadline = read_deadline(printed)
    assert deadline.kind == kind
    assert " ".join(date.isoformat() for date in deadline.dates) == dates
    assert (deadline.start.isoformat() if deadline.start else "") == start
    assert (deadline.months, deadline.day) == (months, day)
    assert deadline.printed == printed
    assert deadline.problems == ()
    assert (str(deadline.due) if deadline.due else "") == (dates.split() or [""])[-1]
    assert is_deadline(printed) == (kind != "none")


@pytest.mark.parametrize(
    ("printed", "kind", "code"),
    [
        ("12月底前", "dated", "deadline.no_year"),
        ("年底前", "dated", "deadline.no_year"),
        ("今年内", "dated", "deadline.no_year"),
        ("2025年初", "dated", "deadline.vague"),
        ("2025年13月", "unread", "deadline.impossible"),
        ("2025年2月30日", "unread", "deadline.impossible"),
        ("6月底前出台办法，年底前全面推开", "staged", "deadline.no_year"),
        ("重阳节前", "dated", "deadline.no_year"),
        ("印发之日起3个月内", "dated", "deadline.relative"),
        ("30日内", "dated", "deadline.relative"),
        ("20个工作日内", "dated", "deadline.relative"),
        ("立行立改", "dated", "deadline.vague"),
        ("每两年一次", "unread", "deadline.unread"),
    ],
)
def test_what_is_not_printed_is_asked_and_not_supplied(printed: str, kind: str, code: str) -> None:
    deadline = read_deadline(printed)
    assert deadline.kind == kind
    assert deadline.dates == ()
    assert [problem.code for problem in deadline.problems] == [code]
