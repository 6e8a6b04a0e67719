"""What changes a level: every trigger on both sides, the order of the rules, the cap, and the forms of a diagnosis."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sangyu.people.assessment.policy import instruments
from sangyu.people.assessment.rules.circumstances import diagnosis_read
from sangyu.people.assessment.rules.scoring import score
from sangyu.people.assessment.tests.sheets import best, scored, with_total
from sangyu.people.assessment.types import Effect, Sheet

DEMENTIA, MENTAL, EVENTS, COMA = "dementia", "mental_disorder", "care_risk_events", "coma"


@pytest.mark.parametrize(
    ("diagnoses", "codes"),
    [
        ([], []),
        (["F00"], [DEMENTIA]),
        (["F00.0*"], [DEMENTIA]),
        (["F01.9"], [DEMENTIA]),
        (["F02"], [DEMENTIA]),
        (["F03"], [DEMENTIA]),
        (["F03.9"], [DEMENTIA]),
        (["F039"], [DEMENTIA]),
        (["F03.x00x001"], [DEMENTIA]),
        (["f03"], [DEMENTIA]),
        ([" Ｆ０３．９ "], [DEMENTIA]),
        (["F00-F03"], [DEMENTIA]),
        (["F00–F03"], [DEMENTIA]),
        (["F04"], [MENTAL]),
        (["F10.2"], [MENTAL]),
        (["F32"], [MENTAL]),
        (["F99"], [MENTAL]),
        (["F99.9"], [MENTAL]),
        (["F04-F99"], [MENTAL]),
        (["F20-F29"], [MENTAL]),
        (["F03", "F32.1"], [DEMENTIA, MENTAL]),
        (["G30"], []),
        (["G30.9†"], []),
        (["E10-E14"], []),
        (["C00-D48"], []),
        (["E99", "G00", "I10", "Z99.9"], []),
        (["G30.0+", "F00.0*"], [DEMENTIA]),
    ],
)
def test_diagnoses_raise_by_one_however_many_and_however_written(
    diagnoses: list[str], codes: list[str]
) -> None:
    result = scored("gbt42195", best("gbt42195"), diagnoses)
    assert [reason.code for reason in result.reasons[1:]] == codes
    assert (result.preliminary_level, result.level) == (0, 1 if codes else 0)


@pytest.mark.parametrize(
    "written",
    ["", "F", "F0", "F3", "03", "FF3", "dementia", "痴呆", "F03-F00", "F03,F04", "F03."],
)
def test_what_is_no_diagnosis(written: str) -> None:
    assert diagnosis_read(written) is None


@pytest.mark.parametrize(
    ("instrument", "events", "level"),
    [
        ("gbt42195", {}, 0),
        ("gbt42195", {"fall": 1}, 0),
        ("gbt42195", {"fall": 2}, 1),
        ("gbt42195", {"fall": 1, "other": 1}, 1),
        ("gbt42195", {"wandering": 1, "choking": 1}, 1),
        ("gbt42195", {"self_harm": 2}, 1),
        ("gbt42195", {"other": 2}, 1),
        ("gbt42195", {"fall": 9, "wandering": 9, "choking": 9, "self_harm": 9, "other": 9}, 1),
        ("mzt039", {"fall": 1, "choking": 1}, 1),
        ("mzt039", {"fall": 1, "other": 5}, 0),
        ("ltc2021", {"fall": 5}, 0),
        ("barthel", {"fall": 5}, 0),
    ],
)
def test_two_events_in_thirty_days_raise_whatever_their_kind(
    instrument: str, events: dict[str, int], level: int
) -> None:
    assert scored(instrument, best(instrument), [], events).level == level


@pytest.mark.parametrize(
    ("total", "preliminary", "raised"), [(90, 0, 1), (66, 1, 2), (46, 2, 3), (30, 3, 4), (29, 4, 4)]
)
def test_all_reasons_together_raise_one_level_and_never_beyond_the_last(
    total: int, preliminary: int, raised: int
) -> None:
    answers = with_total("gbt42195", total)
    result = scored("gbt42195", answers, ["F03", "F32"], {"fall": 2})
    assert (result.preliminary_level, result.level) == (preliminary, raised)
    first = Effect.RAISES if preliminary < 4 else Effect.NOTHING
    assert [(reason.code, reason.effect) for reason in result.reasons[1:]] == [
        (DEMENTIA, first),
        (MENTAL, Effect.NOTHING),
        (EVENTS, Effect.NOTHING),
    ]


def test_stacking_is_a_switch_of_the_data() -> None:
    stacked = replace(instruments()["gbt42195"], stacking=True)
    answers = with_total("gbt42195", 66)
    sheet = Sheet(answers, ["F03", "F32"], {"fall": 2})
    assert score(stacked, sheet).level == 4
    assert score(instruments()["gbt42195"], sheet).level == 2


@pytest.mark.parametrize(
    ("code", "item", "level"), [("gbt42195", "B.3.9", 4), ("mzt039", "B.3.1", 3)]
)
def test_coma_sets_the_last_level_at_once_and_stupor_does_not(
    code: str, item: str, level: int
) -> None:
    coma = scored(code, {**best(code), item: "coma"}, ["F03"], {"fall": 3})
    assert coma.level == level
    assert coma.reasons[1].code == COMA
    assert [reason.effect for reason in coma.reasons[2:]] == [Effect.NOTHING, Effect.NOTHING]
    stupor = scored(code, {**best(code), item: "stupor"})
    assert stupor.level == stupor.preliminary_level == 1
    assert stupor.subtotals["B.3"] == (26 if code == "gbt42195" else 2)


def test_every_change_names_its_clause() -> None:
    for instrument in instruments().values():
        assert instrument.level_clause
        assert all(rule.clause for rule in instrument.changes)


def test_what_is_not_on_the_sheet_is_noted() -> None:
    bare = score(instruments()["gbt42195"], Sheet(best("gbt42195")))
    assert bare.notes == ("diagnoses_not_given", "events_30d_not_given")
    assert scored("gbt42195", best("gbt42195")).notes == ()
    assert score(instruments()["ltc2021"], Sheet(best("ltc2021"))).notes == ()
    assert scored("ltc2021", best("ltc2021")).notes == ("diagnoses_not_used", "events_30d_not_used")
