"""The three jobs of an import. Each may be killed at any moment and goes on from its last chunk."""

from __future__ import annotations

import time
from dataclasses import asdict

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangyu.kernel import clock, pii, work
from sangyu.kernel.errors import DomainError
from sangyu.people.registry.intake import selectors
from sangyu.people.registry.intake.checking import check_batch, finish_check
from sangyu.people.registry.intake.commit import Committer
from sangyu.people.registry.intake.undo import Undoer, touched
from sangyu.people.registry.models import ImportBatch, ImportRow
from sangyu.people.registry.types import BatchState, RowAction, RowState

WAIT_SECONDS = 600


def _wait_for_the_index(run: work.Run) -> None:
    """People are matched by the index of their number: not while its key is being replaced (a minute or so)."""
    for _second in range(WAIT_SECONDS):
        if not pii.is_index_rotating():
            return
        run.progress(0, 0, _("Waiting until the search indexes are made anew"))
        time.sleep(1)
    raise DomainError(
        "index-rotating",
        _("The search indexes are being made anew, so nobody can be matched just now."),
        remedy=_("Start it again when the system administrator has finished `sangyu keys rotate`."),
    )


@work.job("registry.import.check", title=gettext_lazy("Check of a list"))
def check(run: work.Run) -> None:
    """Read and check every row, then show the preview."""
    _wait_for_the_index(run)
    batch = _batch(run, BatchState.CHECKING)
    if batch is not None:
        try:
            check_batch(batch, run)
        except DomainError as error:
            ImportBatch.objects.filter(pk=batch.pk).update(
                state=BatchState.FAILED, failure=str(error)[:300]
            )
            raise
        finish_check(batch)
    _finish(run, _("The list is checked."))


@work.job("registry.import.commit", title=gettext_lazy("Import of a list"))
def commit(run: work.Run) -> None:
    """Bring the good rows in."""
    _wait_for_the_index(run)
    batch = _batch(run, BatchState.COMMITTING)
    if batch is not None:
        Committer(batch, run).run()
        ImportBatch.objects.filter(pk=batch.pk, state=BatchState.COMMITTING).update(
            state=BatchState.COMMITTED, committed_at=clock.now()
        )
    rows = ImportRow.objects.filter(batch_id=run.payload["batch"], state=RowState.COMMITTED)
    new = rows.filter(action=RowAction.CREATE).count()
    changed = rows.filter(action=RowAction.UPDATE).count()
    _finish(run, _("%(new)d new people, %(changed)d changed.") % {"new": new, "changed": changed})


@work.job("registry.import.undo", title=gettext_lazy("Taking back of a list"))
def undo(run: work.Run) -> None:
    """Take the batch back; what somebody changed since stays."""
    _wait_for_the_index(run)
    batch = _batch(run, BatchState.UNDOING)
    if batch is not None:
        Undoer(batch, run).run()
        with transaction.atomic():
            left = len(touched(batch))
            state = BatchState.COMMITTED if left else BatchState.UNDONE
            ImportBatch.objects.filter(pk=batch.pk, state=BatchState.UNDOING).update(
                state=state, undone_at=clock.now()
            )
    _finish(run, _("The list is taken back."))


def _batch(run: work.Run, state: BatchState) -> ImportBatch | None:
    """The batch, unless an earlier run of this job has finished it already."""
    batch: ImportBatch | None = ImportBatch.objects.filter(
        pk=run.payload["batch"], state=state, job_id=run.job_id
    ).first()
    return batch


def _count(batch_id: int) -> None:
    """Keep the counts for the history, which shows many batches at once."""
    batch = ImportBatch.objects.get(pk=batch_id)
    batch.counts = asdict(selectors.batch_counts(batch))
    batch.save(update_fields=["counts"])


def _finish(run: work.Run, summary: str) -> None:
    _count(run.payload["batch"])
    url = reverse("intake:batch", args=(run.payload["batch"],))
    run.finish(summary=summary, links=[(_("The import"), url)])
