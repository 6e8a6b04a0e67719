"""A later day for one duty: the only way in which a statutory day moves, always with a reason and on record."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sangyu.city.duties import notices, rights
from sangyu.city.duties.models import Duty
from sangyu.city.duties.services import _ledger as ledger
from sangyu.city.duties.types import OWNERS_TURN
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError


@transaction.atomic
def duty_postpone(
    *, actor: Actor, duty_id: int, due_on: date, reason: str, at: datetime | None = None
) -> Duty:
    """Give the duty a later statutory day. Its rule keeps it; other periods of the rule are not touched.

    Refused for a day that is not later, for a duty without a day, and while its proof waits or it is closed.
    """
    at = at or clock.now()
    duty = ledger.load(actor, duty_id, rights.DUTY_MANAGE)
    if duty.state not in OWNERS_TURN or duty.statutory_due is None:
        raise Conflict(
            "duty-not-postponable",
            _("Only an open duty with a due day can be given a later one."),
            remedy=_("Look at the duty's present state."),
        )
    if due_on <= duty.statutory_due:
        raise DomainError(
            "duty-day-not-later",
            _("The new day must be later than the present one."),
            field="to_due",
            remedy=_("Choose a later day."),
        )
    ledger.need_reason(reason)
    before = {"due": duty.statutory_due}
    Duty.objects.filter(pk=duty.pk).update(
        statutory_due=due_on, is_postponed=True, is_provisional=False, overdue_since=None, reason=reason,
        changed_at=at,
    )  # fmt: skip
    duty.refresh_from_db()
    ledger.record(
        actor, rights.POSTPONED, duty, before=before, after={"due": due_on, "reason": reason}, at=at
    )
    ledger.silence([duty.pk])
    ledger.notice_to_owner(duty, notices.POSTPONED, at=at, reason=reason).save()
    return duty
