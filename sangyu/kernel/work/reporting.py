"""How a run's progress reaches its row, and how a wish to stop reaches the run."""

from __future__ import annotations

import logging
from threading import Event, Lock, Thread

from django.db import Error as DatabaseError
from django.db import connection

from sangyu.kernel import clock
from sangyu.kernel.work.models import Job
from sangyu.kernel.work.run import Cancelled, Interrupted, Superseded
from sangyu.kernel.work.types import State

logger = logging.getLogger("sangyu.work")
BEAT_SECONDS = 1.0


class DirectReporter:
    """Writes at once, on the run's own connection: for `run_now` and tests."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def report(self, done: int, total: int, message: str) -> None:
        _write(self.job, (done, total, message))

    def check(self) -> None:
        asked = Job.objects.filter(pk=self.job.pk, cancel_asked_at__isnull=False).exists()
        if asked:
            raise Cancelled


class BeatingReporter:
    """Writes each second from a thread with its own connection, so that progress shows while the job holds a long
    transaction, and a job that tells nothing still gives a sign of life."""

    def __init__(self, job: Job, stopping: Event) -> None:
        self.job = job
        self._stopping = stopping
        self._ended = Event()
        self._lock = Lock()
        self._news: tuple[int, int, str] | None = None
        self._verdict: type[Cancelled | Superseded] | None = None
        self._thread = Thread(target=self._beat, name=f"job-{job.pk}", daemon=True)

    def __enter__(self) -> BeatingReporter:
        self._thread.start()
        return self

    def __exit__(self, *_details: object) -> None:
        self._ended.set()
        self._thread.join()

    def report(self, done: int, total: int, message: str) -> None:
        with self._lock:
            self._news = (done, total, message)

    def check(self) -> None:
        if self._verdict is not None:
            raise self._verdict
        if self._stopping.is_set() and not connection.in_atomic_block:
            raise Interrupted

    def _beat(self) -> None:
        try:
            while not self._ended.wait(BEAT_SECONDS):
                self._write_once()
            self._write_once()
        finally:
            connection.close()

    def _write_once(self) -> None:
        with self._lock:
            news, self._news = self._news, None
        try:
            self._verdict = _write(self.job, news) or self._verdict
        except DatabaseError:
            logger.warning("job %s: no sign of life could be written", self.job.pk)
            connection.close()


def _write(job: Job, news: tuple[int, int, str] | None) -> type[Cancelled | Superseded] | None:
    """Write progress and heartbeat; tell whether the run has to stop."""
    mine = Job.objects.filter(pk=job.pk, state=State.RUNNING, attempts=job.attempts)
    values: dict[str, object] = {"heartbeat_at": clock.now()}
    if news is not None:
        done, total, message = news
        values |= {"done": max(0, min(done, total) if total else done), "total": max(0, total)}
        values["message"] = message
    if not mine.update(**values):
        return Superseded
    return Cancelled if mine.filter(cancel_asked_at__isnull=False).exists() else None
