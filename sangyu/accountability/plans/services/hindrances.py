"""What stands in a task's way: dependence on another task, blockage, a later day."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sangyu.accountability.plans import codes
from sangyu.accountability.plans.models import (
    Blockage,
    PlanTask,
    PlanTaskUnit,
    Postponement,
    TaskLink,
)
from sangyu.accountability.plans.rights import PLAN_REPORT, PLAN_RUN
from sangyu.accountability.plans.rules.links import circle
from sangyu.accountability.plans.services._common import (
    need,
    record,
    signed,
    task_seen,
)
from sangyu.accountability.plans.types import PostponementState, TaskPart
from sangyu.accountability.plans.who import require_part, require_runs, require_speaks
from sangyu.city.duties import selectors as ledger
from sangyu.city.duties import services as duties
from sangyu.kernel import access, clock
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError, Forbidden


@transaction.atomic
def link_add(*, actor: Actor, task_id: int, needs_id: int, why: str = "", at: datetime) -> TaskLink:
    """A task waits for another one of the same plan. Refused where that closes a circle."""
    task = task_seen(actor, task_id, PLAN_RUN)
    require_runs(actor, task.plan)
    needed = PlanTask.objects.filter(pk=needs_id, plan_id=task.plan_id).exclude(pk=task.pk).first()
    if needed is None:
        raise DomainError(
            "task-elsewhere", _("Choose another task of the same plan."), field="needs_id"
        )
    edges = TaskLink.objects.filter(task__plan_id=task.plan_id).values_list("task_id", "needs_id")
    round_ = circle(edges, (task.pk, needed.pk))
    if round_:
        names = dict(PlanTask.objects.filter(pk__in=round_).values_list("pk", "no"))
        raise DomainError(
            "tasks-in-a-circle",
            _("These tasks would wait for one another: %(tasks)s.")
            % {"tasks": " → ".join(names[pk] for pk in round_)},
            field="needs_id",
            remedy=_("Take one of the dependences away first."),
        )
    row, _made = TaskLink.objects.get_or_create(
        task=task, needs=needed, defaults={"why": why.strip()[:300]}
    )
    record(
        actor, codes.LINKED, task.plan, kind="plan-task", id=task.pk, label=str(task),
        after={"needs": needed.no, "why": row.why}, at=at,
    )  # fmt: skip
    return row


@transaction.atomic
def link_remove(*, actor: Actor, link_id: int, at: datetime) -> int:
    """The task waits no longer; returns it."""
    links = TaskLink.objects.select_related("task__plan", "needs")
    link = access.load(links, actor, PLAN_RUN, pk=link_id)
    task = link.task
    require_runs(actor, task.plan)
    before = {"needs": link.needs.no}
    link.delete()
    record(
        actor, codes.UNLINKED, task.plan, kind="plan-task", id=task.pk, label=str(task),
        before=before, at=at,
    )  # fmt: skip
    return int(task.pk)


@transaction.atomic
def blockage_raise(
    *, actor: Actor, task_id: int, words: str, asks_id: int | None = None, at: datetime
) -> Blockage:
    """Report what hinders a task and whom it needs. Its units may, and the office."""
    task = task_seen(actor, task_id, PLAN_REPORT)
    require_part(actor, task)
    row = Blockage(
        task=task, unit_id=actor.organisation_id or _lead_of(task), words=need(words, "words")[:500], asks_id=asks_id,
        raised_at=at, raised_by=signed(actor),
    )  # fmt: skip
    row.full_clean(validate_constraints=False)
    row.save()
    record(
        actor, codes.BLOCKED, task.plan, kind="plan-task", id=task.pk, label=str(task),
        after={"words": row.words, "asks_id": asks_id}, at=at,
    )  # fmt: skip
    return row


@transaction.atomic
def blockage_clear(*, actor: Actor, blockage_id: int, answer: str, at: datetime) -> Blockage:
    """The way is free again, and how. Who raised it may say so, the unit it asks, and the office."""
    rows = Blockage.objects.select_related("task__plan").select_for_update(of=("self",))
    row = access.load(rows, actor, PLAN_REPORT, pk=blockage_id)
    require_part(actor, row.task, also=(row.unit_id, row.asks_id))
    if row.cleared_on is not None:
        raise Conflict("blockage-cleared", _("This has been cleared already."))
    row.answer, row.cleared_on, row.cleared_by = (
        need(answer, "answer")[:500], clock.legal_day(at), signed(actor),
    )  # fmt: skip
    row.save()
    record(
        actor, codes.CLEARED, row.task.plan, kind="plan-task", id=row.task_id, label=str(row.task),
        after={"words": row.words, "answer": row.answer}, at=at,
    )  # fmt: skip
    return row


@transaction.atomic
def postponement_ask(
    *, actor: Actor, task_id: int, duty_id: int, to_due: date, reason: str, at: datetime
) -> Postponement:
    """Ask for a later day of one of the task's open duties. Nothing moves before the office has answered."""
    task = task_seen(actor, task_id, PLAN_REPORT)
    rows = ledger.from_source(actor=actor, kind="plan-task", id=task.pk)
    duty = next((one for one in rows if one.id == duty_id and one.is_owners_turn), None)
    if duty is None or duty.statutory_due is None:
        raise Conflict(
            "duty-not-postponable",
            _("Only an open duty with a due day can be given a later one."),
            remedy=_("Look at the task again."),
        )
    require_speaks(actor, duty.lead.id)
    if to_due <= max(duty.statutory_due, clock.legal_day(at)):
        raise DomainError(
            "duty-day-not-later",
            _("The new day must be later than the present one, and to come."),
            field="to_due",
            remedy=_("Choose a later day."),
        )
    if Postponement.objects.filter(duty_id=duty_id, state=PostponementState.ASKED).exists():
        raise Conflict(
            "postponement-waits",
            _("A request for this duty waits for an answer already."),
            remedy=_("Wait for the office, or ask it to refuse the first one."),
        )
    row = Postponement(
        task=task, duty_id=duty_id, unit_id=duty.lead.id, from_due=duty.statutory_due, to_due=to_due,
        reason=need(reason, "reason")[:500], asked_at=at, asked_by=signed(actor),
    )  # fmt: skip
    row.full_clean(validate_constraints=False)
    row.save()
    record(
        actor, codes.POSTPONE_ASKED, task.plan, kind="plan-task", id=task.pk, label=str(task),
        before={"due": row.from_due}, after={"due": to_due, "reason": row.reason}, at=at,
    )  # fmt: skip
    return row


