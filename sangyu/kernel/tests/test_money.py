"""Money: what may be typed, what is refused, and how it rounds."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangyu.kernel import money

AMOUNTS = st.integers(-(10**14), 10**14).map(lambda fen: Decimal(fen) / 100)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("0", "0.00"),
        ("1234.5", "1234.50"),
        ("1,234,567.89", "1234567.89"),
        ("１，２３４．５０元", "1234.50"),
        ("￥200", "200.00"),
        ("¥-200", "-200.00"),
        ("－３０", "-30.00"),
        ("人民币 1 200 元", "1200.00"),
        ("1.2万元", "12000.00"),
        ("0.123456万元", "1234.56"),
        ("3亿元", "300000000.00"),
        ("50圆", "50.00"),
    ],
)
def test_an_amount_as_people_type_it(typed: str, amount: str) -> None:
    assert str(money.parse_yuan(typed)) == amount


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "amount-empty"),
        ("　", "amount-empty"),
        ("二百", "amount-form"),
        ("1,23", "amount-form"),
        ("12,34,567", "amount-form"),
        ("1.2.3", "amount-form"),
        ("--5", "amount-form"),
        ("-¥-5", "amount-form"),
        ("1e5", "amount-form"),
        ("NaN", "amount-form"),
        ("٣", "amount-form"),
        ("=1+1", "amount-form"),
        ("12.345", "amount-finer-than-fen"),
        ("0.1234567万元", "amount-finer-than-fen"),
        ("9" * 30, "amount-too-large"),
        ("9" * 5000, "amount-too-large"),
        ("0." + "0" * 60 + "1", "amount-too-large"),
    ],
)
def test_what_is_no_amount_is_refused_with_its_reason(typed: str, code: str) -> None:
    with pytest.raises(money.BadAmount) as caught:
        money.parse_yuan(typed)
    assert caught.value.code == code
    assert str(caught.value.remedy)


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        ("0.005", "0.01"),
        ("-0.005", "-0.01"),
        ("2.675", "2.68"),
        ("0.0049", "0.00"),
        ("-0.001", "0.00"),
    ],
)
def test_half_a_fen_is_rounded_up_in_size(exact: str, rounded: str) -> None:
    assert str(money.round_half_up_to_fen(Decimal(exact))) == rounded


@pytest.mark.parametrize("wrong", [1.5, True, "3", None])
def test_only_decimals_and_whole_yuan_are_money(wrong: object) -> None:
    with pytest.raises(TypeError):
        money.round_half_up_to_fen(wrong)  # type: ignore[arg-type]  # what is tested


@pytest.mark.parametrize("wrong", ["NaN", "Infinity", "1e16"])
def test_what_is_no_number_is_refused(wrong: str) -> None:
    with pytest.raises(money.BadAmount):
        money.yuan(Decimal(wrong))


@given(AMOUNTS)
def test_what_is_formatted_parses_back(amount: Decimal) -> None:
    assert money.parse_yuan(money.format_yuan(amount)) == amount
    assert money.parse_yuan(money.format_yuan(amount) + "元") == amount


@given(st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False))
def test_rounding_moves_by_half_a_fen_at_most_and_only_once(amount: Decimal) -> None:
    rounded = money.round_half_up_to_fen(amount)
    assert abs(rounded - amount) <= Decimal("0.005")
    assert money.yuan(rounded) == rounded
