"""Kappa, drift and the draw against examples computed by hand, and what must hold for any figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangyu.people.assessment.rules.agreement import Given, Pair, agreement, drifts
from sangyu.people.assessment.rules.sampling import Candidate, place_in_draw, sample

LEVELS = (0, 1, 2, 3, 4)


def pairs_of(table: Sequence[Sequence[int]]) -> list[Pair]:
    """The pairs that a table counts: rows are the first result, columns the re-check."""
    return [
        (row, column)
        for row, counts in enumerate(table)
        for column, count in enumerate(counts)
        for _each in range(count)
    ]


def test_the_textbook_table() -> None:
    """20/5/10/15: observed 35/50; by chance 25·30/2500 + 25·20/2500 = 1/2; kappa (0.7 − 0.5) / 0.5 = 0.4."""
    found = agreement(pairs_of([[20, 5], [10, 15]]), (0, 1))
    assert (found.pairs, found.same, found.higher, found.lower) == (50, 35, 5, 10)
    assert (found.observed, found.expected) == (Fraction(7, 10), Fraction(1, 2))
    assert found.kappa == found.weighted == Fraction(2, 5)
    assert found.error == pytest.approx(0.129615, abs=1e-6)


def test_linear_weights_forgive_a_neighbour_half() -> None:
    """Three levels, one pair in each of (0,0), (1,1), (2,2), (0,1): po = 3/4, weighted 7/8.

    Margins 2,1,1 and 1,2,1: pe = (2·1 + 1·2 + 1·1)/16 = 5/16, kappa = (12 − 5)/(16 − 5) = 7/11.
    Weighted chance: row 0: 2·(1 + 2·½ + 0) = 4; row 1: ½ + 2 + ½ = 3; row 2: 0 + 2·½ + 1 = 2; 9/16; (14 − 9)/(16 − 9).
    """
    found = agreement([(0, 0), (1, 1), (2, 2), (0, 1)], (0, 1, 2))
    assert found.kappa == Fraction(7, 11)
    assert found.weighted == Fraction(5, 7)


@pytest.mark.parametrize("pairs", [[], [(2, 2), (2, 2)]])
def test_where_chance_explains_everything_there_is_no_kappa(pairs: list[Pair]) -> None:
    found = agreement(pairs, LEVELS)
    assert (found.kappa, found.weighted, found.error) == (None, None, None)


def test_a_level_beyond_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match=r"\[5\]"):
        agreement([(0, 5)], LEVELS)


pair_lists = st.lists(st.tuples(st.sampled_from(LEVELS), st.sampled_from(LEVELS)), max_size=40)


@given(pair_lists)
def test_kappa_stays_in_its_bounds_and_does_not_care_for_order_or_side(pairs: list[Pair]) -> None:
    found = agreement(pairs, LEVELS)
    turned = agreement([(second, first) for first, second in reversed(pairs)], LEVELS)
    assert (found.kappa, found.weighted) == (turned.kappa, turned.weighted)
    assert (found.higher, found.lower) == (turned.lower, turned.higher)
    assert found.same + found.higher + found.lower == found.pairs == len(pairs)
    for kappa in (found.kappa, found.weighted):
        assert kappa is None or -1 <= kappa <= 1
    if found.kappa is not None:
        assert (found.kappa == 1) == (found.same == found.pairs)


SINCE = date(2026, 7, 1)


def given_levels(assessor: int, before: Sequence[int], now: Sequence[int]) -> list[Given]:
    return [
        *(Given(assessor, date(2026, 6, 30), level) for level in before),
        *(Given(assessor, SINCE, level) for level in now),
    ]


def test_drift_is_what_an_assessor_moved_beyond_the_others() -> None:
    """A: 1 → 2.5; B and C together: 1 → 1.5; A moved a whole level beyond them, B one half less than A and C."""
    given_ = [
        *given_levels(1, [1, 1], [2, 3]),
        *given_levels(2, [1, 1], [1, 2]),
        *given_levels(3, [0, 2], [1, 2]),
    ]
    first, second, third = drifts(given_, since=SINCE, least=2, at_least=Fraction(3, 4))
    assert (first.assessor, first.before, first.now) == (1, 2, 2)
    assert (first.mean_before, first.mean_now) == (Fraction(1), Fraction(5, 2))
    assert (first.moved, first.is_marked) == (Fraction(1), True)
    assert second.moved == third.moved == Fraction(1, 2) - 1
    assert not second.is_marked


def test_too_few_results_say_nothing() -> None:
    given_ = [*given_levels(1, [0], [4]), *given_levels(2, [1, 1], [1, 1])]
    few, enough = drifts(given_, since=SINCE, least=2, at_least=Fraction(1, 2))
    assert (few.mean_before, few.mean_now, few.moved, few.is_marked) == (None, None, None, False)
    assert (enough.mean_before, enough.moved) == (Fraction(1), None)


def candidates(count: int) -> list[Candidate]:
    return [Candidate(f"r{number}", (number % 3,)) for number in range(count)]


def test_anybody_can_draw_the_same_sample() -> None:
    """The place is SM3 of seed, line feed and name: computed here once with another implementation (OpenSSL)."""
    assert place_in_draw("abc", "") != place_in_draw("ab", "c")
    found = place_in_draw("2026311", "r1")
    assert found == "891da713cb49f31f14da84ebb7695bcd0a8d15f5e98003905dd6de5c687e747a"
    drawn = sample(candidates(20), "2026311", share=Fraction(1, 10), least=1)
    assert drawn == sample(candidates(20)[::-1], "2026311", share=Fraction(1, 10), least=1)
    assert drawn != sample(candidates(20), "2026312", share=Fraction(1, 10), least=1)


@given(st.integers(0, 40), st.text(max_size=6), st.fractions(0, 1), st.integers(0, 10))
def test_the_sample_is_large_enough_and_leaves_no_assessor_out(
    count: int, seed: str, share: Fraction, least: int
) -> None:
    pool = candidates(count)
    drawn = sample(pool, seed, share=share, least=least)
    assert len(set(drawn)) == len(drawn)
    assert set(drawn) <= set(pool)
    assert Fraction(len(drawn)) >= share * count
    assert len(drawn) >= min(count, least)
    assert {who for one in drawn for who in one.assessors} == {
        who for one in pool for who in one.assessors
    }
    places = [place_in_draw(seed, one.ref) for one in drawn]
    assert places == sorted(places)