@transaction.atomic
def postponement_decide(
    *, actor: Actor, postponement_id: int, is_granted: bool, answer: str, at: datetime
) -> Postponement:
    """The office's answer, with its reason. Granted, the duty's day moves, and only that duty's."""
    rows = Postponement.objects.select_related("task__plan").select_for_update(of=("self",))
    row = access.load(rows, actor, PLAN_RUN, pk=postponement_id)
    require_runs(actor, row.task.plan)
    if row.state != PostponementState.ASKED:
        raise Conflict("postponement-decided", _("This request has been answered already."))
    if actor.organisation_id == row.unit_id and actor.account_id is not None:
        _refuse_own(row, actor)
    row.state = PostponementState.GRANTED if is_granted else PostponementState.REFUSED
    row.answer = need(answer, "answer")[:500]
    row.decided_at, row.decided_by = at, signed(actor)
    row.save()
    if is_granted:
        duties.duty_postpone(
            actor=actor, duty_id=row.duty_id, due_on=row.to_due, reason=row.reason, at=at
        )
    record(
        actor, codes.POSTPONE_DECIDED, row.task.plan, kind="plan-task", id=row.task_id, label=str(row.task),
        before={"state": "asked"}, after={"state": row.state, "answer": row.answer, "due": row.to_due}, at=at,
    )  # fmt: skip
    return row


def _refuse_own(row: Postponement, actor: Actor) -> None:
    """Nobody grants what he asked for himself; a colleague of the office's own unit may."""
    if row.asked_by == signed(actor):
        raise Forbidden(
            "postponement-own",
            _("You asked for this yourself, so somebody else has to answer."),
            remedy=_("Ask a colleague of the office, or a director."),
        )


def _lead_of(task: PlanTask) -> int:
    """The unit that leads a task (0 where nobody does)."""
    row = PlanTaskUnit.objects.filter(task=task, part=TaskPart.LEAD).first()
    return int(row.organisation_id) if row else 0
