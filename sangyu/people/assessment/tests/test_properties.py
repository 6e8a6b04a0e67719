"""For every instrument and whatever was answered: it scores within bounds, no worse answer lowers a level, changes
only raise, and a sheet at fault is refused with every fault and no other."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sangyu.people.assessment.policy import CODES, instruments
from sangyu.people.assessment.rules.circumstances import EVENTS
from sangyu.people.assessment.rules.scoring import score
from sangyu.people.assessment.types import Effect, FaultKind, Instrument, Item, Sheet, Unscorable

DIAGNOSES = ("F00", "F03.9", "F04", "F99", "G30", "I10", "F00-F03", "E10-E14")


def answers_of(item: Item) -> st.SearchStrategy[Any]:
    """Often an end of the scale, so that every level is met."""
    options = tuple(item.options)
    return st.sampled_from((options[0], options[-1], *options))


@st.composite
def sheets(draw: st.DrawFn) -> tuple[Instrument, Sheet]:
    instrument = instruments()[draw(st.sampled_from(CODES))]
    answers = {code: draw(answers_of(item)) for code, item in instrument.items.items()}
    diagnoses = draw(st.lists(st.sampled_from(DIAGNOSES), max_size=3))
    events = draw(st.dictionaries(st.sampled_from(EVENTS), st.integers(0, 3)))
    return instrument, Sheet(answers, diagnoses, events)


@given(sheets())
def test_every_set_of_answers_scores_within_its_bounds(
    given_sheet: tuple[Instrument, Sheet],
) -> None:
    instrument, sheet = given_sheet
    result = score(instrument, sheet)
    assert 0 <= result.preliminary_level <= result.level <= instrument.worst
    did = [reason.effect for reason in result.reasons]
    assert result.level - result.preliminary_level == 0 or {Effect.SETS, Effect.RAISES} & set(did)
    if Effect.SETS not in did:
        assert result.level - result.preliminary_level == did.count(Effect.RAISES) <= 1
    for section in instrument.sections:
        most = sum(max(item.options.values()) for item in section.items)
        assert 0 <= result.subtotals[section.code] <= most
    assert result.total == (sum(result.subtotals.values()) if instrument.sums else None)
    assert score(instrument, sheet) == result


@given(sheets(), st.data())
def test_a_worse_answer_a_diagnosis_or_an_event_never_lowers_the_level(
    given_sheet: tuple[Instrument, Sheet], data: st.DataObject
) -> None:
    instrument, sheet = given_sheet
    before = score(instrument, sheet)
    code = data.draw(st.sampled_from(sorted(instrument.items)))
    options = tuple(instrument.items[code].options)
    worse = options[data.draw(st.integers(options.index(sheet.answers[code]), len(options) - 1))]
    after = score(
        instrument, Sheet({**sheet.answers, code: worse}, sheet.diagnoses, sheet.events_30d)
    )
    assert after.preliminary_level >= before.preliminary_level
    assert after.level >= before.level
    more = [*sheet.diagnoses, data.draw(st.sampled_from(DIAGNOSES))]  # type: ignore[misc]
    events = {**sheet.events_30d, "fall": 2}  # type: ignore[dict-item]
    assert score(instrument, Sheet(sheet.answers, more, sheet.events_30d)).level >= before.level
    assert score(instrument, Sheet(sheet.answers, sheet.diagnoses, events)).level >= (
        score(instrument, Sheet(sheet.answers, sheet.diagnoses, {})).level
    )


IMPOSSIBLE: tuple[object, ...] = (
    -1,
    99,
    101,
    True,
    False,
    None,
    4.0,
    3.5,
    "4",
    "",
    "Alert",
    [],
    {},
    float("nan"),
)


@given(sheets(), st.data())
def test_every_fault_is_named_at_once_and_nothing_else(
    given_sheet: tuple[Instrument, Sheet], data: st.DataObject
) -> None:
    instrument, sheet = given_sheet
    required = sorted(code for code, item in instrument.items.items() if item.required)
    gone = data.draw(st.sets(st.sampled_from(required)))
    wrong = data.draw(st.sets(st.sampled_from(required))) - gone
    strange = data.draw(st.sets(st.sampled_from(("B.9.9", "0", "18", "b.1.1", ""))))
    answers: dict[str, object] = {k: v for k, v in sheet.answers.items() if k not in gone}
    for code in wrong:
        answers[code] = data.draw(st.sampled_from(IMPOSSIBLE))
    answers |= dict.fromkeys(strange, 1)
    expected = {
        *((FaultKind.MISSING, f"answers.{code}") for code in gone),
        *((FaultKind.IMPOSSIBLE, f"answers.{code}") for code in wrong),
        *((FaultKind.UNKNOWN_ITEM, f"answers.{code}") for code in strange),
    }
    try:
        score(instrument, Sheet(answers, sheet.diagnoses, sheet.events_30d))
        named = []
    except Unscorable as error:
        named = [(fault.kind, fault.where) for fault in error.faults]
    assert set(named) == expected
    assert len(named) == len(expected)
