"""The file to the bank: issued once, with its digest; made again it must be the same, byte by byte."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import NoReturn

from django.db import connection, transaction
from django.utils.translation import gettext as _

from sangyu.kernel import audit, clock, pii
from sangyu.kernel.access import load
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError
from sangyu.kernel.work.services import has_stopped, retry, start
from sangyu.people.payments import audit_codes, policy, rights
from sangyu.people.payments.models import Batch, Line
from sangyu.people.payments.rules import layouts
from sangyu.people.payments.services import _sql
from sangyu.people.payments.services._common import advance, batch_for, tell
from sangyu.people.payments.services._content import ensure_balanced, fill_due
from sangyu.people.payments.services._overpaid import look
from sangyu.people.payments.types import BatchState, LineState

JOB = "payments.issue"


@transaction.atomic
def batch_issue_start(*, actor: Actor, batch_id: int, layout: str) -> int:
    """Let the worker issue the batch; the number of the job."""
    batch = batch_for(actor, batch_id, rights.PAYMENT_ISSUE)
    policy.layout(layout)
    if batch.state != BatchState.APPROVED:
        _not_approved()
    job = start(
        actor=actor, job=JOB, payload={"batch": batch.pk, "layout": layout},
        key=f"{batch.pk}:{batch.rounds}",
        title=_("Issue the payment batch %(batch)s") % {"batch": batch},
    )  # fmt: skip
    if has_stopped(job.pk):
        retry(actor=actor, job=job)
    return int(job.pk)


@transaction.atomic
def batch_issue(*, actor: Actor, batch_id: int, layout: str, at: datetime | None = None) -> Batch:
    """Send it. Who died, moved or was suspended since the computing is withheld; the rest is with the bank."""
    at = at or clock.now()
    batch = batch_for(actor, batch_id, rights.PAYMENT_ISSUE)
    if batch.state != BatchState.APPROVED:
        _not_approved()
    values = fill_due(actor, batch, at)
    with connection.cursor() as cursor:
        cursor.execute(_sql.OVERTAKEN, values)
        withheld = cursor.rowcount
        cursor.execute(_sql.VOID_WITHHELD, values)
        cursor.execute(_sql.SEND, values)
        cursor.execute(_sql.SETTLE_OFFSETS, values)
        cursor.execute(_sql.TOTALS, values)
        people, gross, offset, net, _held = map(int, cursor.fetchone() or (0, 0, 0, 0, 0))
    ensure_balanced(batch)
    batch.people, batch.gross_fen, batch.offset_fen, batch.net_fen = people, gross, offset, net
    batch.layout, batch.issued_at, batch.issued_by = layout, at, actor.label[:60]
    batch.file_digest = hashlib.sha256(_content(batch)).hexdigest()
    advance(batch, BatchState.ISSUED, actor=actor, at=at)
    batch.save()
    if withheld or offset:
        look(actor, batch.programme, batch.area_code, at)
    facts = {"people": people, "net_fen": net, "withheld": withheld, "file": batch.file_digest}
    tell(actor, audit_codes.ISSUED, batch, facts, at)
    return batch


@transaction.atomic
def bank_file(
    *, actor: Actor, batch_id: int, purpose: str, at: datetime | None = None
) -> tuple[str, bytes]:
    """Name and bytes of the file, with account numbers in full: asked with a purpose, told by the trail person by
    person. A file that would differ from the one issued is never handed out."""
    at = at or clock.now()
    batch = batch_for(actor, batch_id, rights.PAYMENT_ISSUE)
    if not purpose.strip():
        raise DomainError(
            "purpose-missing",
            _("A purpose is needed to take the account numbers away."),
            field="purpose",
            remedy=_("Say in a few words what you need it for."),
        )
    if not batch.file_digest:
        _not_approved()
    data = _content(batch)
    if hashlib.sha256(data).hexdigest() != batch.file_digest:
        raise Conflict(
            "file-differs",
            _("The file would not be the one that was issued, so it is not handed out."),
            remedy=_("Use the copy the bank has; tell whoever runs the system."),
        )
    audit.record_select(
        actor, "pii.viewed", kind="elder", purpose=purpose, at=at, params=[batch.pk],
        select="""SELECT elder_id, area_code, left(bank_holder, 1) || '**', NULL::jsonb, '{"fields": ["bank"]}'::jsonb
                  FROM payments_line WHERE batch_id = %s AND amount_fen > 0 AND state <> 'withheld'""",
    )  # fmt: skip
    tell(actor, audit_codes.FETCHED, batch, {"file": batch.file_digest}, at, purpose)
    return f"SY{batch.pk}-{batch.month:%Y%m}.csv", data


def batch_state(*, actor: Actor, batch_id: int) -> str:
    """Where a batch stands, for the job that issues it."""
    batch: Batch = load(Batch.objects.all(), actor, rights.PAYMENT_ISSUE, pk=batch_id)
    return str(batch.state)


def _content(batch: Batch) -> bytes:
    rows = list(
        Line.objects.filter(batch=batch, amount_fen__gt=0).exclude(state=LineState.WITHHELD)
        .order_by("number").only("number", "batch_id", "bank_sealed", "bank_holder", "bank_name", "amount_fen")
    )  # fmt: skip
    accounts = pii.open_many([row.bank_sealed for row in rows], "bank-card")
    purpose = f"{batch.month:%Y%m} {batch.programme}"
    transfers = [
        layouts.Transfer(
            number, row.reference, account or "", row.bank_holder, row.bank_name, row.amount_fen, purpose
        )
        for number, (row, account) in enumerate(zip(rows, accounts, strict=True), start=1)
    ]  # fmt: skip
    return layouts.write(policy.layout(batch.layout), transfers)


def _not_approved() -> NoReturn:
    raise Conflict(
        "not-approved",
        _("The batch has not been approved by two people, or is with the bank already."),
        remedy=_("Look at the batch's present state."),
    )
