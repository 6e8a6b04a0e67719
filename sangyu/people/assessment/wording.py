"""The rules' codes in words: reasons, notes and faults, in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sangyu.kernel.errors import Problem
from sangyu.people.assessment.types import (
    Answer,
    Effect,
    Fault,
    FaultKind,
    Instrument,
    Name,
    Reason,
)

_REASONS: dict[str, Promise] = {
    "total_in_band": gettext_lazy(
        "The total %(total)s lies within %(least)s to %(most)s: level %(level)s."
    ),
    "levels_meet": gettext_lazy(
        "The parts have the levels %(levels)s; in the table of levels they meet at level %(level)s."
    ),
    "rule_of_levels": gettext_lazy(
        "The parts have the levels %(values)s; the first rule that holds gives level %(level)s."
    ),
    "rule_of_counts": gettext_lazy(
        "Dependent in each class: %(values)s; the first rule that holds gives %(level_name)s."
    ),
    "coma": gettext_lazy("In coma."),
    "dementia": gettext_lazy("Dementia is diagnosed: %(diagnoses)s."),
    "mental_disorder": gettext_lazy(
        "Another mental or behavioural disorder is diagnosed: %(diagnoses)s."
    ),
    "care_risk_events": gettext_lazy(
        "Care-risk events in the last 30 days: %(count)s (%(events)s); from %(least)s on they count."
    ),
    "at_or_below_cut_off": gettext_lazy(
        "The total %(total)s is not above %(most)s, the cut-off for this education: impairment is suspected."
    ),
    "above_cut_off": gettext_lazy(
        "The total %(total)s is above %(most)s, the cut-off for this education."
    ),
}
_REMARKS = frozenset({"at_or_below_cut_off", "above_cut_off"})
_EFFECTS: dict[Effect, Promise] = {
    Effect.RAISES: gettext_lazy("This raises the level to %(level)s."),
    Effect.SETS: gettext_lazy("This alone sets the level to %(level)s."),
    Effect.NOTHING: gettext_lazy("This changes the level no further."),
}
_NOTES: dict[str, Promise] = {
    "diagnoses_not_given": gettext_lazy("No diagnoses are given: counted as none."),
    "events_30d_not_given": gettext_lazy(
        "The care-risk events of the last 30 days are not given: counted as none."
    ),
    "diagnoses_not_used": gettext_lazy("Diagnoses have no part in this assessment."),
    "events_30d_not_used": gettext_lazy("Care-risk events have no part in this assessment."),
}
_EVENTS: dict[str, Promise] = {
    "fall": gettext_lazy("fall"),
    "wandering": gettext_lazy("going astray"),
    "choking": gettext_lazy("choking"),
    "self_harm": gettext_lazy("suicide or self-harm"),
    "other": gettext_lazy("other"),
}
_ONE_OF = gettext_lazy("Give one of: %(possible)s.")
_FAULTS: dict[FaultKind, tuple[Promise, Promise]] = {
    FaultKind.MISSING: (gettext_lazy("The answer is missing."), _ONE_OF),
    FaultKind.UNKNOWN_ITEM: (
        gettext_lazy("The form has no such item."),
        gettext_lazy("Its items go from %(first)s to %(last)s; mend the code or leave it out."),
    ),
    FaultKind.IMPOSSIBLE: (gettext_lazy("The item has no such answer."), _ONE_OF),
    FaultKind.DIAGNOSES_SHAPE: (
        gettext_lazy("The diagnoses are not a list."),
        gettext_lazy('Write a list of ICD-10 codes, such as ["F03", "I10"]; [] for none.'),
    ),
    FaultKind.DIAGNOSIS: (
        gettext_lazy("This is no ICD-10 code."),
        gettext_lazy("Write a letter and two digits, with or without a subdivision: F03, F03.9."),
    ),
    FaultKind.DIAGNOSIS_WIDE: (
        gettext_lazy("It is undecided whether this range stands for dementia or another disorder."),
        gettext_lazy("Write the code of the diagnosis, or a range of the form: F00-F03, F04-F99."),
    ),
    FaultKind.EVENTS_SHAPE: (
        gettext_lazy("The care-risk events are not an object of counts."),
        gettext_lazy('Write each kind with its count, such as {"fall": 1}; {} for none.'),
    ),
    FaultKind.UNKNOWN_EVENT: (gettext_lazy("There is no such kind of care-risk event."), _ONE_OF),
    FaultKind.EVENT_COUNT: (
        gettext_lazy("This is no count."),
        gettext_lazy("Write how often it happened in the last 30 days: 0, 1, 2 …"),
    ),
}
_LISTED = 6
_SHOWN = 60


def name_of(name: Name) -> str:
    """In the reader's language."""
    return name.zh if (get_language() or "zh").startswith("zh") else name.en


