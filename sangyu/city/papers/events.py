"""What happens to papers, for the rooms above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sangyu.kernel.actors import Actor


@dataclass(frozen=True)
class ConfirmedTask:
    """One task as the reader confirmed it. `lead` and `support` are ids of today's units, the first lead leads.

    `deadline_kind` is one of duties.types.DeadlineKind; `due_on` its date where it has one; `month` and `day` where it
    returns (31: the month's last day). `method` says how it is kept: "proof" or a way that a room above declared.
    """

    no: str
    part: str
    title: str
    measure: str
    lead: tuple[int, ...]
    support: tuple[int, ...]
    lead_printed: tuple[str, ...]
    support_printed: tuple[str, ...]
    deadline: str
    deadline_kind: str
    due_on: date | None
    month: int | None
    day: int | None
    method: str


@dataclass(frozen=True)
class ConfirmedTarget:
    """A quantified aim as confirmed: `indicator` in the paper's words, compared by `operator` (>= <= = > <) to `value`.

    `id` is the paper's own row and stays the same when the paper is confirmed again. `scope`: where; `qualifier`: of
    whom; `steps`: a trajectory of values with the day of each, or empty. `modality`: must, strive, support, encourage,
    explore.
    """

    id: int
    clause: str
    part: str
    indicator: str
    operator: str
    value: Decimal
    unit: str
    scope: str
    qualifier: str
    due_on: date | None
    steps: tuple[tuple[Decimal, date | None], ...]
    modality: str
    printed: str


@dataclass(frozen=True)
class ConfirmedRule:
    """A rule or clock as confirmed. `kind`: within, every, keep, threshold; `unit` as printed: 工作日, 次/半年."""

    id: int
    clause: str
    part: str
    kind: str
    subject: str
    operator: str
    value: Decimal
    unit: str
    modality: str
    printed: str


@dataclass(frozen=True)
class TasksConfirmed:
    """A paper was confirmed (or confirmed again). `starts_on`: the first day whose duties are wanted."""

    actor: Actor
    document_id: int
    title: str
    number: str
    area_code: str
    issued_on: date | None
    starts_on: date
    tasks: tuple[ConfirmedTask, ...]
    at: datetime
    targets: tuple[ConfirmedTarget, ...] = ()
    rules: tuple[ConfirmedRule, ...] = ()
