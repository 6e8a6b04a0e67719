"""Runs one job: lock, claim, call, and write down what came of it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event
from typing import Any, cast

import psycopg
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Greatest
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from sangyu.kernel import clock
from sangyu.kernel.actors import Actor
from sangyu.kernel.codec import decode
from sangyu.kernel.errors import DomainError, where
from sangyu.kernel.work.models import LOCK_BASE, Job
from sangyu.kernel.work.registry import kind_of
from sangyu.kernel.work.reporting import BeatingReporter, DirectReporter
from sangyu.kernel.work.run import Cancelled, Interrupted, Run, Superseded
from sangyu.kernel.work.standing import require_standing
from sangyu.kernel.work.states import advance
from sangyu.kernel.work.types import State

logger = logging.getLogger("sangyu.work")
Enqueue = Callable[[Job, datetime | None], None]
stopping = Event()
"""Set when this process has been asked to finish politely."""

TASK_GRACE_SECONDS = 20  # from taking a task to claiming its job takes milliseconds
LOCK_TRIES = 40  # × 50 ms: whoever looks for orphans holds a job's lock only for a moment
BACK_OFF_SECONDS = (0, 5, 20, 60)
LOST = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
"""The database is gone. Out of a COPY the driver's own errors come, which Django does not translate."""


def execute(job_id: int, *, enqueue: Enqueue) -> None:
    """Run a waiting job in a worker. Does nothing if it is not waiting any more, or somebody else has it."""
    with _lock(job_id) as mine:
        job = _claim(job_id) if mine else None
        if job is not None:
            with BeatingReporter(job, stopping) as reporter:
                end = _call(job, reporter)
            _write_end(job, end, enqueue)


def execute_here(job_id: int, *, enqueue: Enqueue) -> None:
    """Run a waiting job on this connection, in this process: for `run_now`."""
    with _lock(job_id) as mine:
        job = _claim(job_id) if mine else None
        if job is not None:
            _write_end(job, _call(job, DirectReporter(job)), enqueue)


@contextmanager
def _lock(job_id: int) -> Iterator[bool]:
    """Hold the job's session lock. If the connection breaks inside, the server has already released it."""
    mine = any(_try_lock(job_id, pause=bool(n)) for n in range(LOCK_TRIES))
    holder = connection.connection
    try:
        yield mine
    finally:
        if mine and connection.connection is holder and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", (LOCK_BASE + job_id,))


def _try_lock(job_id: int, *, pause: bool) -> bool:
    if pause:
        time.sleep(0.05)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", (LOCK_BASE + job_id,))
        return cast("tuple[bool]", cursor.fetchone())[0]


def _claim(job_id: int) -> Job | None:
    job: Job | None = Job.objects.filter(pk=job_id, state=State.WAITING).first()
    if job is None:
        return None
    at = clock.now()
    values: dict[str, Any] = {
        "attempts": job.attempts + 1,
        "started_at": job.started_at or at,
        "heartbeat_at": at,
        "message": "",
    }
    if not advance(job.pk, State.WAITING, State.RUNNING, attempt=job.attempts, **values):
        return None
    job.refresh_from_db()
    return job


class _End:
    """How a run ended: the new state and what to write with it; `again_at` if it is to be called again."""

    def __init__(self, state: State, *, again_at: datetime | None = None, **values: Any) -> None:
        self.state = state
        self.again_at = again_at
        self.values = values


def _call(job: Job, reporter: BeatingReporter | DirectReporter) -> _End | None:
    """Call the job's function. None: the job is no longer ours to write about."""
    run = Run(
        job_id=job.pk,
        attempt=job.attempts,
        actor=decode(Actor, job.actor),
        payload=job.payload,
        reporter=reporter,
    )
    with translation.override(job.language):
        try:
            require_standing(run.actor)
            kind_of(job.kind).body(run)
        except Exception as error:  # noqa: BLE001  every end of a job is written into its row
            return _end_of(job, error)
    return _End(State.DONE, result=run.result, done=Greatest("done", "total"))


def _end_of(job: Job, error: Exception) -> _End | None:
    if isinstance(error, Superseded):
        return None
    if isinstance(error, Interrupted):
        return _End(State.WAITING, attempts=job.attempts - 1)
    if isinstance(error, Cancelled):
        return _End(State.CANCELLED)
    if isinstance(error, LOST):
        logger.warning("job %s (%s): the database failed\n%s", job.pk, job.kind, where(error))
        connection.close()
        return after_a_crash(job)
    if not isinstance(error, DomainError):
        logger.error("job %s (%s) failed\n%s", job.pk, job.kind, where(error))
    return _End(State.FAILED, error=str(error) if isinstance(error, DomainError) else _fault(job))


def after_a_crash(job: Job) -> _End:
    """The end of a run that was killed or lost its database: once more, or enough."""
    try:
        most = kind_of(job.kind).attempts
    except LookupError:
        most = 0
    if job.attempts >= most:
        with translation.override(job.language):
            return _End(State.FAILED, error=_fault(job))
    pause = BACK_OFF_SECONDS[min(job.attempts, len(BACK_OFF_SECONDS)) - 1]
    return _End(State.WAITING, again_at=clock.now() + timedelta(seconds=pause))


def _fault(job: Job) -> str:
    return _(
        "The job stopped because of a fault in the system. What it had finished is kept. "
        "Start it again; if it stops again, give the system administrator the job's number %(number)s."
    ) % {"number": job.pk}


def _write_end(job: Job, end: _End | None, enqueue: Enqueue) -> None:
    """Write the end, if the job is still ours; and put it back into the queue if it is to run again."""
    if end is None:
        return
    with transaction.atomic():
        mine = advance(job.pk, State.RUNNING, end.state, attempt=job.attempts, **end.values)
        if mine and end.state is State.WAITING:
            enqueue(job, end.again_at)


def recover_orphans(*, enqueue: Enqueue) -> int:
    """Running jobs whose worker is gone (nobody holds their lock) go back to waiting. Returns how many."""
    found = 0
    for job in Job.objects.filter(state=State.RUNNING):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", (LOCK_BASE + job.pk,))
            if cast("tuple[bool]", cursor.fetchone())[0]:
                _write_end(job, after_a_crash(job), enqueue)
                found += 1
    return found


def recover_lost(*, enqueue: Enqueue) -> int:
    """Waiting jobs without a living task (its worker was killed between taking the task and the job) get a new one."""
    stale = clock.now() - timedelta(seconds=TASK_GRACE_SECONDS)
    alive = Q(status=TaskResultStatus.READY) | Q(
        status=TaskResultStatus.RUNNING, started_at__gt=stale
    )
    task = DBTaskResult.objects.filter(alive, pk=OuterRef("task_id"))
    lost = Job.objects.filter(~Exists(task), state=State.WAITING, created_at__lt=stale)
    for job in lost:
        with transaction.atomic():
            if Job.objects.select_for_update().filter(
                pk=job.pk, task_id=job.task_id, state=State.WAITING
            ):
                enqueue(job, None)
    return len(lost)
