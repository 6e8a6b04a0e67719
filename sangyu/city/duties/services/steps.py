"""The steps of one duty: open, assign, transfer, submit, return, close, reopen, cancel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sangyu.city.duties import events, notices, rights
from sangyu.city.duties.calendar import add_workdays
from sangyu.city.duties.models import Duty, DutyParty
from sangyu.city.duties.rules import closing_state, days_after
from sangyu.city.duties.services import _ledger as ledger
from sangyu.city.duties.services._proof import files_of, need_proof, owner_of, pieces_of
from sangyu.city.duties.types import (
    LIVE,
    Clause,
    DayCount,
    DutyState,
    Part,
    Proof,
    Subject,
)
from sangyu.city.organisations import selectors as units
from sangyu.kernel import access, clock
from sangyu.kernel.actors import Actor
from sangyu.kernel.attachments.services import attachments_finish
from sangyu.kernel.errors import DomainError
from sangyu.kernel.events import publish


@transaction.atomic
def duty_open(  # noqa: PLR0913  a duty has this many facts
    *,
    actor: Actor,
    kind: str,
    title: str,
    subject: Subject,
    due_on: date | None = None,
    due_after: int | None = None,
    day_count: DayCount = DayCount.NATURAL,
    clause: Clause | None = None,
    parties: dict[int, Part] | None = None,
    at: datetime | None = None,
    **fields: Any,
) -> Duty:
    """Open a duty that no rule repeats (a complaint's answer, a check after filing). The same subject gives the same.

    Its statutory clock starts on the day of `at` (day 0): `due_after` natural days or legal workdays, or `due_on`.
    """
    access.require(actor, rights.DUTY_MANAGE)
    at = at or clock.now()
    today = clock.legal_day(at)
    due, provisional = (
        days_after(today, due_after, day_count, add_workdays)
        if due_after is not None
        else (due_on, False)
    )
    duty = Duty(
        kind=kind, title=title, lead_id=subject.organisation_id, area_code=subject.area_code,
        subject_kind=subject.kind, subject_id=subject.id, subject_label=subject.label,
        state=DutyState.OPEN, opens_on=today, opened_on=today, statutory_due=due,
        is_provisional=provisional, day_count=day_count, changed_at=at,
        **{f"clause_{name}": value for name, value in asdict(clause or Clause()).items()},
        **fields,
    )  # fmt: skip
    for name, value in ledger.step_clock(duty, at).items():
        setattr(duty, name, value)
    duty.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            duty.save()
    except IntegrityError:
        known: Duty | None = Duty.objects.filter(
            rule__isnull=True, kind=kind, period=duty.period, area_code=subject.area_code,
            subject_kind=subject.kind, subject_id=subject.id,
        ).first()  # fmt: skip
        if known is None:
            raise
        return known
    DutyParty.objects.bulk_create(
        DutyParty(duty=duty, organisation_id=pk, part=part) for pk, part in (parties or {}).items()
    )
    access.ensure_still_visible(duty, Duty.objects.all(), actor)
    ledger.record(
        actor, rights.ADDED, duty, before={}, after={"due": due, "lead": duty.lead_id}, at=at
    )
    ledger.announce_opening(duty, at=at)
    return duty


@transaction.atomic
def duty_assign(*, actor: Actor, duty_id: int, account_id: int, at: datetime | None = None) -> Duty:
    """Give the duty to a person of the leading unit (or take it oneself). Both clocks go on."""
    at = at or clock.now()
    duty = ledger.load(actor, duty_id, rights.DUTY_ACT)
    if not units.works_for(account_id=account_id, organisation_id=duty.lead_id):
        raise DomainError(
            "duty-assignee-elsewhere",
            _("This person has no post in the leading unit."),
            field="account_id",
            remedy=_("Choose somebody of the unit, or transfer the duty to the other unit."),
        )
    before = {"assignee": duty.assignee_id}
    to = DutyState.IN_PROGRESS if duty.state == DutyState.OPEN else DutyState(duty.state)
    if to == duty.state:
        Duty.objects.filter(pk=duty.pk).update(assignee_id=account_id, changed_at=at)
        duty.assignee_id = account_id
    else:
        ledger.advance(duty, to, at=at, assignee_id=account_id)
    ledger.record(
        actor, rights.ASSIGNED, duty, before=before, after={"assignee": account_id}, at=at
    )
    if account_id != actor.account_id and duty.state in LIVE:
        ledger.notice_for(duty, notices.ASSIGNED, at=at, account_id=account_id).save()
    return duty


@transaction.atomic
def duty_transfer(
    *,
    actor: Actor,
    duty_id: int,
    organisation_id: int,
    reason: str,
    area_code: str = "",
    at: datetime | None = None,
) -> Duty:
    """Hand the duty to another unit. The step clock starts anew; the statutory clock goes on (P22).

    `area_code`: where the subject lies now, if it went along."""
    at = at or clock.now()
    duty = ledger.load(actor, duty_id, rights.DUTY_MANAGE)
    ledger.need_reason(reason)
    before = {"lead": duty.lead_id, "assignee": duty.assignee_id, "state": duty.state}
    if organisation_id == duty.lead_id:
        raise DomainError(
            "duty-same-unit",
            _("The duty lies with this unit already."),
            field="organisation_id",
            remedy=_("Choose another unit."),
        )
    changes: dict[str, Any] = {
        "lead_id": organisation_id, "assignee_id": None, "submitted_on": None, "reason": reason,
        "is_transferred": True, **ledger.step_clock(duty, at),
        **({"area_code": area_code} if area_code else {}),
    }  # fmt: skip
    if duty.state == DutyState.OPEN:
        Duty.objects.filter(pk=duty.pk).update(changed_at=at, **changes)
    else:
        ledger.advance(duty, DutyState.OPEN, at=at, **changes)
    duty.refresh_from_db()
    DutyParty.objects.filter(duty=duty, organisation_id=organisation_id).delete()
    access.ensure_still_visible(duty, Duty.objects.all(), actor)
    ledger.record(
        actor, rights.TRANSFERRED, duty, before=before,
        after={"lead": organisation_id, "assignee": None, "state": duty.state, "reason": reason}, at=at,
    )  # fmt: skip
    ledger.silence([duty.pk])
    ledger.notice_to_owner(duty, notices.TRANSFERRED, at=at).save()
    return duty


@transaction.atomic
def duty_return(*, actor: Actor, duty_id: int, reason: str, at: datetime | None = None) -> Duty:
    """Send the proof back. The owner's step begins anew; the statutory clock has gone on all the while."""
    at = at or clock.now()
    duty = ledger.load(actor, duty_id, rights.DUTY_MANAGE)
    ledger.need_reason(reason)
    ledger.advance(
        duty, DutyState.RETURNED, at=at, submitted_on=None, reason=reason,
        **ledger.step_clock(duty, at),
    )  # fmt: skip
    ledger.record(
        actor, rights.RETURNED, duty, before={"state": DutyState.SUBMITTED},
        after={"state": duty.state, "reason": reason}, at=at,
    )  # fmt: skip
    ledger.silence([duty.pk])
    ledger.notice_to_owner(duty, notices.RETURNED, at=at, reason=reason).save()
    return duty


@transaction.atomic
def duty_close(
    *, actor: Actor, duty_id: int, proof: Sequence[Proof] = (), at: datetime | None = None
) -> Duty:
    """Accept the duty as kept: in time or late, by the day its proof was submitted."""
    duty = ledger.load(actor, duty_id, rights.DUTY_MANAGE)
    _close(actor, duty, proof, at or clock.now())
    return duty


@transaction.atomic
def duties_close_for_subject(  # noqa: PLR0913  what names the duties, and the proof
    *,
    actor: Actor,
    kind: str,
    subject_kind: str,
    subject_id: str,
    proof: Sequence[Proof],
    period: str = "",
    at: datetime | None = None,
) -> int:
    """Close the live duties of one kind about one subject: what a room's event handler calls. Returns how many."""
    at = at or clock.now()
    rows = list(
        Duty.objects.select_for_update(of=("self",))
        .select_related("lead")
        .live()
        .filter(kind=kind, subject_kind=subject_kind, subject_id=subject_id)
        .order_by("pk")
    )
    if period:
        rows = [duty for duty in rows if duty.period == period]
    for duty in rows:
        _close(actor, duty, proof, at)
    return len(rows)


def _close(actor: Actor, duty: Duty, proof: Sequence[Proof], at: datetime) -> None:
    today = clock.legal_day(at)
    need_proof(duty, proof or pieces_of(duty))
    before = {"state": duty.state}
    state = closing_state(duty.statutory_due, duty.submitted_on, today)
    changes: dict[str, Any] = {"closed_on": today, "reason": "", "step_due": None}
    if proof:
        changes["proof"] = [asdict(piece) for piece in [*proof, *files_of(duty, proof)]]
    ledger.advance(duty, state, at=at, **changes)
    attachments_finish(owner=owner_of(duty))
    ledger.record(
        actor, rights.CLOSED, duty, before=before,
        after={"state": state, "closed_on": today, "proof": duty.proof}, at=at,
    )  # fmt: skip
    ledger.silence([duty.pk])
    publish(
        events.DutyClosed(
            **ledger.facts(duty), closed_on=today, is_late=state == DutyState.DONE_LATE
        )
    )


@transaction.atomic
def duty_reopen(*, actor: Actor, duty_id: int, reason: str, at: datetime | None = None) -> Duty:
    """Take a closed duty up again (its proof fell away). Its statutory day stays what it was."""
    at = at or clock.now()
    duty = ledger.load(actor, duty_id, rights.DUTY_MANAGE)
    ledger.need_reason(reason)
    before = {"state": duty.state, "proof": duty.proof}
    ledger.advance(
        duty, DutyState.OPEN, at=at, closed_on=None, submitted_on=None, is_dropped=False,
        opened_on=duty.opened_on or clock.legal_day(at), reason=reason, **ledger.step_clock(duty, at),
    )  # fmt: skip
    ledger.record(
        actor,
        rights.REOPENED,
        duty,
        before=before,
        after={"state": duty.state, "reason": reason},
        at=at,
    )
    ledger.notice_to_owner(duty, notices.REOPENED, at=at, reason=reason).save()
    return duty


@transaction.atomic
def duty_cancel(*, actor: Actor, duty_id: int, reason: str, at: datetime | None = None) -> Duty:
    """Take the duty off the ledger, with the reason. Its rule will not bring it back."""
    at = at or clock.now()
    duty = ledger.load(actor, duty_id, rights.DUTY_MANAGE)
    ledger.need_reason(reason)
    before = {"state": duty.state}
    ledger.advance(
        duty, DutyState.CANCELLED, at=at, reason=reason, submitted_on=None, step_due=None
    )
    ledger.record(
        actor,
        rights.CANCELLED,
        duty,
        before=before,
        after={"state": duty.state, "reason": reason},
        at=at,
    )
    ledger.silence([duty.pk])
    return duty
