"""Handing an elder over to another area: the giving town asks, the receiving one answers."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sangyu.city.areas.selectors import area_exists
from sangyu.kernel import clock, events
from sangyu.kernel.access import load
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError, Forbidden
from sangyu.people.registry import audit_codes, rights
from sangyu.people.registry.events import ElderMoved, TransferDecided, TransferRequested
from sangyu.people.registry.models import Elder, Transfer
from sangyu.people.registry.models.columns import actor_values
from sangyu.people.registry.services import _telling, _timeline
from sangyu.people.registry.services._judging import not_present, refuse_future
from sangyu.people.registry.services._rows import elder_for_change, elder_save
from sangyu.people.registry.types import Evidence, Source, Status, TransferState


@transaction.atomic
def transfer_request(  # noqa: PLR0913  the facts of a transfer
    *,
    actor: Actor,
    elder_id: int,
    to_area_code: str,
    effective_on: date,
    to_address: str = "",
    reason: str = "",
    at: datetime | None = None,
) -> Transfer:
    """Ask the town of `to_area_code` to take over a person who moved there. The record stays until it answers."""
    elder = elder_for_change(actor, elder_id, rights.ELDER_EDIT)
    at = at or clock.now()
    refuse_future(effective_on, at)
    _ensure_transferable(actor, elder, to_area_code)
    transfer = Transfer.objects.create(
        elder=elder,
        from_area_code=elder.area_code,
        to_area_code=to_area_code,
        to_address=to_address,
        effective_on=effective_on,
        reason=reason,
        requested_at=at,
        **actor_values(actor),
    )
    after = {"to_area_code": to_area_code, "on": effective_on, "reason": reason}
    _telling.record(actor, audit_codes.TRANSFER_REQUESTED, elder, after=after, at=at)
    events.publish(TransferRequested(transfer.pk, elder.pk, elder.area_code, to_area_code))
    return transfer


@transaction.atomic
def transfer_accept(
    *,
    actor: Actor,
    transfer_id: int,
    area_code: str = "",
    address: str = "",
    at: datetime | None = None,
) -> Transfer:
    """Take the person over, into the community the receiving town names. Categories and history come along."""
    transfer = _open_transfer(actor, transfer_id)
    target = area_code or transfer.to_area_code
    _ensure_receiver(actor, transfer, target)
    at = at or clock.now()
    elder = Elder.objects.select_for_update().get(pk=transfer.elder_id)
    if elder.status != Status.PRESENT:
        raise not_present()
    origin = elder.area_code
    evidence = Evidence(Source.TRANSFER, transfer.effective_on, proof=f"transfer {transfer.pk}")
    occasion = _timeline.Occasion(actor, at, evidence, uuid.uuid4())
    values: dict[str, Any] = {"area_code": target}
    if address or transfer.to_address:
        values["address"] = address or transfer.to_address
    for field, value in values.items():
        _timeline.insert(elder, field, value, occasion)
    elder_save(actor, elder, at)
    _close(actor, transfer, TransferState.ACCEPTED, "", at)
    before, after = {"area_code": origin}, {"area_code": target, "on": transfer.effective_on}
    _telling.record(actor, audit_codes.TRANSFER_ACCEPTED, elder, before, after, at)
    events.publish(ElderMoved(elder.pk, origin, target, transfer.effective_on))
    return transfer


@transaction.atomic
def transfer_refuse(
    *, actor: Actor, transfer_id: int, note: str, at: datetime | None = None
) -> Transfer:
    """The receiving town says why it does not take the person over; the record stays where it was."""
    transfer = _open_transfer(actor, transfer_id)
    _ensure_receiver(actor, transfer, transfer.to_area_code)
    if not note.strip():
        raise DomainError(
            "reason-missing",
            _("A reason is needed."),
            field="note",
            remedy=_("Say why the person does not live in your area."),
        )
    at = at or clock.now()
    _close(actor, transfer, TransferState.REFUSED, note, at)
    _telling.record(
        actor, audit_codes.TRANSFER_REFUSED, transfer.elder, after={"note": note}, at=at
    )
    return transfer


@transaction.atomic
def transfer_withdraw(*, actor: Actor, transfer_id: int, at: datetime | None = None) -> Transfer:
    """The giving town takes its request back."""
    transfer = _open_transfer(actor, transfer_id, rights.ELDER_EDIT)
    if not actor.covers(transfer.from_area_code):
        raise Forbidden(
            "not-the-giver",
            _("Only the town that asked can withdraw the transfer."),
            remedy=_("Refuse it instead."),
        )
    at = at or clock.now()
    _close(actor, transfer, TransferState.WITHDRAWN, "", at)
    _telling.record(actor, audit_codes.TRANSFER_WITHDRAWN, transfer.elder, at=at)
    return transfer


def _ensure_transferable(actor: Actor, elder: Elder, to_area_code: str) -> None:
    if elder.status != Status.PRESENT:
        raise not_present()
    if actor.covers(to_area_code):
        raise DomainError(
            "transfer-not-needed",
            _("This area is your own, so no transfer is needed."),
            field="to_area_code",
            remedy=_("Change the community in the record."),
        )
    if Transfer.objects.filter(elder=elder, state=TransferState.REQUESTED).exists():
        raise Conflict(
            "transfer-open",
            _("A transfer of this person is waiting already."),
            remedy=_("Withdraw it first."),
        )
    if not area_exists(to_area_code) or len(to_area_code) < 9:
        raise DomainError(
            "area-unknown",
            _("There is no such town or community."),
            field="to_area_code",
            remedy=_("Choose the area; if the person left the city, record a move."),
        )


def _open_transfer(actor: Actor, transfer_id: int, right: str = rights.ELDER_APPROVE) -> Transfer:
    transfer: Transfer = load(Transfer.objects.select_for_update(), actor, right, pk=transfer_id)
    if transfer.state != TransferState.REQUESTED:
        raise Conflict(
            "transfer-decided",
            _("This transfer has been decided already."),
            remedy=_("Look at the record's history."),
        )
    return transfer


def _ensure_receiver(actor: Actor, transfer: Transfer, target: str) -> None:
    if not (actor.covers(transfer.to_area_code) and actor.covers(target)):
        raise Forbidden(
            "not-the-receiver",
            _("Only the receiving town answers a transfer, and for its own communities."),
            remedy=_("Wait for its answer, or withdraw the transfer."),
        )


def _close(actor: Actor, transfer: Transfer, state: TransferState, note: str, at: datetime) -> None:
    transfer.state, transfer.decided_at = str(state), at
    transfer.decided_by, transfer.decision_note = actor.label, note[:300]
    transfer.save(update_fields=["state", "decided_at", "decided_by", "decision_note"])
    events.publish(
        TransferDecided(
            transfer.pk,
            transfer.elder_id,
            transfer.from_area_code,
            transfer.to_area_code,
            accepted=state == TransferState.ACCEPTED,
        )
    )
