"""What reading a paper gives. Free of Django: the sentence for each problem's code stands outside the reading."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, order=True)
class Span:
    """Characters `start` to `end` of the canonical text."""

    start: int
    end: int


@dataclass(frozen=True)
class Problem:
    """What could not be read, or must be asked. `text` is verbatim; `values` fill the sentence of `code`."""

    code: str
    text: str = ""
    span: Span | None = None
    field: str = ""
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)


class DeadlineKind(StrEnum):
    """The eight kinds that city papers use, and three more for honesty: weekly, monthly, printed but not understood."""

    DATED = "dated"
    YEARLY = "yearly"
    HALF_YEARLY = "half-yearly"
    QUARTERLY = "quarterly"
    OPEN = "open"
    HYBRID = "hybrid"
    STAGED = "staged"
    NONE = "none"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    UNREAD = "unread"


RECURRING = frozenset(
    {
        DeadlineKind.YEARLY,
        DeadlineKind.HALF_YEARLY,
        DeadlineKind.QUARTERLY,
        DeadlineKind.MONTHLY,
        DeadlineKind.WEEKLY,
    }
)


@dataclass(frozen=True)
class Deadline:
    """A deadline as printed and as understood.

    `dates`: when it is due, in order; for a recurring one the last year's end, if the paper states one.
    `start`: where the paper states a period or a beginning. `months` and `day`: when a recurring one falls due;
    `day` None is the month's last day; `months` empty means that the paper leaves the month open.
    """

    kind: DeadlineKind
    printed: str = ""
    dates: tuple[date, ...] = ()
    start: date | None = None
    months: tuple[int, ...] = ()
    day: int | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def due(self) -> date | None:
        """The day by which everything must be done."""
        return self.dates[-1] if self.dates else None


@dataclass(frozen=True)
class Units:
    """Names as printed, in order. `is_open`: the list ends in 等, so it names examples."""

    names: tuple[str, ...] = ()
    is_open: bool = False


@dataclass(frozen=True)
class Passage:
    """A piece of the paper: verbatim, its place, and a reading without injected strings."""

    printed: str = ""
    span: Span | None = None
    reading: str = ""


@dataclass(frozen=True)
class Task:
    """One row of a task table. Blank fields are blank in the paper and stand among the problems."""

    no: str
    title: Passage
    lead: Units
    support: Units
    deadline: Deadline
    span: Span
    part: str = ""
    measure: Passage = Passage()
    passages: Mapping[str, Passage] = dataclasses.field(default_factory=dict)
    extras: Mapping[str, str] = dataclasses.field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    is_inline: bool = False
    """Read in running text; the others are rows of tables."""


@dataclass(frozen=True)
class TaskReading:
    """A paper's tasks, its problems, and the canonical text that all spans point into."""

    name: str
    text: str
    tasks: tuple[Task, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Part:
    """One of several papers in a file, or an annex."""

    no: str
    title: str
    span: Span


@dataclass(frozen=True)
class Document:
    """What a paper says of itself. Blank or None is what it does not say."""

    title: str = ""
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    effective_on: date | None = None
    valid_until: date | None = None
    status: str = ""
    parts: tuple[Part, ...] = ()
    annexes: tuple[Part, ...] = ()
    spans: Mapping[str, Span] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Proposal:
    """A word that seems garbled, and what may have stood there. Nobody applies it but a person."""

    printed: str
    proposed: str
    span: Span


class Modality(StrEnum):
    """How strongly a clause binds. Only what must be can be breached."""

    MUST = "must"
    STRIVE = "strive"
    SUPPORT = "support"
    ENCOURAGE = "encourage"
    EXPLORE = "explore"


@dataclass(frozen=True)
class Clause:
    """One numbered sentence or one row of a table.

    `text` is verbatim; `reading` joins wrapped lines, sets a placeholder for injected strings and shows every proposal
    as 〔printed→proposed〕.
    """

    no: str
    kind: str
    heading: str
    text: str
    reading: str
    span: Span
    modality: Modality
    proposals: tuple[Proposal, ...] = ()
    children: tuple[Clause, ...] = ()


class Operator(StrEnum):
    """How a value is compared."""

    AT_LEAST = ">="
    AT_MOST = "<="
    EQUAL = "="
    ABOVE = ">"
    BELOW = "<"


@dataclass(frozen=True)
class Step:
    """One value of a trajectory and the day it is due."""

    value: str
    due_on: date | None


@dataclass(frozen=True)
class Target:
    """A quantified aim: `indicator` as printed, compared by `operator` to `value` (a decimal as text) of `unit`.

    `qualifier`: of whom (有需求的, 符合条件的); `scope`: where. `steps` holds a trajectory, the last step is the value.
    """

    indicator: str
    operator: Operator
    value: str
    unit: str
    span: Span
    printed: str
    due_on: date | None = None
    scope: str = ""
    qualifier: str = ""
    steps: tuple[Step, ...] = ()
    modality: Modality = Modality.MUST
    clause: str = ""
    part: str = ""


@dataclass(frozen=True)
class RuleProposal:
    """A condition a computer could check: a clock, a rhythm, a duration or a threshold.

    `kind`: "within", "every", "keep", "threshold"; `value` and `unit` as numbers and words; `times` for rhythms.
    """

    kind: str
    operator: Operator
    value: str
    unit: str
    subject: str
    printed: str
    span: Span
    modality: Modality = Modality.MUST
    times: str = ""
    clause: str = ""
    part: str = ""


@dataclass(frozen=True)
class PaperReading:
    """Everything read in a paper; all spans point into the canonical `text`."""

    name: str
    text: str
    document: Document = Document()
    clauses: tuple[Clause, ...] = ()
    tasks: tuple[Task, ...] = ()
    targets: tuple[Target, ...] = ()
    rules: tuple[RuleProposal, ...] = ()
    problems: tuple[Problem, ...] = ()
