"""What the elder or the proxy was told and answered; applications on behalf (C4)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sangyu.kernel import audit, clock, events, pii
from sangyu.kernel.access import load
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import DomainError
from sangyu.people.entitlement import audit_codes, rights
from sangyu.people.entitlement.events import ElderDecided
from sangyu.people.entitlement.models import Claim, Decision, Programme
from sangyu.people.entitlement.types import Answer, Channel


@transaction.atomic
def claim_record(  # noqa: PLR0913  the facts of an answer
    *,
    actor: Actor,
    elder_id: int,
    programme: str,
    channel: str,
    answer: str,
    recipients: tuple[str, ...] = (),
    answered_by: str = "",
    answered_on: date | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Claim:
    """The elder, or who speaks for them, was told of a programme and answered. Agreeing applies on their behalf.

    `recipients` says who was told: the elder, the proxy, or both. A refusal needs a note: who would give up money has
    a reason, and the next officer should know it.
    """
    elder = load(_elders(), actor, rights.ENTITLEMENT_TELL, pk=elder_id)
    subject = load(Programme.objects.all(), actor, rights.ENTITLEMENT_TELL, code=programme)
    when = at or clock.now()
    today = clock.legal_day(when)
    _check(channel, answer, answered_on, today, note)
    said = answer in {Answer.AGREED, Answer.REFUSED}
    row = Claim.objects.select_for_update().filter(elder=elder, programme=subject).first()
    row = row or Claim(elder=elder, programme=subject)
    before = {"answer": row.answer, "applied_on": row.applied_on}
    row.answer, row.channel, row.told_at, row.told_by = answer, channel, when, actor.label
    row.recipients, row.note, row.updated_at = list(recipients), note, when
    row.answered_on = (answered_on or today) if said else None
    row.answered_by = answered_by if said else ""
    if answer == Answer.AGREED:
        row.applied_on = row.applied_on or row.answered_on
    elif answer == Answer.REFUSED:
        row.applied_on = None
    row.save()
    code = {
        Answer.AGREED: audit_codes.APPLIED,
        Answer.REFUSED: audit_codes.ANSWERED,
    }.get(Answer(answer), audit_codes.TOLD)
    audit.record(
        actor,
        code,
        kind="elder",
        id=elder.pk,
        area_code=elder.area_code,
        label=pii.mask_name(elder.name),
        before=before,
        after={"programme": subject.code, "answer": row.answer, "applied_on": row.applied_on, "channel": channel},
        at=at,
    )  # fmt: skip
    events.publish(ElderDecided(elder.pk, elder.area_code))
    return row


def _elders() -> Any:
    """The registry's rows, by the key that points to them."""
    model: Any = Decision._meta.get_field("elder").related_model
    return model.objects.all()


def _check(channel: str, answer: str, on: date | None, today: date, note: str) -> None:
    listed = _("Choose one of the list.")
    if channel not in Channel.values:
        raise DomainError(
            "channel", _("Say how the elder was told."), field="channel", remedy=listed
        )
    if answer not in {Answer.TOLD, Answer.AGREED, Answer.REFUSED}:
        raise DomainError("answer", _("Say what was answered."), field="answer", remedy=listed)
    if on is not None and on > today:
        fault = _("The answer cannot lie in the future.")
        raise DomainError("answer-day", fault, field="answered_on", remedy=_("Check the day."))
    if answer == Answer.REFUSED and not note.strip():
        raise DomainError(
            "refusal-note",
            _("A refusal needs a reason."),
            field="note",
            remedy=_("Write in a sentence why the elder does not want it."),
        )
