"""One run of one job, as the job's function sees it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Protocol, cast

from django.db import connection
from django.utils.functional import Promise

from sangyu.kernel import clock
from sangyu.kernel.actors import Actor

Text = str | Promise


class Stopped(Exception):
    """The run ends here, at a point where nothing is half done."""


class Cancelled(Stopped):
    """The starter cancelled the job."""


class Interrupted(Stopped):
    """The worker was told to finish; the next one goes on from the checkpoint."""


class Superseded(Stopped):
    """The job was taken from this run (its lock was lost) and belongs to another one."""


class Reporter(Protocol):
    """Carries progress to the job's row, and a wish to stop back to the run."""

    def report(self, done: int, total: int, message: str) -> None: ...

    def check(self) -> None:
        """Raise Cancelled, Interrupted or Superseded if the run has to stop."""


class Run:
    """Payload and actor in; progress, checkpoints and the result out."""

    def __init__(
        self,
        *,
        job_id: int,
        attempt: int,
        actor: Actor,
        payload: Mapping[str, Any],
        reporter: Reporter,
    ) -> None:
        self.job_id = job_id
        self.attempt = attempt
        self.actor = actor
        self.payload = payload
        self.result: dict[str, Any] = {}
        self._reporter = reporter
        self._checkpoint: dict[str, Any] | None = None

    @property
    def checkpoint(self) -> Mapping[str, Any]:
        """What the last run saved; empty at the first."""
        if self._checkpoint is None:
            self._checkpoint = self._load_checkpoint()
        return self._checkpoint

    def progress(self, done: int, total: int = 0, message: Text = "") -> None:
        """Tell how far it is (`total` 0: unknown). Cheap: call it as often as you like, between two transactions.

        Raises if the job was cancelled, or (outside a transaction) if the worker has to finish.
        """
        self._reporter.report(done, total, str(message)[:200])
        self._reporter.check()

    def save_checkpoint(self, data: Mapping[str, Any]) -> None:
        """Save where to go on from. Call it inside the transaction of the work it stands for."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO work_checkpoint (job_id, data, saved_at) "
                "SELECT id, %s::jsonb, %s FROM work_job WHERE id = %s AND state = 'running' AND attempts = %s "
                "ON CONFLICT (job_id) DO UPDATE SET data = excluded.data, saved_at = excluded.saved_at",
                (json.dumps(dict(data)), clock.now(), self.job_id, self.attempt),
            )
            if cursor.rowcount != 1:
                raise Superseded(f"job {self.job_id}")
        self._checkpoint = dict(data)

    def finish(
        self, *, summary: Text = "", links: Iterable[tuple[Text, str]] = (), **data: Any
    ) -> None:
        """The result: a sentence and links (label, local address) for the progress page, and data for the caller."""
        links = list(links)
        if any(not url.startswith("/") or url.startswith("//") for _, url in links):
            raise ValueError("A job's result links to this site only.")
        shown = [{"label": str(label), "url": url} for label, url in links]
        self.result = {"summary": str(summary), "links": shown, "data": data}

    def _load_checkpoint(self) -> dict[str, Any]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT data::text FROM work_checkpoint WHERE job_id = %s", (self.job_id,)
            )
            row = cast("tuple[str] | None", cursor.fetchone())
        return dict(json.loads(row[0])) if row else {}
