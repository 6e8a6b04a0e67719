"""What leaves the indicators room."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Dimension:
    """One way to split the people of a statistic: by a column, in bands of ages, or by groups that may overlap."""

    code: str
    label: dict[str, str]
    column: str
    bands: tuple[tuple[int, int], ...] = ()
    overlapping: bool = False


@dataclass(frozen=True)
class Definition:
    """A statistic's definition, as its policy file states it."""

    code: str
    version: int
    dataset: str
    minimum_age: int
    clause: str
    title: dict[str, str]
    dimensions: tuple[Dimension, ...]
    source: dict[str, Any]

    def dimension(self, code: str) -> Dimension:
        """The dimension with this code; KeyError if there is none."""
        return {dimension.code: dimension for dimension in self.dimensions}[code]


@dataclass(frozen=True)
class Cell:
    """One figure."""

    area_code: str
    dimension: str
    value: str
    count: int


@dataclass(frozen=True)
class Compared:
    """A figure beside that of the year before; `before` is None where the year before was not counted."""

    area_code: str
    dimension: str
    value: str
    count: int
    before: int | None

    @property
    def change(self) -> int | None:
        """This year's less last year's."""
        return None if self.before is None else self.count - self.before

    @property
    def rate(self) -> float | None:
        """The change as a share of the year before."""
        return self.change / self.before if self.before and self.change is not None else None


@dataclass(frozen=True)
class Proof:
    """A frozen statistic as the proof of a duty."""

    statistic_id: int
    as_of: date
    total: int
    seal: str


Words = dict[str, str]
"""A text in both languages: {"zh": …, "en": …}."""


@dataclass(frozen=True)
class IndicatorDraft:
    """One definition of an indicator, as a policy file or the designer gives it.

    Either `dataset` and `numerator` (conditions in the expression language), or `waits_for`: the room whose records
    are still to come.
    """

    code: str
    title: Words
    meaning: Words
    counts: Words
    meets: Words
    unit: str
    direction: str
    period: str
    effective_from: date
    dataset: str = ""
    denominator: str = ""
    numerator: str = ""
    waits_for: str = ""
    clauses: tuple[str, ...] = ()
    reason: str = ""
    version: int | None = None
    """Its number in the policy file; None for what a city defined itself."""


@dataclass(frozen=True)
class PaperRef:
    """The document that targets come from; `document_id` where it is in the papers room."""

    title: str
    number: str
    area_code: str
    starts_on: date | None = None
    document_id: int | None = None


@dataclass(frozen=True)
class ProposedTarget:
    """One target as a paper promises it. `path` lists (day, value) where the paper sets steps, the last one included.

    `indicator` is the code of an indicator that exists. `scope_condition` narrows its denominator.
    """

    code: str
    item: str
    indicator: str
    operator: str
    value: Decimal
    wording: Words
    due_on: date | None = None
    path: tuple[tuple[date, Decimal], ...] = ()
    modality: str = "must"
    scope: Words = field(default_factory=dict)
    scope_condition: str = ""


@dataclass(frozen=True)
class Answered:
    """What somebody decided of one target read in a paper. `answer` is one of choices.Answer.

    `indicator` is the code of the one that counts it, `target_id` the target that is there already, `waits_for` the
    room whose records are still to come; `scope_condition` says "of whom" in the expression language.
    """

    reading_id: int
    answer: str
    indicator: str = ""
    target_id: int | None = None
    waits_for: str = ""
    scope_condition: str = ""


@dataclass(frozen=True)
class Adopted:
    """What adopting targets did."""

    added: int
    changed: int
    unchanged: int
    retired: int


@dataclass(frozen=True)
class Refreshed:
    """What a refresh counted."""

    as_of: date
    datasets: int
    figures: int
    cells: int
