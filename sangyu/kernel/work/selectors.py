"""Reads of jobs."""

from __future__ import annotations

from typing import Any

from sangyu.kernel.actors import Actor
from sangyu.kernel.work.models import Job, JobQuerySet
from sangyu.kernel.work.types import State

TONES = {
    State.WAITING: "muted",
    State.RUNNING: "info",
    State.DONE: "good",
    State.FAILED: "bad",
    State.CANCELLED: "warn",
}


def job_list(
    *, actor: Actor, state: str = "", kind: str = "", with_timetable: bool = False
) -> JobQuerySet:
    """The jobs this actor may see, newest first."""
    rows: Any = Job.objects.visible_to(actor)
    if state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    if not with_timetable:
        rows = rows.filter(schedule="")
    return rows  # type: ignore[no-any-return]  # a JobQuerySet; Django's managers are untyped here


def tone(job: Job) -> str:
    """The tone of a job's state."""
    return TONES[State(job.state)]
