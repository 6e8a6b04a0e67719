"""What a policy pack holds. Free of Django; the fields are the columns of its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Document:
    """The paper itself. `status` as its register prints it (有效, 继续保留; "": not said); `area`: GB/T 2260 code,
    `place`: its name."""

    title: str
    number: str
    issuer: str
    status: str
    status_source: str
    area: str
    place: str
    note: str
    edition: date
    issued: date | None = None
    published: date | None = None


@dataclass(frozen=True)
class Clause:
    """A numbered sentence. `item` is its number within the paper, `modality` one of those of papers.models."""

    item: str
    part: str
    kind: str
    heading: str
    text: str
    modality: str


@dataclass(frozen=True)
class PackTask:
    """One task: its number, the clause it stands in, units as printed, the deadline as printed and its kind."""

    part: str
    no: str
    clause: str
    title: str
    measure: str
    lead: tuple[str, ...]
    support: tuple[str, ...]
    deadline: str
    deadline_kind: str


@dataclass(frozen=True)
class Target:
    """One checkpoint of an indicator. Several with one `key` are its trajectory; `value` is text as in the paper."""

    key: str
    clause: str
    indicator: str
    scope: str
    denominator: str
    operator: str
    value: str
    unit: str
    due: date | None
    modality: str


@dataclass(frozen=True)
class PackRule:
    """A clause that a computer can check: a threshold, a time limit, a cycle, a procedure."""

    key: str
    clause: str
    kind: str
    subject: str
    operator: str
    value: str
    unit: str
    count_by: str
    modality: str
    note: str


@dataclass(frozen=True)
class Pack:
    """A paper with everything that was prepared of it."""

    name: str
    document: Document
    clauses: tuple[Clause, ...]
    tasks: tuple[PackTask, ...]
    targets: tuple[Target, ...]
    rules: tuple[PackRule, ...]

    @property
    def by_item(self) -> Mapping[str, Clause]:
        """The clauses by their number."""
        return {clause.item: clause for clause in self.clauses}

    @property
    def units(self) -> tuple[str, ...]:
        """Every unit that a task names, as printed, each once."""
        names = [name for task in self.tasks for name in (*task.lead, *task.support)]
        return tuple(dict.fromkeys(names))

    @property
    def tables(self) -> Mapping[str, list[PackTask]]:
        """The tasks by the kind of clause they stand in: body, safeguards and annex are tables of their own."""
        found: dict[str, list[PackTask]] = {}
        for task in self.tasks:
            found.setdefault(self.by_item[task.clause].kind, []).append(task)
        return found
