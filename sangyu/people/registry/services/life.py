"""Deaths, moves out of the city, returns, and taking back a departure that never was."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sangyu.kernel import clock, events
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError
from sangyu.people.registry import audit_codes, rights
from sangyu.people.registry.events import ElderRegistered, ElderReinstated
from sangyu.people.registry.models import Elder, ElderChange
from sangyu.people.registry.rules.fields import STATUS_FIELDS
from sangyu.people.registry.services import _evidence, _telling, _timeline
from sangyu.people.registry.services._judging import judged, refuse_future
from sangyu.people.registry.services._rows import elder_for_change, elder_save
from sangyu.people.registry.types import (
    ChangeOutcome,
    ChangeState,
    Evidence,
    LeftReason,
    Status,
)


@transaction.atomic
def elder_record_death(
    *,
    actor: Actor,
    elder_id: int,
    evidence: Evidence,
    version: int | None = None,
    at: datetime | None = None,
) -> ChangeOutcome:
    """The person died on `evidence.effective_on`. From some sources this is a proposal first."""
    return _depart(actor, elder_id, evidence, Status.DIED, version, at)


@transaction.atomic
def elder_record_move(
    *,
    actor: Actor,
    elder_id: int,
    evidence: Evidence,
    version: int | None = None,
    at: datetime | None = None,
) -> ChangeOutcome:
    """The person moved out of the city on `evidence.effective_on`. Within the city it is a transfer."""
    return _depart(actor, elder_id, evidence, Status.MOVED, version, at)


@transaction.atomic
def elder_return(
    *,
    actor: Actor,
    elder_id: int,
    evidence: Evidence,
    at: datetime | None = None,
) -> ChangeOutcome:
    """A person who had moved away lives here again from `evidence.effective_on`."""
    elder = elder_for_change(actor, elder_id, rights.ELDER_EDIT)
    at, on = at or clock.now(), evidence.effective_on
    refuse_future(on, at)
    if elder.status != Status.MOVED or (elder.left_on and on < elder.left_on):
        raise Conflict(
            "not-away",
            _("Only a person who moved away before that day can return."),
            remedy=_("Check the day; a death recorded by mistake is taken back instead."),
        )
    evidence = _evidence.kept(actor, elder, evidence, at)
    _apply(
        actor,
        elder,
        {"status": str(Status.PRESENT), "left_on": None, "left_reason": ""},
        evidence,
        at,
    )
    _telling.record(
        actor, audit_codes.RETURNED, elder, after={"status": "present", "on": on}, at=at
    )
    events.publish(ElderRegistered(elder.pk, elder.area_code, on))
    return ChangeOutcome(elder.pk, elder.version, STATUS_FIELDS)


@transaction.atomic
def elder_reinstate(
    *, actor: Actor, elder_id: int, reason: str, at: datetime | None = None
) -> ChangeOutcome:
    """The last recorded death or move never happened: its changes leave the history, whoever recorded them."""
    elder = elder_for_change(actor, elder_id, rights.ELDER_EDIT)
    at = at or clock.now()
    last = _timeline.applied(elder, "status").last()
    if last is None or elder.status not in {Status.DIED, Status.MOVED}:
        raise Conflict(
            "not-departed",
            _("This person is on the register, so there is no departure to take back."),
            remedy=_("Look at the record's history."),
        )
    if not reason.strip():
        raise DomainError(
            "reason-missing",
            _("A reason is needed."),
            field="reason",
            remedy=_("Say how the mistake came to light."),
        )
    before = {"status": elder.status, "left_on": elder.left_on}
    for change in ElderChange.objects.filter(group=last.group, state=ChangeState.APPLIED):
        _timeline.take_out(change, elder, at=at, by=actor.label)
    ElderChange.objects.filter(group=last.group).update(decision_note=reason[:300])
    elder_save(actor, elder, at)
    after = {"status": elder.status, "reason": reason}
    _telling.record(actor, audit_codes.REINSTATED, elder, before, after, at)
    events.publish(ElderReinstated(elder.pk, elder.area_code))
    return ChangeOutcome(elder.pk, elder.version, STATUS_FIELDS)


def _depart(
    actor: Actor,
    elder_id: int,
    evidence: Evidence,
    status: Status,
    version: int | None,
    at: datetime | None,
) -> ChangeOutcome:
    elder = elder_for_change(actor, elder_id, rights.ELDER_EDIT, version=version)
    at, on = at or clock.now(), evidence.effective_on
    _check_departure(elder, on, at)
    evidence = _evidence.kept(actor, elder, evidence, at)
    reason = LeftReason.DEATH if status == Status.DIED else LeftReason.MOVED_OUT
    values = {"status": str(status), "left_on": on, "left_reason": str(reason)}
    verdict = judged(values, evidence)
    if verdict.proposed:
        occasion = _timeline.Occasion(actor, at, evidence, uuid.uuid4())
        for field, value in values.items():
            _timeline.propose(elder, field, value, occasion)
        _telling.proposed(actor, elder, values, occasion)
        return ChangeOutcome(
            elder.pk, elder.version, proposed=STATUS_FIELDS, group=str(occasion.group)
        )
    _apply(actor, elder, values, evidence, at)
    code = audit_codes.DIED if status == Status.DIED else audit_codes.MOVED
    _telling.record(
        actor, code, elder, {"status": "present"}, values | {"source": evidence.source}, at
    )
    _telling.departed(elder, on)
    return ChangeOutcome(elder.pk, elder.version, STATUS_FIELDS)


def _apply(
    actor: Actor, elder: Elder, values: dict[str, Any], evidence: Evidence, at: datetime
) -> None:
    occasion = _timeline.Occasion(actor, at, evidence, uuid.uuid4())
    for field, value in values.items():
        _timeline.insert(elder, field, value, occasion)
    elder_save(actor, elder, at)


def _check_departure(elder: Elder, on: date, at: datetime) -> None:
    refuse_future(on, at)
    if elder.status != Status.PRESENT:
        raise Conflict(
            "already-left",
            _("This person has left the register already."),
            remedy=_("If the day is wrong, take the departure back and record it again."),
        )
    if on < elder.birth_date:
        raise DomainError(
            "before-birth",
            _("This day lies before the date of birth."),
            field="effective_on",
            remedy=_("Check the year."),
        )
    back = _timeline.applied(elder, "status").last()
    if back is not None and on < back.effective_on:
        raise Conflict(
            "before-return",
            _("The person was recorded as come back on %(day)s, after this day.")
            % {"day": back.effective_on.isoformat()},
            remedy=_("Check the day."),
        )
