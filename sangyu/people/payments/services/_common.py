"""What every write of the room shares: the lock of a programme's books, the guarded step of a batch, its trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from sangyu.kernel import audit, events
from sangyu.kernel.access import load
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError, Forbidden
from sangyu.people.payments.events import BatchAdvanced
from sangyu.people.payments.models import Batch, BatchStep
from sangyu.people.payments.types import TRANSITIONS, BatchState


def lock_books(programme: str) -> None:
    """One writer of a programme's books at a time, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('payments'), hashtext(%s))", (programme,)
        )


def batch_for(actor: Actor, batch_id: int, right: str) -> Batch:
    """The batch, locked, if the actor may do `right` to it and covers its whole area. Takes the books' lock first."""
    seen: Batch = load(Batch.objects.all(), actor, right, pk=batch_id)
    if not actor.covers(seen.area_code):
        raise Forbidden(
            "batch-above",
            _("This batch belongs to a wider area than yours."),
            remedy=_("Ask the unit that pays for the wider area."),
        )
    lock_books(seen.programme)
    locked: Batch = Batch.objects.select_for_update().get(pk=batch_id)
    return locked


def advance(batch: Batch, to: BatchState, *, actor: Actor, at: datetime, note: str = "") -> None:
    """The next step, if the table allows it; the caller saves the batch."""
    now = BatchState(batch.state)
    if to not in TRANSITIONS[now]:
        raise Conflict(
            "batch-state",
            _("This is not possible while the batch is “%(state)s”.") % {"state": now.label},
            remedy=_("Look at the batch's present state."),
        )
    batch.state = to
    BatchStep.objects.create(
        batch=batch, at=at, who=actor.label[:60], unit=actor.organisation_name[:200], to=to,
        note=note[:300],
    )  # fmt: skip
    events.publish(BatchAdvanced(batch.pk, batch.area_code, batch.programme, batch.month, str(to)))


def tell(
    actor: Actor, code: str, batch: Batch, after: Mapping[str, Any], at: datetime, note: str = ""
) -> None:
    """One entry of the trail about a batch."""
    audit.record(
        actor, code, kind="payment-batch", id=batch.pk, area_code=batch.area_code,
        label=str(batch), after=after, purpose=note, at=at,
    )  # fmt: skip


def need_reason(reason: str) -> None:
    """Refused where nothing is said why."""
    if not reason.strip():
        raise DomainError(
            "reason-missing",
            _("A reason is needed, because others will ask for it."),
            field="reason",
            remedy=_("Write in one sentence why."),
        )
