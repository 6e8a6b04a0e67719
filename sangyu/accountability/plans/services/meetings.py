"""The supervision cycle: a meeting for each period, its agenda, its decisions as duties, its minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sangyu.accountability.plans import codes, policy
from sangyu.accountability.plans.duties import DECISION, MEETING
from sangyu.accountability.plans.events import MeetingHeld
from sangyu.accountability.plans.models import AgendaItem, Decision, Meeting, Plan
from sangyu.accountability.plans.rights import PLAN_RUN
from sangyu.accountability.plans.rules.agenda import Item
from sangyu.accountability.plans.services._common import (
    need,
    plan_to_run,
    record,
    signed,
)
from sangyu.accountability.plans.types import AgendaKind
from sangyu.accountability.plans.who import office_of, require_runs
from sangyu.city.duties import services as duties
from sangyu.city.duties.types import Clause, Proof, ProofKind, Subject
from sangyu.kernel import access, clock, events
from sangyu.kernel.actors import Actor, system_actor
from sangyu.kernel.errors import Conflict, DomainError


@transaction.atomic
def meeting_ensure(
    *, actor: Actor, plan_id: int, period: str, due_on: date | None, at: datetime
) -> Meeting:
    """The meeting of a period, entered unless it is there. A period of one's own is an extra meeting."""
    plan = plan_to_run(actor, plan_id)
    row: Meeting
    row, made = Meeting.objects.get_or_create(
        plan=plan, period=need(period, "period")[:10], defaults={"due_on": due_on}
    )
    if made:
        _trail(actor, codes.MEETING_SET, row, at, {"due_on": due_on})
    return row


@transaction.atomic
def agenda_draw_up(
    *, actor: Actor, meeting_id: int, items: Sequence[Item], at: datetime
) -> Meeting:
    """Replace the agenda by what stands today (`selectors.agenda_now`); what was put on by hand stays, at the end."""
    meeting = _open_meeting(actor, meeting_id)
    by_hand = list(AgendaItem.objects.filter(meeting=meeting, kind=AgendaKind.BY_HAND))
    decided = set(
        Decision.objects.filter(meeting=meeting, item__isnull=False).values_list("item", flat=True)
    )
    AgendaItem.objects.filter(meeting=meeting).exclude(kind=AgendaKind.BY_HAND).exclude(
        pk__in=decided
    ).delete()
    kept = {
        (item.kind, item.task_id, "" if item.task_id else item.words): item
        for item in AgendaItem.objects.filter(meeting=meeting, pk__in=decided)
    }
    for position, one in enumerate(items, start=1):
        words = one.words[:500]
        row = kept.get((one.kind, one.task_id, "" if one.task_id else words)) or AgendaItem(
            meeting=meeting, kind=one.kind, task_id=one.task_id
        )
        row.position, row.unit_id = position, one.unit_id
        row.words, row.facts = words, dict(one.facts)
        row.save()
    for position, row in enumerate(by_hand, start=len(items) + 1):
        row.position = position
        row.save(update_fields=["position"])
    meeting.agenda_at = at
    meeting.save(update_fields=["agenda_at"])
    _trail(actor, codes.AGENDA_DRAWN, meeting, at, {"items": len(items) + len(by_hand)})
    return meeting


@transaction.atomic
def agenda_add(
    *, actor: Actor, meeting_id: int, words: str, unit_id: int | None = None, at: datetime
) -> AgendaItem:
    """Put something on the agenda by hand."""
    meeting = _open_meeting(actor, meeting_id)
    last = AgendaItem.objects.filter(meeting=meeting).order_by("-position").first()
    row = AgendaItem(
        meeting=meeting, kind=AgendaKind.BY_HAND, unit_id=unit_id, words=need(words, "words")[:500],
        position=last.position + 1 if last else 1,
    )  # fmt: skip
    row.full_clean(validate_constraints=False)
    row.save()
    _trail(actor, codes.AGENDA_DRAWN, meeting, at, {"words": row.words})
    return row


