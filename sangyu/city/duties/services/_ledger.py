"""What every write of the ledger shares: the guarded change of state, the step clock, notices to the right people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sangyu.city.duties import events, notices
from sangyu.city.duties.models import Duty, DutyParty, Notice
from sangyu.city.duties.rights import DUTY_ACT, DUTY_MANAGE
from sangyu.city.duties.rules import is_overdue, may_follow
from sangyu.city.duties.types import DutyState, Part
from sangyu.city.organisations.types import Role
from sangyu.kernel import access, audit, clock
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError, Forbidden
from sangyu.kernel.events import publish


def load(actor: Actor, duty_id: int, right: str) -> Duty:
    """The duty, locked for this transaction, if the actor may do `right` to it."""
    duty = access.load(Duty.objects.select_for_update(of=("self",)), actor, right, pk=duty_id)
    require_part(actor, duty, right)
    return duty


def require_part(actor: Actor, duty: Duty, right: str) -> None:
    """A right alone is not enough: the work is the owning unit's, the verdict the overseer's or a director's."""
    access.require(actor, right)
    if right == DUTY_ACT and not may_act(actor, duty):
        raise Forbidden(
            "duty-not-yours",
            _("This duty belongs to another unit."),
            remedy=_("Ask the leading unit, or have the duty transferred to yours."),
        )
    if right == DUTY_MANAGE and not may_manage(actor, duty):
        raise Forbidden(
            "duty-not-overseen",
            _("Only the overseeing unit or a director may do this."),
            remedy=_("Ask the unit that oversees this duty."),
        )


def may_act(actor: Actor, duty: Duty) -> bool:
    """Assigned to the actor, or led (alone or jointly) by its unit."""
    if actor.is_system:
        return True
    if not actor.may(DUTY_ACT):
        return False
    return (
        (actor.account_id is not None and duty.assignee_id == actor.account_id)
        or (actor.organisation_id is not None and duty.lead_id == actor.organisation_id)
        or DutyParty.objects.filter(
            duty=duty, organisation_id=actor.organisation_id or 0, part=Part.JOINT
        ).exists()
    )


def may_manage(actor: Actor, duty: Duty) -> bool:
    """A director of the area, or the overseeing unit; where no unit oversees, the leading one accepts its own."""
    if actor.is_system:
        return True
    if not actor.may(DUTY_MANAGE):
        return False
    if actor.role == Role.DIRECTOR and actor.covers(duty.area_code):
        return True
    return actor.organisation_id == (duty.overseer_id or duty.lead_id)


def advance(duty: Duty, to: DutyState, *, at: datetime, **changes: Any) -> None:
    """Change the state, if the table allows it and nobody was faster."""
    if not may_follow(DutyState(duty.state), to):
        raise Conflict(
            "duty-state",
            _("This is not possible while the duty is “%(state)s”.")
            % {"state": DutyState(duty.state).label},
            remedy=_("Look at the duty's present state."),
        )
    changes |= {"state": to, "changed_at": at}
    if not Duty.objects.filter(pk=duty.pk, state=duty.state).update(**changes):
        raise Conflict(
            "duty-changed",
            _("Somebody else has changed this duty in the meantime."),
            remedy=_("Look at it again, then decide."),
        )
    for name, value in changes.items():
        setattr(duty, name, value)


def step_clock(duty: Duty, at: datetime) -> dict[str, Any]:
    """The step clock, started now. The statutory clock is never touched."""
    due = (
        clock.legal_day(at) + timedelta(days=duty.step_days) if duty.step_days is not None else None
    )
    return {"step_started_at": at, "step_due": due}


def record(
    actor: Actor, action: str, duty: Duty, *, before: Mapping[str, Any], after: Mapping[str, Any],
    at: datetime,
) -> None:  # fmt: skip
    """One entry of the trail about one duty."""
    audit.record(
        actor, action, kind="duty", id=duty.pk, area_code=duty.area_code, label=duty.title,
        before=before, after=after, clause=duty.clause.label, at=at,
    )  # fmt: skip


def facts(duty: Duty) -> dict[str, Any]:
    """The fields of an event about a duty."""
    return {
        "duty_id": duty.pk,
        "kind": duty.kind,
        "period": duty.period,
        "area_code": duty.area_code,
        "organisation_id": duty.lead_id,
        "subject_kind": duty.subject_kind,
        "subject_id": duty.subject_id,
    }


def link_to(duty: Duty) -> str:
    """The duty's own page."""
    return reverse("duties:detail", args=[duty.pk])


def words_of(duty: Duty, reason: str = "") -> dict[str, str]:
    """The words of a notice about a duty; those of its title apart too, for a reader of another language."""
    period = "" if duty.period == "-" else duty.period
    return {
        "title": notices.title_of(duty.title, duty.subject_label, period),
        "kind": duty.kind,
        "label": duty.subject_label,
        "period": period,
        "due": duty.statutory_due.isoformat() if duty.statutory_due else "—",
        "unit": duty.lead.short_name,
        "reason": reason,
    }


def notice_for(
    duty: Duty,
    code: str,
    *,
    at: datetime,
    account_id: int | None = None,
    organisation_id: int | None = None,
    reason: str = "",
) -> Notice:
    """A notice about a duty, not yet saved."""
    return Notice(
        account_id=account_id, organisation_id=organisation_id, code=code, words=words_of(duty, reason),
        link=link_to(duty), duty=duty, made_at=at,
    )  # fmt: skip


def notice_to_owner(duty: Duty, code: str, *, at: datetime, reason: str = "") -> Notice:
    """To the person it is assigned to, else to the leading unit: a duty nobody took is nobody's silence."""
    if duty.assignee_id is not None:
        return notice_for(duty, code, at=at, account_id=duty.assignee_id, reason=reason)
    return notice_for(duty, code, at=at, organisation_id=duty.lead_id, reason=reason)


def silence(duties: Iterable[int]) -> None:
    """A finished duty is quiet: its unread notices go."""
    Notice.objects.filter(duty_id__in=list(duties), read_at__isnull=True).delete()


def announce_opening(duty: Duty, *, at: datetime) -> None:
    """Tell the owner and the rooms above. One that opens already overdue is told once, as overdue, by escalation."""
    if not is_overdue(DutyState(duty.state), duty.statutory_due, clock.legal_day(at)):
        notice_to_owner(duty, notices.OPENED, at=at).save()
    publish(events.DutyOpened(**facts(duty), statutory_due=duty.statutory_due))


def need_reason(reason: str) -> None:
    """Refused where nothing is said why."""
    if not reason.strip():
        raise DomainError(
            "reason-missing",
            _("A reason is needed, because others will ask for it."),
            field="reason",
            remedy=_("Write in one sentence why."),
        )
