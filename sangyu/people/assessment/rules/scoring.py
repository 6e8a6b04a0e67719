"""Scoring a sheet: subtotals, total, preliminary level, level and reasons; exact or refused, never guessed."""

from __future__ import annotations

from collections.abc import Mapping

from sangyu.people.assessment.rules.answers import answers_check, scores
from sangyu.people.assessment.rules.changes import changes_apply
from sangyu.people.assessment.rules.circumstances import Diagnosis, diagnoses_check, events_check
from sangyu.people.assessment.rules.levels import preliminary_level, section_levels
from sangyu.people.assessment.types import (
    Answer,
    Effect,
    Fault,
    Instrument,
    Reason,
    Result,
    Sheet,
    Unscorable,
)


def score(instrument: Instrument, sheet: Sheet) -> Result:
    """The result of a filled form. Raises `Unscorable` with every fault, if there is one.

    Diagnoses and events that are not given count as none, and a note says so where they could have changed the level.
    """
    answers, faults = answers_check(instrument, sheet.answers)
    diagnoses: list[Diagnosis] = []
    events: dict[str, int] = {}
    more: list[Fault] = []
    if sheet.diagnoses is not None:
        diagnoses, more = diagnoses_check(sheet.diagnoses, instrument.changes)
        faults += more
    if sheet.events_30d is not None:
        events, more = events_check(sheet.events_30d, instrument)
        faults += more
    if faults:
        raise Unscorable(tuple(faults))
    return _result(instrument, answers, diagnoses, events, _notes(instrument, sheet))


def _result(
    instrument: Instrument,
    answers: Mapping[str, Answer],
    diagnoses: list[Diagnosis],
    events: Mapping[str, int],
    notes: tuple[str, ...],
) -> Result:
    by_item = scores(instrument, answers)
    subtotals = {
        section.code: sum(by_item.get(item.code, 0) for item in section.items)
        for section in instrument.sections
    }
    levels = section_levels(instrument, by_item, subtotals)
    preliminary, why = preliminary_level(instrument, subtotals, levels)
    level, changed = changes_apply(instrument, preliminary, answers, diagnoses, events)
    total = sum(subtotals.values())
    return Result(
        instrument=instrument.code,
        version=instrument.version,
        subtotals=subtotals,
        section_levels=levels,
        total=total if instrument.sums else None,
        preliminary_level=preliminary,
        level=level,
        reasons=(why, *changed, *_cut_off(instrument, answers, total)),
        notes=notes,
        may_apply=None if instrument.may_apply_from is None else level >= instrument.may_apply_from,
    )


def _cut_off(instrument: Instrument, answers: Mapping[str, Answer], total: int) -> list[Reason]:
    """Whether the total lies at or below the cut-off, where the instrument has one and its item is answered."""
    rule = instrument.cut_offs
    answer = str(answers.get(rule.item, "")) if rule else ""
    if rule is None or answer not in rule.at_most:
        return []
    most = rule.at_most[answer]
    code = "at_or_below_cut_off" if total <= most else "above_cut_off"
    params = {"total": total, "most": most, rule.item: answer}
    return [Reason(code, Effect.NOTHING, instrument.level_clause, params)]


def _notes(instrument: Instrument, sheet: Sheet) -> tuple[str, ...]:
    counts = {
        "diagnoses": any(rule.diagnoses for rule in instrument.changes),
        "events_30d": bool(instrument.events),
    }
    given = {"diagnoses": sheet.diagnoses, "events_30d": sheet.events_30d}
    return tuple(
        f"{name}_not_given" if is_used else f"{name}_not_used"
        for name, is_used in counts.items()
        if (given[name] is None) == is_used
    )
