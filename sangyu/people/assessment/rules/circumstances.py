"""Diagnoses and care-risk events beside the answers: read in the forms in which offices write them, or refused by name.

A diagnosis is an ICD-10 code: a category (F03), a subdivision (F03.9, F039, F00.0*, G30.0†, F03.x00x001 as the Chinese
editions extend it), or a range of categories as printed on the form (F00-F03).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sangyu.kernel.text import to_half_width, without_blanks
from sangyu.people.assessment.types import ChangeRule, Fault, FaultKind, Instrument

_CODE = r"([A-Z]\d\d)(?:\.?[0-9X]{1,9}|\.-)?[*+†]?"
_ONE = re.compile(_CODE, re.ASCII)
_RANGE = re.compile(r"([A-Z]\d\d)[-–—~]([A-Z]\d\d)", re.ASCII)


@dataclass(frozen=True)
class Diagnosis:
    """A code as written, and the first and last category it stands for (the same but in a range)."""

    written: str
    first: str
    last: str

    def within(self, span: tuple[str, str]) -> bool:
        """Whether all it stands for lies within these categories, both included."""
        return span[0] <= self.first and self.last <= span[1]

    def touches(self, span: tuple[str, str]) -> bool:
        """Whether any of it lies within these categories."""
        return self.first <= span[1] and span[0] <= self.last


def diagnosis_read(written: str) -> Diagnosis | None:
    """One code, upper or lower case, full or half width; None if it is no ICD-10 code."""
    plain = without_blanks(to_half_width(written)).upper()
    if one := _ONE.fullmatch(plain):
        return Diagnosis(written, one[1], one[1])
    if (span := _RANGE.fullmatch(plain)) and span[1] <= span[2]:
        return Diagnosis(written, span[1], span[2])
    return None


def diagnoses_check(
    value: object, rules: Iterable[ChangeRule]
) -> tuple[list[Diagnosis], list[Fault]]:
    """The diagnoses of a sheet. A range that only partly lies within a rule's categories says too little."""
    if not isinstance(value, list | tuple):
        return [], [Fault(FaultKind.DIAGNOSES_SHAPE, "diagnoses", value)]
    spans = [rule.diagnoses for rule in rules if rule.diagnoses]
    good: list[Diagnosis] = []
    faults = []
    for place, written in enumerate(value):
        where = f"diagnoses[{place}]"
        found = diagnosis_read(written) if isinstance(written, str) else None
        if found is None:
            faults.append(Fault(FaultKind.DIAGNOSIS, where, written))
        elif any(found.touches(span) and not found.within(span) for span in spans):
            faults.append(Fault(FaultKind.DIAGNOSIS_WIDE, where, written))
        else:
            good.append(found)
    return good, faults


def events_check(value: object, instrument: Instrument) -> tuple[dict[str, int], list[Fault]]:
    """How often which event happened in the last 30 days. A kind left out did not happen.

    A kind that only another standard counts is accepted and not counted.
    """
    if not isinstance(value, Mapping):
        return {}, [Fault(FaultKind.EVENTS_SHAPE, "events_30d", value)]
    good: dict[str, int] = {}
    faults = []
    for kind, count in value.items():
        where = f"events_30d.{kind}"
        if kind not in EVENTS:
            faults.append(Fault(FaultKind.UNKNOWN_EVENT, where, count, possible=EVENTS))
        elif type(count) is not int or count < 0:
            faults.append(Fault(FaultKind.EVENT_COUNT, where, count))
        elif kind in instrument.events:
            good[kind] = count
    return good, faults


EVENTS = ("fall", "wandering", "choking", "self_harm", "other")
"""跌倒, 走失, 噎食, 自杀自伤, 其他: GB/T 42195-2022 A.2.14."""
