"""Opening, approving, refusing and closing batches. Two people approve; the database knows whether they are two."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sangyu.kernel import clock
from sangyu.kernel.access import require, require_area
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError
from sangyu.people.entitlement.selectors import programmes_paid
from sangyu.people.entitlement.types import Kind
from sangyu.people.payments import audit_codes, policy, rights
from sangyu.people.payments.models import Batch, Line
from sangyu.people.payments.services._common import (
    advance,
    batch_for,
    lock_books,
    need_reason,
    tell,
)
from sangyu.people.payments.services._content import clear, count, ensure_balanced
from sangyu.people.payments.types import BatchState, LineState

BEFORE_ISSUE = (BatchState.DRAFT, BatchState.COMPUTED, BatchState.REVIEWED, BatchState.APPROVED)


@transaction.atomic
def batch_open(
    *, actor: Actor, month: date, area_code: str, programme: str, at: datetime | None = None
) -> Batch:
    """A batch of one programme for a month (its first day); a second of the same is a supplement, once the first is
    with the bank."""
    require(actor, rights.PAYMENT_PREPARE)
    require_area(actor, area_code)
    at, month = at or clock.now(), month.replace(day=1)
    _ensure_payable(actor, month, programme, at)
    lock_books(programme)
    same = Batch.objects.filter(month=month, area_code=area_code, programme=programme)
    if same.filter(state__in=BEFORE_ISSUE).exists():
        raise Conflict(
            "batch-open",
            _("A batch for this month is being prepared already."),
            remedy=_("Go on with that batch."),
        )
    batch: Batch = Batch.objects.create(
        month=month, area_code=area_code, programme=programme, number=same.count() + 1,
        state=BatchState.DRAFT, opened_at=at, opened_by=actor.label[:60],
        owner_unit_id=actor.organisation_id,
    )  # fmt: skip
    tell(actor, audit_codes.OPENED, batch, {"month": month}, at)
    return batch


@transaction.atomic
def batches_open(
    *, actor: Actor, month: date, area_code: str, at: datetime | None = None
) -> list[Batch]:
    """A batch for every programme paid in money in the area that has none for the month."""
    have = set(
        Batch.objects.filter(month=month.replace(day=1), area_code=area_code)
        .exclude(state=BatchState.CANCELLED)
        .values_list("programme", flat=True)
    )
    return [
        batch_open(actor=actor, month=month, area_code=area_code, programme=one.code, at=at)
        for one in programmes_paid(actor=actor)
        if one.kind != Kind.VOUCHER and one.code not in have
        and (area_code.startswith(one.area_code) or one.area_code.startswith(area_code))
    ]  # fmt: skip


@transaction.atomic
def batch_review(*, actor: Actor, batch_id: int, at: datetime | None = None) -> Batch:
    """The first of the two approvals."""
    at = at or clock.now()
    batch = batch_for(actor, batch_id, rights.PAYMENT_APPROVE)
    _ensure_person(actor)
    _ensure_unchanged(batch)
    batch.first_id, batch.first_by, batch.first_at = actor.account_id, actor.label[:60], at
    advance(batch, BatchState.REVIEWED, actor=actor, at=at)
    batch.save()
    tell(actor, audit_codes.REVIEWED, batch, {"digest": batch.digest}, at)
    return batch


@transaction.atomic
def batch_approve(*, actor: Actor, batch_id: int, at: datetime | None = None) -> Batch:
    """The second approval, by somebody else than the first."""
    at = at or clock.now()
    batch = batch_for(actor, batch_id, rights.PAYMENT_APPROVE)
    _ensure_person(actor)
    _ensure_unchanged(batch)
    batch.second_id, batch.second_by, batch.second_at = actor.account_id, actor.label[:60], at
    advance(batch, BatchState.APPROVED, actor=actor, at=at)
    try:
        with transaction.atomic():
            batch.save()
    except IntegrityError as error:
        if "two_people" not in str(error):
            raise
        raise Conflict(
            "same-person",
            _("The second approval is not given by whoever gave the first."),
            remedy=_("Ask a colleague or the director to approve it."),
        ) from error
    tell(actor, audit_codes.APPROVED, batch, {"digest": batch.digest}, at)
    return batch


@transaction.atomic
def batch_refuse(*, actor: Actor, batch_id: int, reason: str, at: datetime | None = None) -> Batch:
    """Back to the draft, with the reason; what it planned claims nothing any more."""
    at = at or clock.now()
    batch = batch_for(actor, batch_id, rights.PAYMENT_APPROVE)
    need_reason(reason)
    _reset(batch)
    batch.refusal = reason[:300]
    advance(batch, BatchState.DRAFT, actor=actor, at=at, note=reason)
    batch.save()
    tell(actor, audit_codes.REFUSED, batch, {"reason": reason}, at)
    return batch


@transaction.atomic
def batch_cancel(*, actor: Actor, batch_id: int, reason: str, at: datetime | None = None) -> Batch:
    """A batch that is not needed. Its months are paid by the next."""
    at = at or clock.now()
    batch = batch_for(actor, batch_id, rights.PAYMENT_PREPARE)
    need_reason(reason)
    _reset(batch)
    advance(batch, BatchState.CANCELLED, actor=actor, at=at, note=reason)
    batch.save()
    tell(actor, audit_codes.CANCELLED, batch, {"reason": reason}, at)
    return batch


@transaction.atomic
def batch_close(*, actor: Actor, batch_id: int, at: datetime | None = None) -> Batch:
    """Every transfer has its answer and the sums agree to the fen."""
    at = at or clock.now()
    batch = batch_for(actor, batch_id, rights.PAYMENT_ISSUE)
    waiting = Line.objects.filter(batch=batch, state=LineState.ISSUED).count()
    if waiting:
        raise Conflict(
            "results-missing",
            _("The bank has not answered for %(count)s transfers yet.") % {"count": waiting},
            remedy=_("Take in its result file first."),
        )
    ensure_balanced(batch)
    batch.closed_at = at
    advance(batch, BatchState.CLOSED, actor=actor, at=at)
    batch.save()
    tell(actor, audit_codes.CLOSED, batch, {"net_fen": batch.net_fen}, at)
    return batch


def _reset(batch: Batch) -> None:
    if batch.state not in BEFORE_ISSUE:
        return  # advance refuses it with its own words
    clear(batch)
    batch.first_id = batch.first_at = batch.second_id = batch.second_at = None
    batch.first_by = batch.second_by = batch.digest = ""
    batch.people = batch.held_people = batch.gross_fen = batch.offset_fen = batch.net_fen = 0


def _ensure_person(actor: Actor) -> None:
    if actor.account_id is None:
        raise DomainError(
            "person-needed",
            _("An approval is given by a person with an account."),
            remedy=_("Sign in to approve it."),
        )


def _ensure_unchanged(batch: Batch) -> None:
    seen = batch.digest
    count(batch, {"batch": batch.pk})
    if seen != batch.digest:
        raise Conflict(
            "content-changed",
            _("The content of the batch is not what was computed."),
            remedy=_("Refuse it and compute it anew."),
        )


def _ensure_payable(actor: Actor, month: date, programme: str, at: datetime) -> None:
    if month > clock.legal_day(at) or month < policy.books_from():
        raise DomainError(
            "month-closed",
            _("This month lies in the future, or before these books begin."),
            field="month",
            remedy=_("Choose a month up to the present one."),
        )
    kinds = {one.code: one.kind for one in programmes_paid(actor=actor)}
    if kinds.get(programme, Kind.VOUCHER) == Kind.VOUCHER:
        raise DomainError(
            "not-paid-in-money",
            _("This programme is not paid in money."),
            field="programme",
            remedy=_("Choose one of the listed programmes."),
        )
