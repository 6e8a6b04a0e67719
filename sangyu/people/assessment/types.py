"""What an instrument is, what an answer sheet is, and what comes out of scoring one. All frozen, no Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

Answer = int | str
"""The score of the option chosen; where two options share a score, the option's own name."""


@dataclass(frozen=True)
class Name:
    """A name in both languages, as the policy data gives it."""

    zh: str
    en: str


@dataclass(frozen=True)
class Item:
    """One question. `options`: each possible answer with its score, best answer first as on the form."""

    code: str
    name: Name
    options: Mapping[Answer, int]
    required: bool = True


@dataclass(frozen=True)
class Section:
    """A part of the form; its subtotal is the sum of its items' scores."""

    code: str
    name: Name
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Band:
    """A level for scores from `least` to `most`, both included."""

    level: int
    least: int
    most: int


@dataclass(frozen=True)
class Threshold:
    """A level for whoever reaches these values, by code of item or section."""

    level: int
    least: Mapping[str, int]


@dataclass(frozen=True)
class ByTotal:
    """The level is the band of the total."""

    bands: tuple[Band, ...]


@dataclass(frozen=True)
class ByMatrix:
    """The level stands where the row's section level meets the worst of the columns' section levels."""

    row: str
    columns: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class ByLadder:
    """The first rule that holds gives the level, none: 0. Over the levels of the sections, or their subtotals."""

    over_levels: bool
    rules: tuple[Threshold, ...]


Method = ByTotal | ByMatrix | ByLadder


@dataclass(frozen=True)
class ChangeRule:
    """What changes a preliminary level; one trigger (option, diagnoses or events) and one effect (raises or sets).

    diagnoses: first and last three-character category of ICD-10, both included.
    """

    code: str
    clause: str
    item: str = ""
    option: str = ""
    diagnoses: tuple[str, str] | None = None
    events_at_least: int | None = None
    raises: int = 0
    sets: int | None = None


@dataclass(frozen=True)
class CutOffs:
    """An impairment is suspected at or below this total, by the answer to an item."""

    item: str
    at_most: Mapping[str, int]


@dataclass(frozen=True)
class Instrument:
    """A version of an assessment standard: the whole of what scoring needs.

    `sums`: whether the total means anything. `events`: the kinds of care-risk events that are counted.
    `stacking`: whether several reasons to raise add up. `may_apply_from`: of a screening, the first level that may.
    """

    code: str
    version: str
    name: Name
    in_force: date
    until: date | None
    source: str
    note: str
    sums: bool
    sections: tuple[Section, ...]
    levels: tuple[Name, ...]
    level_clause: str
    method: Method
    section_bands: Mapping[str, tuple[Band, ...]]
    section_limits: Mapping[str, tuple[Threshold, ...]]
    changes: tuple[ChangeRule, ...] = ()
    stacking: bool = False
    events: tuple[str, ...] = ()
    cut_offs: CutOffs | None = None
    may_apply_from: int | None = None

    @property
    def items(self) -> dict[str, Item]:
        """Every item by its code, in the order of the form."""
        return {item.code: item for section in self.sections for item in section.items}

    @property
    def worst(self) -> int:
        """The highest level, that of the greatest loss."""
        return len(self.levels) - 1


@dataclass(frozen=True)
class Crosswalk:
    """How answers of one instrument are read under another: new item → (old item, old answer → new answer).

    An empty mapping of answers: the answer is the same.
    """

    old: str
    new: str
    source: str
    items: Mapping[str, tuple[str, Mapping[Answer, Answer]]]


@dataclass(frozen=True)
class Sheet:
    """A filled form as it came in: nothing of it is checked yet.

    diagnoses: ICD-10 codes. events_30d: kind of care-risk event → how often in the last 30 days. None: not given.
    """

    answers: Mapping[str, object]
    diagnoses: object = None
    events_30d: object = None


class FaultKind(StrEnum):
    """What can be wrong with a sheet."""

    MISSING = "missing"
    UNKNOWN_ITEM = "unknown_item"
    IMPOSSIBLE = "impossible"
    DIAGNOSES_SHAPE = "diagnoses_shape"
    DIAGNOSIS = "diagnosis"
    DIAGNOSIS_WIDE = "diagnosis_wide"
    EVENTS_SHAPE = "events_shape"
    UNKNOWN_EVENT = "unknown_event"
    EVENT_COUNT = "event_count"


@dataclass(frozen=True)
class Fault:
    """One thing wrong: where in the sheet (`answers.B.1.1`), with which value, and what would be possible."""

    kind: FaultKind
    where: str
    value: object = None
    name: Name | None = None
    possible: tuple[Answer, ...] = ()


class Unscorable(Exception):
    """A sheet that cannot be scored, with everything that is wrong with it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(", ".join(f"{fault.kind}: {fault.where}" for fault in faults))
        self.faults = faults


class Effect(StrEnum):
    """What a reason did to the level."""

    GIVES = "gives"
    RAISES = "raises"
    SETS = "sets"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Reason:
    """Why a level is what it is: a code with its values, the clause, and what it did.

    `NOTHING`: the reason holds, but the level was already as high as it can become, or another reason set or raised it.
    """

    code: str
    effect: Effect
    clause: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """A scored sheet. Levels count upward with the loss; `total` is None where the instrument adds nothing up.

    `notes`: what was not on the sheet and was taken as none (`diagnoses_not_given`), or was of no effect.
    """

    instrument: str
    version: str
    subtotals: Mapping[str, int]
    section_levels: Mapping[str, int]
    total: int | None
    preliminary_level: int
    level: int
    reasons: tuple[Reason, ...]
    notes: tuple[str, ...] = ()
    may_apply: bool | None = None


@dataclass(frozen=True)
class Rescored:
    """An old sheet read under another standard; the old result stays what it was.

    new: the result under the other standard, None while `missing` (its items without a counterpart and without a
    supplement) is not empty. levels: the lowest and the highest level that can come out.
    """

    old: Result
    new: Result | None
    carried: Mapping[str, Answer]
    missing: tuple[str, ...]
    levels: tuple[int, int]
    source: str
