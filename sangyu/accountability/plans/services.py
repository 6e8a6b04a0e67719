"""Writes of the plans room: a confirmed paper becomes a plan, its tasks become duty rules."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from sangyu.accountability.plans.duties import ELDER_COUNT, TASK, TOWN_REGISTER
from sangyu.accountability.plans.models import Plan, PlanTask, PlanTaskUnit
from sangyu.accountability.plans.rules import timing_of
from sangyu.accountability.plans.types import Method, TaskPart
from sangyu.city.duties import services as duties
from sangyu.city.duties.types import OwnerKind, Part, ProofKind
from sangyu.city.papers.events import ConfirmedTask, TasksConfirmed
from sangyu.kernel import audit
from sangyu.kernel.actors import Actor


@transaction.atomic
def plan_adopt(*, actor: Actor, event: TasksConfirmed, at: datetime) -> Plan:
    """Take over a paper's confirmed tasks. Confirmed again, the same plan is brought up to date, not doubled."""
    plan, _made = Plan.objects.update_or_create(
        document_id=event.document_id,
        defaults={
            "title": event.title,
            "number": event.number,
            "area_code": event.area_code,
            "issued_on": event.issued_on,
            "starts_on": event.starts_on,
            "adopted_at": at,
            "adopted_by": f"{actor.organisation_name} {actor.label}".strip(),
        },
    )
    for position, confirmed in enumerate(event.tasks, start=1):
        _adopt_task(actor, plan, position, confirmed, at)
    for task in PlanTask.objects.filter(plan=plan, position__gt=len(event.tasks)):
        if task.rule_id:
            duties.rule_retire(actor=actor, rule_id=task.rule_id, at=at)
    audit.record(
        actor, "plans.plan.adopted", kind="plan", id=plan.pk, area_code=plan.area_code, label=plan.title,
        after={"tasks": len(event.tasks), "starts_on": event.starts_on.isoformat()}, clause=plan.number, at=at,
    )  # fmt: skip
    return plan


def _adopt_task(
    actor: Actor, plan: Plan, position: int, confirmed: ConfirmedTask, at: datetime
) -> PlanTask:
    task, _made = PlanTask.objects.update_or_create(
        plan=plan,
        position=position,
        defaults={
            "no": confirmed.no,
            "part": confirmed.part,
            "title": confirmed.title,
            "measure": confirmed.measure,
            "deadline": confirmed.deadline,
            "deadline_kind": confirmed.deadline_kind,
            "lead_printed": list(confirmed.lead_printed),
            "support_printed": list(confirmed.support_printed),
            "method": confirmed.method,
        },
    )
    PlanTaskUnit.objects.filter(task=task).delete()
    PlanTaskUnit.objects.bulk_create(
        PlanTaskUnit(task=task, organisation_id=unit, part=part)
        for unit, part in _parts(confirmed).items()
    )
    if confirmed.lead:
        _declare(actor, plan, task, confirmed, at)
    return task


def _parts(confirmed: ConfirmedTask) -> dict[int, TaskPart]:
    """Each unit once, in its highest part."""
    parts: dict[int, TaskPart] = {}
    for index, unit in enumerate(confirmed.lead):
        parts.setdefault(unit, TaskPart.JOINT if index else TaskPart.LEAD)
    for unit in confirmed.support:
        parts.setdefault(unit, TaskPart.SUPPORT)
    return parts


def _declare(
    actor: Actor, plan: Plan, task: PlanTask, confirmed: ConfirmedTask, at: datetime
) -> None:
    is_count = confirmed.method == Method.ELDER_COUNT
    timing = timing_of(
        confirmed.deadline_kind, starts_on=_first_day(plan, confirmed), due_on=confirmed.due_on,
        month=confirmed.month, day=confirmed.day,
    )  # fmt: skip
    common: dict[str, Any] = {
        "area_code": plan.area_code,
        "clause_document": plan.title[:200],
        "clause_number": plan.number,
        "clause_item": task.no,
        "clause_text": task.title,
        "cadence": timing.cadence,
        "first": timing.first,
        "due_month": timing.due_month,
        "due_day": timing.due_day,
        "due_on": timing.due_on,
        "is_retired": False,
    }
    lead, parties = confirmed.lead[0], _parties(confirmed)
    rule = duties.rule_declare(
        actor=actor, code=f"plan:{plan.pk}:{task.position}", parties=parties, at=at,
        kind=ELDER_COUNT if is_count else TASK, title=task.title[:300], description=task.measure,
        source_kind="plan-task", source_id=str(task.pk),
        owner_kind=OwnerKind.SUBJECTS if is_count else OwnerKind.UNIT, owner_id=None if is_count else lead,
        overseer_id=lead, proof_required=ProofKind.STATISTIC if is_count else ProofKind.TEXT, **common,
    )  # fmt: skip
    task.rule_id = rule.pk
    task.save(update_fields=["rule"])
    if is_count:
        duties.rule_declare(
            actor=actor, code=f"plan:{plan.pk}:{task.position}:towns", at=at, kind=TOWN_REGISTER,
            title="确认本镇（街道）老年人台账", source_kind="plan-task", source_id=str(task.pk),
            owner_kind=OwnerKind.SUBJECTS, owner_id=None, overseer_id=lead, parent_id=rule.pk, **common,
        )  # fmt: skip


def _parties(confirmed: ConfirmedTask) -> dict[int, Part]:
    return {
        unit: Part.JOINT if part == TaskPart.JOINT else Part.SUPPORT
        for unit, part in _parts(confirmed).items()
        if part != TaskPart.LEAD
    }


def _first_day(plan: Plan, confirmed: ConfirmedTask) -> date:
    """A returning task begins with its period; another one on the plan's first day."""
    if confirmed.deadline_kind in {"yearly", "staged"}:
        return date(plan.starts_on.year, 1, 1)
    return plan.starts_on