@transaction.atomic
def decision_add(  # noqa: PLR0913  a decision has this many facts
    *,
    actor: Actor,
    meeting_id: int,
    words: str,
    unit_id: int,
    due_on: date | None = None,
    item_id: int | None = None,
    at: datetime,
) -> Decision:
    """Enter what the meeting decides: who does what by when. It becomes a duty when the minutes are confirmed."""
    meeting = _open_meeting(actor, meeting_id)
    today = clock.legal_day(at)
    due_on = due_on or today + timedelta(days=policy.days("decision_days"))
    if due_on < today:
        raise DomainError(
            "decision-due-past", _("A decision cannot fall due before today."), field="due_on",
            remedy=_("Choose today or a later day."),
        )  # fmt: skip
    if item_id is not None and not meeting.items.filter(pk=item_id).exists():
        raise DomainError(
            "item-elsewhere", _("This item is not on the meeting's agenda."), field="item_id"
        )
    row = Decision(
        meeting=meeting, item_id=item_id, words=need(words, "words")[:300], unit_id=unit_id, due_on=due_on,
        position=meeting.decisions.count() + 1,
    )  # fmt: skip
    row.full_clean(validate_constraints=False)
    row.save()
    _trail(
        actor,
        codes.DECIDED,
        meeting,
        at,
        {"words": row.words, "unit_id": unit_id, "due_on": due_on},
    )
    return row


@transaction.atomic
def meeting_hold(  # noqa: PLR0913  what the minutes consist of
    *,
    actor: Actor,
    meeting_id: int,
    held_on: date,
    minutes: str,
    place: str = "",
    chair: str = "",
    present: str = "",
    at: datetime,
) -> Meeting:
    """Confirm the minutes: every decision becomes a duty of its unit, and the office has kept its own."""
    meeting = _open_meeting(actor, meeting_id)
    if held_on > clock.legal_day(at):
        raise DomainError(
            "meeting-to-come", _("A meeting of a day to come has no minutes yet."), field="held_on",
            remedy=_("Confirm the minutes when it has been held."),
        )  # fmt: skip
    meeting.held_on, meeting.minutes = held_on, need(minutes, "minutes")
    meeting.place, meeting.chair = place.strip()[:100], chair.strip()[:100]
    meeting.present, meeting.closed_by = present.strip(), signed(actor)
    meeting.full_clean(validate_constraints=False)
    meeting.save()
    opened = tuple(_open_duty(meeting, decision, at) for decision in meeting.decisions.all())
    url = reverse("plans:meeting", args=[meeting.pk])
    duties.duties_close_for_subject(
        actor=system_actor("plans.meeting"), kind=MEETING, subject_kind="plan-meeting",
        subject_id=str(meeting.plan_id), period=meeting.period, at=at,
        proof=[Proof(ProofKind.TEXT, f"meeting:{meeting.pk}", meeting.minutes[:300], url=url)],
    )  # fmt: skip
    _trail(actor, codes.MEETING_HELD, meeting, at, {"held_on": held_on, "decisions": len(opened)})
    events.publish(MeetingHeld(meeting.pk, meeting.plan_id, opened))
    return meeting


def _open_duty(meeting: Meeting, decision: Decision, at: datetime) -> int:
    plan, office = meeting.plan, office_of(meeting.plan)
    duty = duties.duty_open(
        actor=system_actor("plans.meeting"), kind=DECISION, title=decision.words, at=at,
        subject=Subject("plan-decision", str(decision.pk), plan.area_code, decision.unit_id),
        due_on=decision.due_on, overseer_id=office.unit_id if office else None, proof_required=ProofKind.TEXT,
        source_kind="plan-meeting", source_id=str(meeting.pk),
        clause=Clause(plan.title[:200], plan.number, f"{meeting.period} · {decision.position}", decision.words),
    )  # fmt: skip
    decision.duty_id = duty.pk
    decision.save(update_fields=["duty"])
    return int(duty.pk)


def _open_meeting(actor: Actor, meeting_id: int) -> Meeting:
    rows = Meeting.objects.select_related("plan").select_for_update(of=("self",))
    meeting = access.load(rows, actor, PLAN_RUN, pk=meeting_id)
    require_runs(actor, meeting.plan)
    if meeting.held_on is not None:
        raise Conflict(
            "meeting-held",
            _("The minutes of this meeting are confirmed and stand."),
            remedy=_("What comes up now belongs to the next meeting."),
        )
    return meeting


def _trail(actor: Actor, code: str, row: Meeting, at: datetime, after: dict[str, object]) -> None:
    plan: Plan = row.plan
    label = f"{plan.title} {row.period}"
    record(actor, code, plan, kind="plan-meeting", id=row.pk, label=label, after=after, at=at)
