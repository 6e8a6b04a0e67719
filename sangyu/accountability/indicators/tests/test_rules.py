"""Comparison, days and the bytes of a seal."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangyu.accountability.indicators.definitions import ELDER_POPULATION, definition
from sangyu.accountability.indicators.rules import canonical, compare, previous_day
from sangyu.accountability.indicators.types import Cell, Compared

CELLS = st.lists(
    st.builds(
        Cell,
        st.sampled_from(["522601", "522601103"]),
        st.just("sex"),
        st.sampled_from("12"),
        st.integers(0, 99),
    ),
    unique_by=lambda cell: (cell.area_code, cell.value),
)


def test_the_shipped_definition_covers_everybody_over_sixty_once_in_its_bands() -> None:
    bands = definition(ELDER_POPULATION).dimension("age").bands
    ages = [age for low, high in bands for age in range(low, high + 1)]
    assert ages == list(range(60, 201))


@pytest.mark.parametrize(
    ("day", "before"),
    [(date(2025, 12, 31), date(2024, 12, 31)), (date(2024, 2, 29), date(2023, 2, 28))],
)
def test_the_year_before(day: date, before: date) -> None:
    assert previous_day(day) == before


def test_a_figure_that_was_there_only_last_year_counts_nothing_now() -> None:
    now, then = [Cell("1", "sex", "1", 5)], [Cell("1", "sex", "2", 3)]
    assert compare(now, then) == [Compared("1", "sex", "1", 5, 0), Compared("1", "sex", "2", 0, 3)]
    assert [figure.before for figure in compare(now, None)] == [None]
    assert compare(now, [Cell("1", "sex", "1", 4)])[0].rate == 0.25


@given(CELLS, st.randoms(use_true_random=False))
def test_a_seal_does_not_depend_on_order_and_tells_every_change(
    cells: list[Cell], rng: object
) -> None:
    head = {"as_of": "2025-12-31"}
    shuffled = sorted(cells, key=lambda cell: hash((cell, str(rng))))
    assert canonical(head, cells) == canonical(head, shuffled)
    if cells:
        first = cells[0]
        changed = [Cell(first.area_code, first.dimension, first.value, first.count + 1), *cells[1:]]
        assert canonical(head, cells) != canonical(head, changed)
