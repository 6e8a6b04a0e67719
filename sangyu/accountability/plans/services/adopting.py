"""A confirmed paper becomes a plan, its tasks become duty rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from sangyu.accountability.plans.duties import ELDER_COUNT, TASK, TOWN_REGISTER
from sangyu.accountability.plans.models import Goal, Plan, PlanTask, PlanTaskUnit
from sangyu.accountability.plans.rules import timing_of
from sangyu.accountability.plans.types import Method, TaskPart
from sangyu.accountability.plans.who import office_of
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
    tasks = _keep_tasks(plan, event.tasks)
    _declare(actor, plan, list(zip(tasks, event.tasks, strict=True)), at)
    for task in PlanTask.objects.filter(plan=plan, position__gt=len(event.tasks)):
        if task.rule_id:
            duties.rule_retire(actor=actor, rule_id=task.rule_id, at=at)
    audit.record(
        actor, "plans.plan.adopted", kind="plan", id=plan.pk, area_code=plan.area_code, label=plan.title,
        after={"tasks": len(event.tasks), "starts_on": event.starts_on.isoformat()}, clause=plan.number, at=at,
    )  # fmt: skip
    return plan


def _keep_tasks(plan: Plan, confirmed: Sequence[ConfirmedTask]) -> list[PlanTask]:
    """The plan's tasks and their units, as confirmed; in the paper's order."""
    tasks = [
        PlanTask(
            plan=plan, position=position, no=one.no, part=one.part, title=one.title,
            measure=one.measure, deadline=one.deadline, deadline_kind=one.deadline_kind,
            lead_printed=list(one.lead_printed), support_printed=list(one.support_printed),
            method=one.method,
        )
        for position, one in enumerate(confirmed, start=1)
    ]  # fmt: skip
    PlanTask.objects.bulk_create(
        tasks,
        update_conflicts=True,
        unique_fields=["plan", "position"],
        update_fields=[
            "no", "part", "title", "measure", "deadline", "deadline_kind", "lead_printed",
            "support_printed", "method",
        ],
    )  # fmt: skip
    kept = PlanTask.objects.filter(plan=plan, position__lte=len(tasks)).order_by("position")
    found = list(kept)
    PlanTaskUnit.objects.filter(task__in=found).delete()
    PlanTaskUnit.objects.bulk_create(
        PlanTaskUnit(task=task, organisation_id=unit, part=part)
        for task, one in zip(found, confirmed, strict=True)
        for unit, part in _parts(one).items()
    )
    return found


def _parts(confirmed: ConfirmedTask) -> dict[int, TaskPart]:
    """Each unit once, in its highest part."""
    parts: dict[int, TaskPart] = {}
    for index, unit in enumerate(confirmed.lead):
        parts.setdefault(unit, TaskPart.JOINT if index else TaskPart.LEAD)
    for unit in confirmed.support:
        parts.setdefault(unit, TaskPart.SUPPORT)
    return parts


def _declare(
    actor: Actor, plan: Plan, pairs: list[tuple[PlanTask, ConfirmedTask]], at: datetime
) -> None:
    """A rule for each task that somebody leads; below a yearly count one more, for its towns."""
    led = [(task, one) for task, one in pairs if one.lead]
    terms = _terms(plan)
    wishes = [_wish(plan, task, one, terms) for task, one in led]
    rules = duties.rules_declare(actor=actor, wishes=wishes, at=at)
    for (task, _one), rule in zip(led, rules, strict=True):
        task.rule_id = rule.pk
    PlanTask.objects.bulk_update([task for task, _one in led], ["rule"])
    counts = [(task, one) for task, one in led if one.method == Method.ELDER_COUNT]
    if counts:
        wishes = [_towns_wish(plan, task, one) for task, one in counts]
        duties.rules_declare(actor=actor, wishes=wishes, at=at)


@dataclass(frozen=True)
class _Terms:
    """What the plan's office has settled meanwhile: who oversees, and which tasks only a computed figure closes."""

    overseer_id: int | None
    by_figure: frozenset[int]


def _terms(plan: Plan) -> _Terms:
    office = office_of(plan)
    goals = Goal.objects.filter(task__plan=plan, value__isnull=False)
    return _Terms(
        (office.successor_id or office.unit_id) if office else None,
        frozenset(goals.values_list("task_id", flat=True)),
    )


def _wish(plan: Plan, task: PlanTask, confirmed: ConfirmedTask, terms: _Terms) -> duties.RuleWish:
    is_count = confirmed.method == Method.ELDER_COUNT
    lead = confirmed.lead[0]
    values = _common(plan, task, confirmed) | {
        "kind": ELDER_COUNT if is_count else TASK,
        "title": task.title[:300],
        "description": task.measure,
        "owner_kind": OwnerKind.SUBJECTS if is_count else OwnerKind.UNIT,
        "owner_id": None if is_count else lead,
        "overseer_id": terms.overseer_id or lead,
        "proof_required": _proof(task, terms, is_count=is_count),
    }
    return duties.RuleWish(f"plan:{plan.pk}:{task.position}", values, _parties(confirmed))


def _proof(task: PlanTask, terms: _Terms, *, is_count: bool) -> ProofKind:
    if is_count:
        return ProofKind.STATISTIC
    return ProofKind.FIGURE if task.pk in terms.by_figure else ProofKind.TEXT


def _towns_wish(plan: Plan, task: PlanTask, confirmed: ConfirmedTask) -> duties.RuleWish:
    values = _common(plan, task, confirmed) | {
        "kind": TOWN_REGISTER,
        "title": "确认本镇（街道）老年人台账",
        "owner_kind": OwnerKind.SUBJECTS,
        "owner_id": None,
        "overseer_id": confirmed.lead[0],
        "parent_id": task.rule_id,
    }
    return duties.RuleWish(f"plan:{plan.pk}:{task.position}:towns", values)


def _common(plan: Plan, task: PlanTask, confirmed: ConfirmedTask) -> dict[str, Any]:
    """What the rule of a task and the rule of its towns share."""
    timing = timing_of(
        confirmed.deadline_kind, starts_on=_first_day(plan, confirmed), due_on=confirmed.due_on,
        month=confirmed.month, day=confirmed.day,
    )  # fmt: skip
    return {
        "area_code": plan.area_code,
        "clause_document": plan.title[:200],
        "clause_number": plan.number,
        "clause_item": task.no,
        "clause_text": task.title,
        "source_kind": "plan-task",
        "source_id": str(task.pk),
        "cadence": timing.cadence,
        "first": timing.first,
        "due_month": timing.due_month,
        "due_day": timing.due_day,
        "due_on": timing.due_on,
        "is_retired": False,
    }


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
