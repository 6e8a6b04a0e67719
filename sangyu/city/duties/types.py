"""What leaves the duties room: kinds, states, and the rows that pages and other rooms show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations.types import UnitRef


class DeadlineKind(models.TextChoices):
    """The eight ways in which papers print a deadline."""

    DATED = "dated", _("By a date")
    YEARLY = "yearly", _("Every year")
    HALF_YEARLY = "half_yearly", _("Every half-year")
    QUARTERLY = "quarterly", _("Every quarter")
    OPEN = "open", _("Without end")
    HYBRID = "hybrid", _("By a date, then kept up")
    STAGED = "staged", _("In yearly stages")
    NONE = "none", _("None printed")


class Cadence(models.TextChoices):
    """How often a rule makes a duty."""

    ONCE = "once", _("Once")
    YEARLY = "yearly", _("Every year")
    HALF_YEARLY = "half_yearly", _("Every half-year")
    QUARTERLY = "quarterly", _("Every quarter")
    MONTHLY = "monthly", _("Every month")
    OPEN = "open", _("Without end")


class OwnerKind(models.TextChoices):
    """Whose duty it becomes."""

    UNIT = "unit", _("One unit")
    EACH = "each", _("Each unit of a kind in the area")
    SUBJECTS = "subjects", _("One for each subject that its room names")


class DayCount(models.TextChoices):
    """How days are counted."""

    NATURAL = "natural", _("Calendar days")
    WORKDAYS = "workdays", _("Working days")


class ProofKind(models.TextChoices):
    """What must lie before a duty can be closed."""

    NONE = "none", _("Nothing")
    TEXT = "text", _("A written account")
    FILE = "file", _("A file")
    FIGURE = "figure", _("A figure computed from records")
    STATISTIC = "statistic", _("A frozen statistic")


BY_HAND = (ProofKind.TEXT, ProofKind.FILE)
"""What a person may put in. A figure or a statistic is laid down by the room that computed it, never typed."""


FILE_OWNER = "duty"
"""The kind of object that the files of a duty's proof belong to (kernel.attachments)."""


class Part(models.TextChoices):
    """The part of a unit beside the leading one."""

    JOINT = "joint", _("Leads jointly")
    SUPPORT = "support", _("Supports")


class DutyState(models.TextChoices):
    """Where a duty stands; `rules.TRANSITIONS` says what may follow."""

    PLANNED = "planned", _("Not yet open")
    OPEN = "open", _("Open")
    IN_PROGRESS = "in_progress", _("In progress")
    SUBMITTED = "submitted", _("Proof submitted")
    RETURNED = "returned", _("Returned")
    DONE = "done", _("Done in time")
    DONE_LATE = "done_late", _("Done late")
    CANCELLED = "cancelled", _("Cancelled")


OWNERS_TURN = frozenset({DutyState.OPEN, DutyState.IN_PROGRESS, DutyState.RETURNED})
"""States in which the owner has to act: only here the statutory clock can make a duty overdue."""
LIVE = OWNERS_TURN | {DutyState.SUBMITTED}
OPEN_TO_FILES = frozenset({DutyState.SUBMITTED, DutyState.RETURNED})
"""Proof lies there and nobody has accepted it: files may come and go."""
SOON_DAYS = 7
"""Due within so many days is “due soon” on every page."""
CLOSED = frozenset({DutyState.DONE, DutyState.DONE_LATE})
TONES = {
    DutyState.PLANNED: "muted",
    DutyState.OPEN: "info",
    DutyState.IN_PROGRESS: "info",
    DutyState.SUBMITTED: "warn",
    DutyState.RETURNED: "bad",
    DutyState.DONE: "good",
    DutyState.DONE_LATE: "warn",
    DutyState.CANCELLED: "muted",
}
"""The tone of each state in the pages."""


