"""Computing a batch: one transaction, set by set. Killed anywhere it has not happened; done again it gives the same."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from sangyu.kernel import clock
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict
from sangyu.kernel.work.services import has_stopped, retry, start
from sangyu.people.payments import audit_codes, rights
from sangyu.people.payments.models import Batch
from sangyu.people.payments.services import _sql
from sangyu.people.payments.services._common import advance, batch_for, tell
from sangyu.people.payments.services._content import clear, count, fill_due
from sangyu.people.payments.services._overpaid import look
from sangyu.people.payments.types import BatchState

JOB = "payments.compute"


@transaction.atomic
def batch_compute_start(*, actor: Actor, batch_id: int) -> int:
    """Let the worker compute the batch; the number of the job."""
    batch = batch_for(actor, batch_id, rights.PAYMENT_PREPARE)
    _ensure_open(batch)
    job = start(
        actor=actor, job=JOB, payload={"batch": batch.pk}, key=f"{batch.pk}:{batch.rounds}",
        title=_("Compute the payment batch %(batch)s") % {"batch": batch},
    )  # fmt: skip
    if has_stopped(job.pk):
        retry(actor=actor, job=job)
    return int(job.pk)


@transaction.atomic
def batch_compute(*, actor: Actor, batch_id: int, at: datetime | None = None) -> Batch:
    """What is owed up to the batch's month, less what is booked: arrears, this month, deductions of overpaid months."""
    at = at or clock.now()
    batch = batch_for(actor, batch_id, rights.PAYMENT_PREPARE)
    _ensure_open(batch)
    clear(batch)
    values = fill_due(actor, batch, at)
    with connection.cursor() as cursor:
        cursor.execute(_sql.GAPS, values)
        cursor.execute(_sql.SUMS, values)
        cursor.execute("ANALYZE payments_gap, payments_sum")
        cursor.execute(_sql.HELD, values)
        cursor.execute(_sql.LINES, values)
        cursor.execute(_sql.ENTRIES, values)
    count(batch, values)
    batch.computed_at, batch.computed_by = at, actor.label[:60]
    batch.owner_unit_id = actor.organisation_id
    batch.rounds += 1
    batch.refusal = ""
    advance(batch, BatchState.COMPUTED, actor=actor, at=at)
    batch.save()
    look(actor, batch.programme, batch.area_code, at)
    facts = {"people": batch.people, "held": batch.held_people, "net_fen": batch.net_fen}
    tell(actor, audit_codes.COMPUTED, batch, facts | {"digest": batch.digest}, at)
    return batch


def _ensure_open(batch: Batch) -> None:
    if batch.state not in {BatchState.DRAFT, BatchState.COMPUTED}:
        raise Conflict(
            "batch-approved",
            _("Somebody has already approved this batch, so it is not computed again."),
            remedy=_("Refuse it first, with a reason."),
        )
