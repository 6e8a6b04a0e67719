"""Dates, days left, numbers, money and masks in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils.translation import override

from sangyu.kernel.ui import formats

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("language", "expected"), [("zh-hans", "2026年11月22日"), ("en", "22 Nov 2026")]
)
def test_a_day_is_written_as_its_reader_writes_it(language: str, expected: str) -> None:
    with override(language):
        assert formats.day(DAY) == expected


def test_an_instant_shows_the_clock_of_shanghai() -> None:
    with override("zh-hans"):
        assert formats.moment(datetime(2026, 11, 22, 16, 5, tzinfo=UTC)) == "2026年11月23日 00:05"


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [
        (5, "还剩 5 天", "soon"),
        (8, "还剩 8 天", ""),
        (0, "今天到期", "today"),
        (-3, "已逾期 3 天", "late"),
    ],
)
def test_days_left_in_words_and_tone(days: int, words: str, tone: str) -> None:
    due = DAY + timedelta(days=days)
    with override("zh-hans"):
        assert formats.days_left(due, today=DAY) == words
    assert formats.urgency(due, today=DAY) == tone


def test_english_counts_one_day_as_one() -> None:
    with override("en"):
        assert formats.days_left(DAY + timedelta(days=1), today=DAY) == "1 day left"


@pytest.mark.parametrize(
    ("passed", "expected"),
    [
        (timedelta(seconds=20), "刚刚"),
        (timedelta(minutes=3), "3 分钟前"),
        (timedelta(hours=5), "5 小时前"),
        (timedelta(days=2), "2 天前"),
        (timedelta(days=30), "2026年10月23日"),
    ],
)
def test_how_long_ago(passed: timedelta, expected: str) -> None:
    now = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
    with time_machine.travel(now, tick=False), override("zh-hans"):
        assert formats.ago(now - passed) == expected


def test_this_years_days_need_no_year() -> None:
    with time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC)), override("zh-hans"):
        assert formats.short_day(DAY) == "11月22日"
        assert formats.short_day(date(2025, 1, 2)) == "2025年1月2日"
        assert formats.month(DAY) == "2026年11月"


def test_figures() -> None:
    assert formats.number(1234567) == "1,234,567"
    assert formats.number(Decimal("2.345"), 2) == "2.35"
    assert formats.percent(0.5534) == "55.3%"
    with override("zh-hans"):
        assert formats.money(Decimal("1234.5")) == "1,234.50 元"
    with override("en"):
        assert formats.money(1234.5) == "¥1,234.50"


def test_missing_values_are_a_dash_and_zero_is_not_missing() -> None:
    assert {
        formats.day(None),
        formats.moment(None),
        formats.number(None),
        formats.money(""),
        formats.percent(None),
        formats.mask(""),
    } == {"—"}
    assert formats.number(0) == "0"


def test_a_mask_never_shows_a_value_too_short_for_it() -> None:
    assert formats.mask("13800000000", "3,4") == "138****0000"
    assert formats.mask("示例甲") == "示**"
    assert formats.mask("1234567", "3,4") == "*******"
