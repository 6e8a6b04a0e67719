"""Old answers under a new standard. The old result stays; the new one exists only if nothing had to be guessed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sangyu.people.assessment.rules.scoring import score
from sangyu.people.assessment.types import (
    Answer,
    Crosswalk,
    Instrument,
    Rescored,
    Sheet,
)

_NO_MORE: Mapping[str, object] = MappingProxyType({})


def identity_crosswalk(old: Instrument, new: Instrument) -> Crosswalk:
    """Between two versions of one instrument: an item with the same code and the same options is the same question."""
    before = old.items
    same = [
        code
        for code, item in new.items.items()
        if code in before and dict(before[code].options) == dict(item.options)
    ]
    return Crosswalk(old.code, new.code, new.source, {code: (code, {}) for code in same})


def rescore(
    old: Instrument,
    new: Instrument,
    sheet: Sheet,
    crosswalk: Crosswalk,
    supplement: Mapping[str, object] = _NO_MORE,
) -> Rescored:
    """Score a sheet under its own standard and, as far as the crosswalk and the supplement reach, under the new one.

    supplement: answers to items of the new form that the old one did not ask; they count before carried ones.
    Raises `Unscorable` if the old sheet, or the supplement, is at fault; what is missing is no fault but named.
    """
    before = score(old, sheet)
    carried = _carried(sheet.answers, crosswalk)
    answers = {**carried, **supplement}
    missing = tuple(
        code for code, item in new.items.items() if item.required and code not in answers
    )
    range_of = _level_range(new, sheet, answers, missing)
    return Rescored(
        old=before,
        new=None if missing else score(new, _with(sheet, answers)),
        carried={code: answer for code, answer in carried.items() if code not in supplement},
        missing=missing,
        levels=range_of,
        source=crosswalk.source,
    )


def _carried(answers: Mapping[str, object], crosswalk: Crosswalk) -> dict[str, Answer]:
    found: dict[str, Answer] = {}
    for code, (source, meaning) in crosswalk.items.items():
        answer = answers.get(source)
        if not isinstance(answer, int | str):
            continue
        if not meaning:
            found[code] = answer
        elif answer in meaning:
            found[code] = meaning[answer]
    return found


def _with(sheet: Sheet, answers: Mapping[str, object]) -> Sheet:
    return Sheet(answers, sheet.diagnoses, sheet.events_30d)


def _level_range(
    new: Instrument, sheet: Sheet, answers: Mapping[str, object], missing: tuple[str, ...]
) -> tuple[int, int]:
    """The level with the best of every missing answer, and with the worst: a worse answer never lowers a level."""
    best, worst = (
        score(
            new, _with(sheet, {**answers, **{code: _end(new, code, end) for code in missing}})
        ).level
        for end in (0, -1)
    )
    return best, worst


def _end(instrument: Instrument, code: str, end: int) -> Answer:
    """The first (best) or last (worst) answer of an item."""
    return tuple(instrument.items[code].options)[end]
