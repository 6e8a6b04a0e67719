"""Work that takes longer than a page: jobs with progress, run by a worker that may be killed at any moment.

    from sangyu.kernel import work

    @work.job("registry.import", title=_("Import of elders"))      # in the room's jobs.py, imported at start-up
    def import_file(run: work.Run) -> None:
        start = run.checkpoint.get("row", 0)
        for batch in batches(run.payload["file"], start):
            with transaction.atomic():
                batch.write()
                run.save_checkpoint({"row": batch.end})            # saved or lost together with the batch
            run.progress(batch.end, total, _("Writing rows"))
        run.finish(summary=…, links=[(_("The import"), url)], rows=total)

    job = work.start(actor=request.actor, job="registry.import", payload={"file": …}, key=…)
    redirect("work:progress", job.pk)

    work.every("audit.seal", seconds=60)        work.daily("plans.remind", at=time(8))

A job must be idempotent: after a kill it is called again, with its last checkpoint. The worker holds a session-level
advisory lock for each job it runs, on the connection that does the work; a running job without its lock is an orphan
and is started again. Needs real sessions: no transaction-pooling proxy between worker and database.

States: waiting → running → done · failed · cancelled; running → waiting when interrupted; failed → waiting by hand.
The queue below is django-tasks' database backend; `Job` adds what people see.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sangyu.kernel.work.registry import daily, every, job
from sangyu.kernel.work.run import Run

if TYPE_CHECKING:
    from sangyu.kernel.work.services import has_stopped, run_now, start

__all__ = ["Run", "daily", "every", "has_stopped", "job", "run_now", "start"]


def __getattr__(name: str) -> Any:
    """These need models, which do not exist yet while Django imports this package."""
    if name in {"has_stopped", "run_now", "start"}:
        return getattr(import_module("sangyu.kernel.work.services"), name)
    raise AttributeError(name)
