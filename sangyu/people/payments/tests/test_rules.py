"""The pure rules: allotting and the bank's files."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangyu.people.payments import policy
from sangyu.people.payments.rules import layouts
from sangyu.people.payments.rules.allotting import allot

months = st.dates(date(2026, 1, 1), date(2026, 12, 1)).map(lambda day: day.replace(day=1))
sums = st.dictionaries(months, st.integers(0, 100_000), max_size=8)


@given(due=sums, net=sums)
def test_what_is_done_leads_to_what_is_due_and_what_stays_open_is_said(
    due: dict[date, int], net: dict[date, int]
) -> None:
    done = allot(due, net)
    assert done.sent >= 0
    assert sum(due.values()) == sum(net.values()) + done.sent - done.open
    for month, fen in done.offsets.items():
        assert 0 < -fen <= net[month] - due.get(month, 0)
    assert done.open == 0 or done.sent == 0


def test_the_oldest_overpaid_month_is_deducted_first() -> None:
    paid = {date(2026, month, 1): 50 for month in (1, 2, 3)}
    done = allot({date(2026, 4, 1): 70}, paid)
    assert done.offsets == {date(2026, 1, 1): -50, date(2026, 2, 1): -20}
    assert (done.sent, done.open) == (0, 80)


@pytest.mark.parametrize("code", sorted(policy.layouts()))
@given(fen=st.integers(1, 10**12), holder=st.text(min_size=1, max_size=12))
def test_what_is_written_is_read_back_whatever_the_holder_is_called(
    code: str, fen: int, holder: str
) -> None:
    layout = policy.layout(code)
    assert layouts.money_read(layout, layouts.money(layout, fen)) == fen
    one = layouts.Transfer(1, "SY7-1", "6200", holder, "银行", fen, "202603")
    assert layouts.write(layout, [one]) == layouts.write(layout, [one])


def test_a_row_of_totals_counts_and_sums() -> None:
    rows = [layouts.Transfer(n, f"SY7-{n}", "62", "甲", "行", 105, "") for n in (1, 2)]
    text = layouts.write(policy.layout("piped-utf8"), rows).decode()
    assert text.splitlines() == ["TOTAL|2|210|", "SY7-1|62|甲|105", "SY7-2|62|甲|105"]


@pytest.mark.parametrize(("data", "code"), [(b"\xff\xff\xff", "encoding"), (b"a,b\n", "column")])
def test_a_file_that_is_none_says_why(data: bytes, code: str) -> None:
    with pytest.raises(layouts.Unreadable) as refused:
        layouts.read(policy.layout("plain-gb18030"), data, 7)
    assert refused.value.code == code
