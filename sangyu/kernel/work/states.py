"""The one way a job changes its state: a conditional update that names the state it expects."""

from __future__ import annotations

from typing import Any

from sangyu.kernel import clock
from sangyu.kernel.work.models import Job
from sangyu.kernel.work.types import FINAL_STATES, TRANSITIONS, State


def advance(
    job_id: int, old: State, new: State, *, attempt: int | None = None, **values: Any
) -> bool:
    """True if the job stood in `old` (and, if given, in this `attempt`) and now stands in `new`."""
    if new not in TRANSITIONS[old]:
        raise ValueError(f"A job does not go from {old} to {new}.")
    rows = Job.objects.filter(pk=job_id, state=old)
    if attempt is not None:
        rows = rows.filter(attempts=attempt)
    values["finished_at"] = clock.now() if new in FINAL_STATES else None
    return bool(rows.update(state=new, **values))
