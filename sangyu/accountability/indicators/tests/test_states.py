"""Colours come from the path: a table of days and values, and what can never happen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangyu.accountability.indicators.choices import Colour, Modality, Operator, Standing
from sangyu.accountability.indicators.rules.states import (
    Measured,
    Point,
    Promise,
    expected_on,
    path_of,
    series,
    state_of,
)

PATH = (
    Point(date(2020, 12, 31), Decimal(40)),
    Point(date(2021, 12, 31), Decimal(50)),
    Point(date(2022, 12, 31), Decimal(55)),
)
NURSING = Promise(Operator.AT_LEAST, Decimal(55), PATH, starts_on=date(2020, 11, 20))
FIRST = Point(date(2020, 11, 30), Decimal(38))


def stands(
    promise: Promise, day: date, value: object, on: date | None = None, **more: object
) -> Standing:
    measured = Measured(day, None if value is None else Decimal(str(value)), 100, **more)  # type: ignore[arg-type]
    return state_of(
        promise, measured, history=[FIRST], on=on or day, tolerance=Decimal("0.25")
    ).standing


@pytest.mark.parametrize(
    ("day", "value", "expected"),
    [
        (date(2020, 11, 1), 10, Standing.NOT_IN_FORCE),
        (date(2020, 11, 30), 38, Standing.BEGUN),
        (date(2020, 12, 15), 39, Standing.ON_PATH),
        (date(2020, 12, 15), "38.6", Standing.BEHIND),
        (date(2020, 12, 15), 38, Standing.FAR_BEHIND),
        (date(2020, 12, 31), 40, Standing.ON_PATH),
        (date(2020, 12, 31), "39.99", Standing.MISSED),
        (date(2021, 7, 1), 45, Standing.ON_PATH),
        (date(2021, 7, 1), 41, Standing.FAR_BEHIND),
        (date(2021, 7, 1), 39, Standing.MISSED),
        (date(2021, 7, 1), 55, Standing.REACHED),
        (date(2022, 12, 31), "54.99", Standing.MISSED),
        (date(2024, 1, 1), 56, Standing.REACHED),
        (date(2024, 1, 1), None, Standing.NOBODY),
    ],
)
def test_a_path_of_three_years(day: date, value: object, expected: Standing) -> None:
    assert stands(NURSING, day, value) is expected


def test_a_value_from_before_the_due_day_does_not_tell_whether_it_was_kept() -> None:
    assert stands(NURSING, date(2020, 12, 20), 39, on=date(2021, 1, 5)) is Standing.NOT_COUNTED
    assert stands(NURSING, date(2020, 12, 20), 60, on=date(2021, 1, 5)) is Standing.REACHED


def test_only_what_must_be_can_be_breached() -> None:
    soft = Promise(
        Operator.AT_MOST,
        Decimal(50),
        (Point(date(2020, 12, 31), Decimal(50)),),
        modality=Modality.EXPLORE,
    )
    assert stands(soft, date(2021, 1, 1), 60) is Standing.NOT_REACHED
    assert stands(Promise(Operator.AT_MOST, Decimal(50)), date(2021, 1, 1), 60) is Standing.MISSED
    assert stands(Promise(Operator.EXACTLY, Decimal(3)), date(2021, 1, 1), 3) is Standing.REACHED


def test_what_waits_says_so_and_nothing_else() -> None:
    waiting = Promise(Operator.AT_LEAST, Decimal(1), waits_for="places.facilities")
    state = state_of(
        waiting,
        Measured(date(2025, 1, 1), Decimal(5)),
        history=[],
        on=date(2025, 1, 1),
        tolerance=Decimal(1),
    )
    assert (state.standing, state.colour) == (Standing.WAITING, Colour.NONE)
    assert [reason.code for reason in state.reasons] == ["waits"]


@pytest.mark.parametrize(("modality", "standing"), [("must", "missed"), ("strive", "not_reached")])
def test_what_is_only_striven_for_is_never_red(modality: str, standing: str) -> None:
    promise = replace(NURSING, modality=modality)
    day = date(2023, 1, 31)
    state = state_of(
        promise, Measured(day, Decimal(30), 10), history=[FIRST], on=day, tolerance=Decimal("0.25")
    )
    assert state.standing == standing
    assert state.colour == (Colour.RED if modality == "must" else Colour.YELLOW)
    told = [reason.words for reason in state.reasons if reason.code == "not-binding"]
    assert told == ([] if modality == "must" else [{"modality": "strive"}])


@given(
    value=st.decimals(0, 100, places=1),
    days=st.integers(-400, 1500),
    operator=st.sampled_from(Operator.values),
    modality=st.sampled_from(Modality.values),
    is_by_hand=st.booleans(),
    is_reported=st.booleans(),
)
def test_nothing_typed_is_ever_green_and_green_always_keeps_the_path(
    value: Decimal, days: int, operator: str, modality: str, is_by_hand: bool, is_reported: bool
) -> None:
    promise = Promise(operator, Decimal(55), PATH, None, modality, is_by_hand)
    day = date(2021, 1, 1) + timedelta(days=days)
    measured = Measured(day, value, 10, is_reported=is_reported)
    state = state_of(promise, measured, history=[FIRST], on=day, tolerance=Decimal("0.25"))
    if state.colour == Colour.GREEN:
        assert not is_by_hand
        assert not is_reported
        assert state.expected is not None
        distance = {
            "ge": value - state.expected,
            "le": state.expected - value,
            "eq": -abs(value - state.expected),
            "gt": value - state.expected,
            "lt": state.expected - value,
        }
        assert distance[operator] >= 0
        assert distance[operator] or operator not in {"gt", "lt"}
    if state.colour == Colour.RED:
        assert modality == Modality.MUST
    assert state.reasons


@given(st.integers(0, 800))
def test_the_path_runs_through_its_points(days: int) -> None:
    path = path_of(NURSING, [FIRST])
    day = FIRST.on + timedelta(days=days)
    assert all(expected_on(path, point.on) == point.value for point in path)
    now, later = expected_on(path, day), expected_on(path, day + timedelta(days=1))
    assert now is not None
    assert later is not None
    assert Decimal(38) <= now <= later <= Decimal(55)


def test_a_series_breaks_where_its_definition_changed() -> None:
    points = [
        (1, Point(date(2024, 1, 31), Decimal(1))),
        (2, Point(date(2024, 3, 31), Decimal(9))),
        (1, Point(date(2024, 2, 29), Decimal(2))),
    ]
    first, second = series(points)
    assert [len(first.points), len(second.points)] == [2, 1]
    assert (first.breaks, second.breaks) == (False, True)
