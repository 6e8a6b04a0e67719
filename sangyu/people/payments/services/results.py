"""The bank's results: a file is taken in once, good rows are booked once, bad rows are named and change nothing."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from sangyu.kernel import clock, events
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError
from sangyu.kernel.work.services import has_stopped, retry, start
from sangyu.people.entitlement.services.receipts import receipts_record
from sangyu.people.entitlement.types import Receipt
from sangyu.people.payments import audit_codes, policy, rights
from sangyu.people.payments.events import AccountsChanged, ResultsApplied
from sangyu.people.payments.models import Batch, ResultFile
from sangyu.people.payments.rules import layouts
from sangyu.people.payments.services import _results_sql as sql
from sangyu.people.payments.services._common import batch_for, tell
from sangyu.people.payments.services._overpaid import look
from sangyu.people.payments.types import BatchState

JOB = "payments.results"
COUNTED = ("paid", "failed", "returned", "again", "bad")


@transaction.atomic
def results_take(
    *, actor: Actor, batch_id: int, name: str, data: bytes, at: datetime | None = None
) -> ResultFile:
    """Read a result file into rows and let the worker book them. The same bytes again give the same file."""
    at = at or clock.now()
    batch = batch_for(actor, batch_id, rights.PAYMENT_ISSUE)
    if batch.state not in {BatchState.ISSUED, BatchState.CLOSED}:
        raise Conflict(
            "not-issued",
            _("This batch is not with the bank, so there can be no results."),
            remedy=_("Check which batch the file belongs to."),
        )
    digest = hashlib.sha256(data).hexdigest()
    known: ResultFile | None = ResultFile.objects.filter(batch=batch, digest=digest).first()
    if known is None:
        known = _keep(actor, batch, name, data, digest, at)
    job = start(
        actor=actor, job=JOB, payload={"file": known.pk}, key=str(known.pk),
        title=_("Book the bank's results of %(batch)s") % {"batch": batch},
    )  # fmt: skip
    if has_stopped(job.pk):
        retry(actor=actor, job=job)
    return known


@transaction.atomic
def results_apply(*, actor: Actor, file_id: int, at: datetime | None = None) -> ResultFile:
    """Book the rows of a file. Again it changes nothing: a transfer answers once, a return comes once after it."""
    at = at or clock.now()
    row: ResultFile = ResultFile.objects.select_related("batch").get(pk=file_id)
    batch = batch_for(actor, row.batch_id, rights.PAYMENT_ISSUE)
    file: ResultFile = ResultFile.objects.select_for_update().get(pk=file_id)
    if file.applied_at is not None:
        return file
    values = {"file": file.pk, "batch": batch.pk, "programme": batch.programme, "at": at}
    newly = _book(values)
    file.counts, file.applied_at = _counts(values), at
    file.save()
    receipts_record(
        actor=actor,
        receipts=[Receipt(elder, batch.programme, clock.legal_day(at)) for elder in newly],
        at=at,
    )
    elders = _touched(values)
    if elders:
        look(actor, batch.programme, batch.area_code, at, elders)
    failed = file.counts["failed"] + file.counts["returned"]
    events.publish(ResultsApplied(batch.pk, batch.area_code, file.counts["paid"], failed))
    if failed:
        events.publish(AccountsChanged(batch.area_code))
    tell(actor, audit_codes.RESULTS_APPLIED, batch, dict(file.counts), at)
    return file


def _keep(
    actor: Actor, batch: Batch, name: str, data: bytes, digest: str, at: datetime
) -> ResultFile:
    layout = policy.layout(batch.layout)
    answers = _read(layout, data, batch.pk)
    file: ResultFile = ResultFile.objects.create(
        batch=batch, name=name[:200], digest=digest, layout=layout.code, rows=len(answers),
        taken_at=at, taken_by=actor.label[:60],
    )  # fmt: skip
    with connection.cursor() as cursor, cursor.copy(sql.COPY) as copy:
        for one in answers:
            copy.write_row(
                (file.pk, one.number, one.line_number, one.amount_fen, one.status, one.reason,
                 one.problem, one.column[:40])
            )  # fmt: skip
    tell(actor, audit_codes.RESULTS_TAKEN, batch, {"rows": len(answers), "file": digest}, at)
    return file


def _read(layout: layouts.Layout, data: bytes, batch_id: int) -> list[layouts.Answer]:
    try:
        return layouts.read(layout, data, batch_id)
    except layouts.Unreadable as error:
        if error.code == "encoding":
            text = _("The file is not written in %(what)s.") % {"what": error.what}
        else:
            text = _("The file has no column “%(what)s”.") % {"what": error.what}
        raise DomainError(
            f"results-{error.code}", text, field="file",
            remedy=_("Ask the bank for the result file in the layout the batch was issued with."),
        ) from error  # fmt: skip


def _book(values: dict[str, Any]) -> list[int]:
    """Lines, entries, refused accounts; returns who was paid under this programme for the first time."""
    with connection.cursor() as cursor:
        for statement in (sql.MARK_UNKNOWN, sql.MARK_AMOUNT, sql.MARK_STATE):
            cursor.execute(statement, values)
        cursor.execute(sql.FIRST_TIME, values)
        newly = [elder for (elder,) in cursor.fetchall()]
        for statement in sql.BOOK:
            cursor.execute(statement, values)
    return newly


def _counts(values: dict[str, Any]) -> dict[str, int]:
    counts = dict.fromkeys(COUNTED, 0)
    with connection.cursor() as cursor:
        cursor.execute(sql.COUNT, values)
        counts |= {key: int(number) for key, number in cursor.fetchall()}
    return counts


def _touched(values: dict[str, Any]) -> list[int]:
    """Those of the file whose overpaid months may have changed."""
    with connection.cursor() as cursor:
        cursor.execute(sql.TOUCHED, values)
        return [elder for (elder,) in cursor.fetchall()]
