"""The instruments against the standards' tables, written out here a second time: both sides of every threshold."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

import pytest

from sangyu.people.assessment.policy import instruments
from sangyu.people.assessment.tests.sheets import best, scored, with_subtotals, with_total
from sangyu.people.assessment.types import Section


def most(section: Section) -> int:
    return sum(max(item.options.values()) for item in section.items)


@pytest.mark.parametrize(
    ("code", "items", "subtotals"),
    [
        ("gbt42195", 26, {"B.1": 32, "B.2": 15, "B.3": 28, "B.4": 15}),
        ("ltc2021", 17, {"C1": 100, "C2": 16, "C3": 12}),
        ("mzt039", 22, {"B.1": 100, "B.2": 6, "B.3": 14, "B.4": 20}),
        ("barthel", 10, {"total": 100}),
        ("mmse", 2, {"total": 30}),
        ("ltc2021_screening", 6, {"a": 3, "b": 3}),
    ],
)
def test_the_forms_have_their_items_and_points(
    code: str, items: int, subtotals: dict[str, int]
) -> None:
    instrument = instruments()[code]
    assert len(instrument.items) == items
    assert {section.code: most(section) for section in instrument.sections} == subtotals


def test_the_items_that_do_not_go_to_four() -> None:
    """GB/T 42195: six items have fewer points, and stupor and coma are told apart though both score 0."""
    items = instruments()["gbt42195"].items
    fewer = {code: max(item.options.values()) for code, item in items.items()}
    assert {code: points for code, points in fewer.items() if points != 4} == {
        "B.2.4": 3,
        "B.3.7": 1,
        "B.3.8": 1,
        "B.3.9": 2,
        "B.4.1": 2,
        "B.4.2": 2,
        "B.4.4": 3,
    }
    assert dict(items["B.3.9"].options) == {"alert": 2, "drowsy": 1, "stupor": 0, "coma": 0}
    ltc = instruments()["ltc2021"].items
    assert [max(ltc[str(number)].options.values()) for number in range(1, 18)] == [
        *(10, 10, 5, 10, 10, 10, 15, 15, 10, 5),
        *[4] * 7,
    ]


@pytest.mark.parametrize(
    ("code", "total", "level"),
    [
        *(("gbt42195", total, 0) for total in (90,)),
        *(("gbt42195", total, 1) for total in (89, 66)),
        *(("gbt42195", total, 2) for total in (65, 46)),
        *(("gbt42195", total, 3) for total in (45, 30)),
        *(("gbt42195", total, 4) for total in (29, 0)),
        *(("barthel", total, 0) for total in (100,)),
        *(("barthel", total, 1) for total in (95, 65)),
        *(("barthel", total, 2) for total in (60, 45)),
        *(("barthel", total, 3) for total in (40, 0)),
        *(("mmse", total, 0) for total in (30, 27)),
        *(("mmse", total, 1) for total in (26, 21)),
        *(("mmse", total, 2) for total in (20, 10)),
        *(("mmse", total, 3) for total in (9, 0)),
    ],
)
def test_levels_by_total(code: str, total: int, level: int) -> None:
    result = scored(code, with_total(code, total))
    assert (result.total, result.preliminary_level, result.level) == (total, level, level)
    assert [reason.code for reason in result.reasons] == ["total_in_band"]


@pytest.mark.parametrize(
    ("education", "cut_off"), [("illiterate", 17), ("primary", 20), ("junior_or_above", 24)]
)
def test_the_cut_off_of_the_mmse_goes_by_education(education: str, cut_off: int) -> None:
    codes = [
        scored("mmse", {"total": total, "education": education}).reasons[-1].code
        for total in (cut_off, cut_off + 1)
    ]
    assert codes == ["at_or_below_cut_off", "above_cut_off"]


BAND_EDGES = {
    "C1": {100: 0, 95: 1, 65: 1, 60: 2, 45: 2, 40: 3, 0: 3},
    "C2": {16: 0, 15: 1, 4: 1, 3: 2, 2: 2, 1: 3, 0: 3},
    "C3": {12: 0, 11: 1, 4: 1, 3: 2, 2: 2, 1: 3, 0: 3},
}
CELLS = {
    (0, 0): 0, (0, 1): 0, (0, 2): 1, (0, 3): 1,
    (1, 0): 1, (1, 1): 1, (1, 2): 1, (1, 3): 2,
    (2, 0): 2, (2, 1): 2, (2, 2): 2, (2, 3): 3,
    (3, 0): 3, (3, 1): 3, (3, 2): 4, (3, 3): 5,
}  # fmt: skip


def test_levels_of_the_long_term_care_standard_at_every_edge_of_every_band() -> None:
    for (c1, row), (c2, mind), (c3, senses) in product(*(e.items() for e in BAND_EDGES.values())):
        result = scored("ltc2021", with_subtotals("ltc2021", {"C1": c1, "C2": c2, "C3": c3}))
        assert result.subtotals == {"C1": c1, "C2": c2, "C3": c3}
        assert result.section_levels == {"C1": row, "C2": mind, "C3": senses}
        assert result.level == result.preliminary_level == CELLS[row, max(mind, senses)]
        assert result.total == c1 + c2 + c3


def test_the_confirmed_cells_of_the_long_term_care_standard() -> None:
    """55 points in C1 are moderate; with a mild loss beside them the level is 2, with a severe C1 it is 3."""
    moderate = scored("ltc2021", with_subtotals("ltc2021", {"C1": 55, "C2": 15}))
    assert (moderate.section_levels["C1"], moderate.level) == (2, 2)
    assert scored("ltc2021", with_subtotals("ltc2021", {"C1": 40, "C3": 11})).level == 3


def test_the_bands_leave_no_score_out_and_name_none_twice() -> None:
    for instrument in instruments().values():
        for section in instrument.sections:
            bands = instrument.section_bands.get(section.code, ())
            for points in range(most(section) + 1) if bands else ():
                inside = [band for band in bands if band.least <= points <= band.most]
                step = 5 if most(section) == 100 else 1
                assert len(inside) == (1 if points % step == 0 else len(inside)), section.code


# --- MZ/T 039-2013 ---

ADL = {0: 100, 1: 65, 2: 45, 3: 40}
MIND = {0: 0, 1: 1, 2: 3, 3: 4}
SENSES = {0: "alert 1 1 0", 1: "alert 2 0 0", 2: "drowsy 3 3 2", 3: "alert 0 0 3"}
SOCIAL = {0: 2, 1: 7, 2: 13, 3: 14}


def literal_levels(adl: int, others: tuple[int, int, int]) -> set[int]:
    """Every level whose sentence in MZ/T 039 holds; the sentences overlap and leave gaps."""
    mind, senses, social = others
    some = sum(1 <= other <= 2 for other in others)
    held = {
        0: adl == 0 and mind == 0 and senses == 0 and social <= 1,
        1: (adl == 0 and (mind >= 1 or senses >= 1 or social >= 2))
        or (adl == 1 and min(others) <= 1),
        2: (adl == 1 and (others == (2, 2, 2) or max(others) == 3))
        or (adl == 2 and some in {1, 2}),
        3: adl == 3 or (adl == 2 and (others == (2, 2, 2) or max(others) == 3)),
    }
    return {level for level, is_held in held.items() if is_held}


def test_the_former_standard_says_the_worst_that_its_sentences_allow() -> None:
    gaps = set()
    for adl, mind, senses, social in product(range(4), repeat=4):
        answers = with_subtotals(
            "mzt039", {"B.1": ADL[adl], "B.2": MIND[mind], "B.4": SOCIAL[social]}
        )
        consciousness, *numbers = SENSES[senses].split()
        answers |= {"B.3.1": consciousness}
        answers |= {f"B.3.{place}": int(text) for place, text in enumerate(numbers, 2)}
        result = scored("mzt039", answers)
        assert tuple(result.section_levels.values()) == (adl, mind, senses, social)
        literal = literal_levels(adl, (mind, senses, social))
        if literal:
            assert result.level == max(literal), (adl, mind, senses, social)
        else:
            gaps.add((adl, mind, senses, social))
            assert result.level == 2
        assert result.total is None
    assert all(adl == 2 and max(others) <= 2 for adl, *others in gaps)
    assert (2, 0, 0, 0) in gaps
    assert (2, 1, 1, 2) in gaps


def literal_senses(consciousness: str, vision: int, hearing: int, talk: int) -> int:
    is_drowsy = consciousness == "drowsy"
    if consciousness in {"stupor", "coma"} or vision == 4 or hearing == 4 or talk == 3:
        return 3
    if is_drowsy or vision == 3 or hearing == 3 or talk == 2:
        return 2
    return 1 if vision == 2 or hearing == 2 or talk == 1 else 0


def test_the_senses_of_the_former_standard() -> None:
    states = ("alert", "drowsy", "stupor", "coma")
    for state, vision, hearing, talk in product(states, range(5), range(5), range(4)):
        answers = {
            **best("mzt039"),
            "B.3.1": state,
            "B.3.2": vision,
            "B.3.3": hearing,
            "B.3.4": talk,
        }
        level = scored("mzt039", answers).section_levels["B.3"]
        assert level == literal_senses(state, vision, hearing, talk)


@pytest.mark.parametrize(
    ("section", "edges"),
    [
        ("B.1", {100: 0, 95: 1, 65: 1, 60: 2, 45: 2, 40: 3, 0: 3}),
        ("B.2", {0: 0, 1: 1, 2: 2, 3: 2, 4: 3, 6: 3}),
        ("B.4", {0: 0, 2: 0, 3: 1, 7: 1, 8: 2, 13: 2, 14: 3, 20: 3}),
    ],
)
def test_the_bands_of_the_former_standard(section: str, edges: dict[int, int]) -> None:
    for points, level in edges.items():
        result = scored("mzt039", with_subtotals("mzt039", {section: points}))
        assert (result.subtotals[section], result.section_levels[section]) == (points, level)


# --- the self-screening ---

CLASSES = {
    "A": [(0, 0)],
    "B": [(1, 0), (0, 1), (0, 2)],
    "C": [(1, 1), (0, 3)],
    "D": [(2, 0), (1, 2)],
    "E": [(3, 0), (2, 1), (2, 2), (1, 3)],
    "F": [(3, 1), (3, 2), (2, 3)],
    "G": [(3, 3)],
}


def test_the_self_screening_lets_the_last_three_classes_apply() -> None:
    named: Iterable[tuple[str, int, int]] = [
        (c, a, b) for c, rows in CLASSES.items() for a, b in rows
    ]
    seen = set()
    for letter, a, b in named:
        answers = with_subtotals("ltc2021_screening", {"a": a, "b": b})
        result = scored("ltc2021_screening", answers)
        name = instruments()["ltc2021_screening"].levels[result.level].en
        assert (name[0], result.may_apply) == (letter, letter in "EFG")
        seen.add((a, b))
    assert len(seen) == 16
