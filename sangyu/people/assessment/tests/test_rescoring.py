"""Old answers under another standard: both results, what was carried, what is missing by name, nothing guessed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangyu.people.assessment.policy import crosswalks, instruments
from sangyu.people.assessment.rules.rescoring import identity_crosswalk, rescore
from sangyu.people.assessment.rules.scoring import score
from sangyu.people.assessment.tests.sheets import best, with_subtotals, with_total
from sangyu.people.assessment.types import Band, ByTotal, Sheet, Unscorable

OLD, NEW = "mzt039", "gbt42195"


def test_a_former_result_stays_and_what_the_new_form_asks_beyond_it_is_named() -> None:
    sheet = Sheet({**best(OLD), "B.2.2": 2, "B.3.1": "drowsy", "B.3.2": 2, "B.3.3": 4}, ["F03"], {})
    done = rescore(instruments()[OLD], instruments()[NEW], sheet, crosswalks()[OLD, NEW])
    assert done.old == score(instruments()[OLD], sheet)
    assert done.new is None
    carried = {"B.3.7": 0, "B.3.8": 1, "B.3.9": "drowsy", "B.4.1": 1, "B.4.2": 0}
    assert done.carried == carried
    assert set(done.missing) == set(instruments()[NEW].items) - set(carried)
    assert done.levels == (2, 4), "85 points at best are mild, dementia makes them moderate"


def test_with_the_missing_answers_the_new_result_stands_beside_the_old() -> None:
    sheet = Sheet(best(OLD), [], {"fall": 2})
    walk = crosswalks()[OLD, NEW]
    more = {code: answer for code, answer in best(NEW).items() if code not in walk.items}
    done = rescore(instruments()[OLD], instruments()[NEW], sheet, walk, more)
    assert done.missing == ()
    assert done.new == score(instruments()[NEW], Sheet(best(NEW), [], {"fall": 2}))
    assert (done.old.level, done.levels) == (1, (1, 1))
    with pytest.raises(Unscorable) as caught:
        rescore(instruments()[OLD], instruments()[NEW], sheet, walk, {**more, "B.1.1": 9})
    assert [fault.where for fault in caught.value.faults] == ["answers.B.1.1"]


@given(st.integers(0, 20), st.sampled_from(["mzt039", "barthel"]))
def test_the_barthel_part_is_the_barthel_index_both_ways(fives: int, start: str) -> None:
    end = "barthel" if start == "mzt039" else "mzt039"
    part = "B.1" if start == "mzt039" else "total"
    sheet = Sheet(with_subtotals(start, {part: fives * 5}))
    done = rescore(instruments()[start], instruments()[end], sheet, crosswalks()[start, end])
    if end == "barthel":
        assert done.new is not None
        assert done.new.total == done.old.subtotals["B.1"] == fives * 5
    else:
        assert len(done.missing) == 12


@given(st.integers(0, 90))
def test_a_new_version_of_the_same_form_regrades_every_answer(total: int) -> None:
    old = instruments()[NEW]
    stricter = tuple(
        Band(level, *edges)
        for level, edges in enumerate([(90, 90), (70, 89), (50, 69), (30, 49), (0, 29)])
    )
    new = replace(old, version="2030", method=ByTotal(stricter))
    done = rescore(old, new, Sheet(with_total(NEW, total)), identity_crosswalk(old, new))
    assert done.new is not None
    assert (done.new.version, done.new.total) == ("2030", done.old.total)
    assert 0 <= done.new.level - done.old.level <= 1


def test_the_two_scales_are_never_turned_into_one_another() -> None:
    ltc = {pair for pair in crosswalks() if any(code.startswith("ltc") for code in pair)}
    assert ltc == set()
    for (old, new), walk in crosswalks().items():
        for code, (source, meaning) in walk.items.items():
            before, after = instruments()[old].items[source], instruments()[new].items[code]
            said = dict(meaning) or {answer: answer for answer in before.options}
            assert set(said) == set(before.options)
            assert set(said.values()) <= set(after.options)
