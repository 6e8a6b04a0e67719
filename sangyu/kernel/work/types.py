"""The states of a job and the steps between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


TRANSITIONS: dict[State, frozenset[State]] = {
    State.WAITING: frozenset({State.RUNNING, State.CANCELLED}),
    State.RUNNING: frozenset({State.DONE, State.FAILED, State.CANCELLED, State.WAITING}),
    State.FAILED: frozenset({State.WAITING}),
    State.DONE: frozenset(),
    State.CANCELLED: frozenset({State.WAITING}),
}
FINAL_STATES = (State.DONE, State.FAILED, State.CANCELLED)