def reason_text(instrument: Instrument, reason: Reason) -> str:
    """A reason as one or two sentences: what holds, and what it did to the level."""
    params = {key: _plain(value) for key, value in reason.params.items()}
    level = reason.params.get("level")
    params["level_name"] = level_name(instrument, level) if isinstance(level, int) else ""
    holds = str(_REASONS[reason.code]) % params
    if reason.effect not in _EFFECTS or reason.code in _REMARKS:
        return holds
    return _("%(holds)s %(effect)s") % {
        "holds": holds,
        "effect": str(_EFFECTS[reason.effect]) % params,
    }


def note_text(code: str) -> str:
    """A note as a sentence."""
    return str(_NOTES[code])


def problem(fault: Fault) -> Problem:
    """A fault with its words: `where` is the place in the sheet, `field` the item's name."""
    message, remedy = _FAULTS[fault.kind]
    ends = {"first": fault.possible[0], "last": fault.possible[-1]} if fault.possible else {}
    return Problem(
        where=fault.where,
        field=name_of(fault.name) if fault.name else "",
        value="" if fault.kind is FaultKind.MISSING else shown(fault.value),
        message=str(message),
        remedy=str(remedy) % {"possible": _possible(fault.possible), **ends},
    )


def shown(value: object) -> str:
    """A value as the file writes it, cut where it is long, and what is no character escaped."""
    text = json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def level_name(instrument: Instrument, level: int) -> str:
    """The standard's name of a level."""
    return name_of(instrument.levels[level])


def _possible(options: tuple[Answer, ...]) -> str:
    if len(options) > _LISTED:
        return _("%(least)s to %(most)s") % {"least": options[-1], "most": options[0]}
    return ", ".join(str(option) for option in options)


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{_EVENTS.get(key, key)} {count}" for key, count in value.items())
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return str(value)


_OPTIONS: dict[str, Promise] = {
    "alert": gettext_lazy("alert"),
    "drowsy": gettext_lazy("drowsy"),
    "stupor": gettext_lazy("stupor"),
    "coma": gettext_lazy("coma"),
}
HINTS: dict[str, Promise] = {
    "walks_not_stairs": gettext_lazy("Cannot walk on the level, yet climbs stairs: look again."),
    "bedbound_walks": gettext_lazy("Cannot turn in bed, yet walks: look again."),
    "unconscious_acts": gettext_lazy("Stupor or coma, yet eats with some help: look again."),
    "unconscious_speaks": gettext_lazy("Stupor or coma, yet expresses something: look again."),
    "lost_yet_travels": gettext_lazy("Hardly knows the place, yet travels alone: look again."),
    "walks_not_yet_travels": gettext_lazy("Cannot walk, yet travels alone: look again."),
}
"""The hints of the form, in words."""


def option_text(option: Answer) -> str:
    """An option as the form shows it: its score, or its name."""
    return str(_OPTIONS.get(str(option), option))


def event_text(event: str) -> str:
    """A kind of care-risk event."""
    return str(_EVENTS[event])