STEP_LABELS = {
    "soon": _("Owner reminded before the due day"),
    "overdue": _("Owner told that it is overdue"),
    "overseer": _("Overseeing unit told"),
    "director": _("Director told"),
    "step": _("Owner reminded of the present step"),
    "review": _("Overseeing unit reminded to review"),
}
"""What each step of the escalation plans did."""


@dataclass(frozen=True)
class Clause:
    """The sentence of a paper that a duty rests on, by value: it outlives the paper's entry."""

    document: str = ""
    number: str = ""
    item: str = ""
    text: str = ""

    @property
    def label(self) -> str:
        """《document》item, as officials cite it."""
        name = f"《{self.document}》" if self.document else ""
        return " ".join(part for part in (name + self.item, self.number) if part)


@dataclass(frozen=True)
class Proof:
    """One piece of proof: what it is, where it lies, what it is called, and its hash where it has one."""

    kind: str
    ref: str
    label: str = ""
    digest: str = ""
    url: str = ""


@dataclass(frozen=True)
class Subject:
    """What a room's duty is about: any object, the area it lies in and the unit that owes the duty."""

    kind: str
    id: str
    area_code: str
    organisation_id: int
    label: str = ""


@dataclass(frozen=True)
class Terms:
    """On which terms a duty is opened: clocks, plan, clause, who oversees."""

    due_after: int
    day_count: DayCount = DayCount.WORKDAYS
    step_days: int | None = None
    escalation: str = "default"
    clause: Clause = Clause()
    overseer_id: int | None = None


@dataclass(frozen=True)
class Claim:
    """A subject that asks for a duty today, and since when: that day is day 0 of its statutory clock."""

    subject: Subject
    since: datetime
    terms: Terms
    period: str = "-"

    @property
    def key(self) -> tuple[str, str, str]:
        return self.subject.kind, self.subject.id, self.period


@dataclass(frozen=True)
class Outcome:
    """What became of a subject that no longer asks for its duty: `proof` closes the duty, `reason` cancels it.

    `at`: when that happened, if it is known; whether the duty was kept in time is judged by it."""

    proof: Proof | None = None
    reason: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class DutyAction:
    """Where to go to do it."""

    label: str | Promise
    url: str


@dataclass(frozen=True)
class DutyRow:
    """A duty as lists and cards show it."""

    id: int
    kind: str
    period: str
    title: str
    area_code: str
    lead: UnitRef
    assignee: str
    state: DutyState
    opened_on: date | None
    statutory_due: date | None
    is_provisional: bool
    step_due: date | None
    days_left: int | None
    day_count: DayCount
    is_overdue: bool
    is_mine: bool
    clause: str
    subject_kind: str
    subject_id: str
    action: DutyAction | None
    changed_at: datetime

    @property
    def state_label(self) -> str | Promise:
        return self.state.label

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def is_owners_turn(self) -> bool:
        return self.state in OWNERS_TURN

    @property
    def days_late(self) -> int:
        return -min(self.days_left or 0, 0)


@dataclass(frozen=True)
class UnitOverdue:
    """One unit's overdue duties."""

    unit: UnitRef
    count: int
    oldest_due: date


@dataclass(frozen=True)
class OnTimeRate:
    """How a unit kept the duties that fell due in a period. Unfinished overdue ones count against it."""

    unit: UnitRef
    on_time: int
    late: int
    unfinished: int

    @property
    def due(self) -> int:
        return self.on_time + self.late + self.unfinished

    @property
    def rate(self) -> Decimal | None:
        """Share kept in time, 0 to 1 in four decimals; None where nothing fell due."""
        if not self.due:
            return None
        return (Decimal(self.on_time) / self.due).quantize(Decimal("0.0001"))


@dataclass(frozen=True)
class Reconciled:
    """What recomputing a rule changed."""

    added: int = 0
    changed: int = 0
    cancelled: int = 0
    opened: int = 0

    def __add__(self, other: Reconciled) -> Reconciled:
        return Reconciled(
            self.added + other.added,
            self.changed + other.changed,
            self.cancelled + other.cancelled,
            self.opened + other.opened,
        )
