"""What leaves the plans room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Method(models.TextChoices):
    """How a task is kept. `proof`: its owner hands in proof. The others the system proves by itself."""

    PROOF = "proof", _("The owner hands in proof")
    ELDER_COUNT = "elder_count", _("Yearly count of elders: towns confirm, the statistic is frozen")


class TaskPart(models.TextChoices):
    """The part a unit has in a task."""

    LEAD = "lead", _("Leads")
    JOINT = "joint", _("Leads jointly")
    SUPPORT = "support", _("Supports")


class TaskStanding(models.TextChoices):
    """How a task stands, worked out from its duties."""

    KEPT = "kept", _("Kept")
    KEPT_LATE = "kept_late", _("Kept late")
    OVERDUE = "overdue", _("Overdue")
    BLOCKED = "blocked", _("Blocked")
    WAITING = "waiting", _("Proof to be checked")
    RUNNING = "running", pgettext_lazy("a task", "Running")
    PLANNED = "planned", _("Not yet due to begin")
    STANDING = "standing", _("Without end")
    ENDED = "ended", _("Cancelled")


TONES = {
    TaskStanding.KEPT: "good",
    TaskStanding.KEPT_LATE: "warn",
    TaskStanding.OVERDUE: "bad",
    TaskStanding.BLOCKED: "warn",
    TaskStanding.WAITING: "info",
    TaskStanding.RUNNING: "info",
    TaskStanding.PLANNED: "muted",
    TaskStanding.STANDING: "muted",
    TaskStanding.ENDED: "muted",
}


@dataclass(frozen=True)
class DutyFact:
    """What `rules.standing` needs to know of one duty of a task."""

    state: str
    statutory_due: date | None
    is_overdue: bool
    changed_on: date


class Cycle(models.TextChoices):
    """How often the office calls its units together."""

    QUARTERLY = "quarterly", _("Every quarter")
    HALF_YEARLY = "half_yearly", _("Every half-year")


class Operator(models.TextChoices):
    """How a goal's value is meant."""

    AT_LEAST = "ge", _("at least")
    AT_MOST = "le", _("at most")


class ReturnState(models.TextChoices):
    """Where a unit's monthly return stands."""

    DRAFT = "draft", _("Being written")
    HANDED_IN = "handed_in", _("Handed in")
    RETURNED = "returned", _("Sent back")
    ACCEPTED = "accepted", pgettext_lazy("a return", "Accepted")


RETURN_TONES = {
    ReturnState.DRAFT: "muted",
    ReturnState.HANDED_IN: "info",
    ReturnState.RETURNED: "bad",
    ReturnState.ACCEPTED: "good",
}


class PostponementState(models.TextChoices):
    """Where a request for a later day stands."""

    ASKED = "asked", _("Waits for an answer")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", pgettext_lazy("a later day", "Refused")


class AgendaKind(models.TextChoices):
    """Why something is on a meeting's agenda."""

    OVERDUE = "overdue", _("Overdue")
    BLOCKED = "blocked", _("Blocked")
    RED = "red", _("Goal missed or out of reach")
    POSTPONE = "postpone", _("A later day is asked for")
    UNKEPT = "unkept", _("Earlier decision not kept")
    BY_HAND = "by_hand", _("Put on by the office")


AGENDA_TONES = {
    AgendaKind.OVERDUE: "bad",
    AgendaKind.BLOCKED: "warn",
    AgendaKind.RED: "bad",
    AgendaKind.POSTPONE: "info",
    AgendaKind.UNKEPT: "bad",
    AgendaKind.BY_HAND: "muted",
}


class RemarkKind(models.TextChoices):
    """What the office may put on record about a unit."""

    COMMENDED = "commended", _("Commended")
    TALKED = "talked", _("Called in for a talk")
    REFERRED = "referred", _("Referred for lawful handling")


REMARK_TONES = {
    RemarkKind.COMMENDED: "good",
    RemarkKind.TALKED: "warn",
    RemarkKind.REFERRED: "bad",
}


@dataclass(frozen=True)
class Figure:
    """A figure the system computed itself: of which series, where it was counted, its value, and its seal."""

    series: str
    ref: str
    label: str
    value: Decimal
    digest: str
    url: str
    as_of: date


@dataclass(frozen=True)
class LineInput:
    """What a unit writes about one task in its return. `figure_ref` names a computed figure; `typed_value` is 自报."""

    task_id: int
    progress: str = ""
    share: int | None = None
    goal_id: int | None = None
    typed_value: Decimal | None = None
    figure_ref: str = ""
    hindrance: str = ""
    is_finished: bool = False


@dataclass(frozen=True)
class GoalInput:
    """A goal as the office sets it; `figure` is the code of the series that may prove it."""

    year: int
    words: str
    value: Decimal | None = None
    operator: str = Operator.AT_LEAST
    unit: str = ""
    figure: str = ""


@dataclass(frozen=True)
class OfficeInput:
    """How a plan is to be run."""

    unit_id: int
    cycle: str
    returns_day: int
    sunset_on: date | None = None
    clause: str = ""


GATE_OWNER = "plan-gate"
LINE_OWNER = "plan-return-line"
"""The kinds of object here that files may be attached to (kernel.attachments)."""
