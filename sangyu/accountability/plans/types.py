"""What leaves the plans room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


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
    WAITING = "waiting", _("Proof to be checked")
    RUNNING = "running", _("Running")
    PLANNED = "planned", _("Not yet due to begin")
    STANDING = "standing", _("Without end")
    ENDED = "ended", _("Cancelled")


TONES = {
    TaskStanding.KEPT: "good",
    TaskStanding.KEPT_LATE: "warn",
    TaskStanding.OVERDUE: "bad",
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
