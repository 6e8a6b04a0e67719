"""A plan with something of everything that hangs on one, each carrying the word of its county's person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sangyu.accountability.plans import selectors, services
from sangyu.accountability.plans.models import Plan
from sangyu.accountability.plans.types import (
    Cycle,
    GoalInput,
    LineInput,
    OfficeInput,
    RemarkKind,
)
from sangyu.kernel import clock
from sangyu.kernel.actors import system_actor

SYSTEM = system_actor("proof")
KINDS = {
    "plans:stage-new": "plan", "plans:stage": "plan stage", "plans:gate-item": "plan gate",
    "plans:goal-new": "plan task",
    "plans:goal-remove": "plan goal", "plans:task": "plan task", "plans:link": "plan task", "plans:unlink": "plan link",
    "plans:block": "plan task", "plans:clear": "plan blockage", "plans:postponement": "plan postponement",
    "plans:postpone": "plan task", "plans:return-open": "plan", "plans:returns": "plan", "plans:return": "plan return",
    "plans:meeting-new": "plan", "plans:meeting": "plan meeting", "plans:agenda": "plan meeting",
    "plans:decision-add": "plan meeting", "plans:minutes": "plan meeting", "plans:remark-new": "plan",
    "plans:remark": "plan remark", "plans:explain": "plan remark", "api-v1:plan-": "plan",
}  # fmt: skip
"""What the arguments of the room's addresses name; the first that fits."""


def supervise(plan: Plan, word: str) -> dict[str, dict[str, Any]]:
    """Run the plan; returns how each thing is addressed."""
    task, other = plan.tasks.order_by("pk")[:2]
    unit, at = task.units.get(part="lead").organisation_id, clock.now()
    services.office_set(
        actor=SYSTEM,
        plan_id=plan.pk,
        office=OfficeInput(unit, Cycle.QUARTERLY, 25, None, word),
        at=at,
    )
    services.contact_set(
        actor=SYSTEM, plan_id=plan.pk, organisation_id=unit, name=f"{word}联络", at=at
    )
    goal = services.goal_set(
        actor=SYSTEM, task_id=task.pk, goal=GoalInput(clock.today().year, f"{word}目标"), at=at
    )
    link = services.link_add(actor=SYSTEM, task_id=task.pk, needs_id=other.pk, why=word, at=at)
    blockage = services.blockage_raise(
        actor=SYSTEM, task_id=task.pk, words=f"{word}家未通路", at=at
    )
    report = services.return_open(
        actor=SYSTEM, plan_id=plan.pk, organisation_id=unit, period=f"{clock.today():%Y-%m}", at=at
    )
    lines = [
        LineInput(pk, progress=f"走访{word}")
        for pk in report.lines.values_list("task_id", flat=True)
    ]
    services.return_save(actor=SYSTEM, return_id=report.pk, lines=lines, at=at)
    services.return_hand_in(actor=SYSTEM, return_id=report.pk, at=at)
    found: dict[str, dict[str, Any]] = {
        "plan": {"pk": plan.pk, "unit_id": unit, "name": "bulletin.docx"},
        "plan task": {"pk": task.pk}, "plan goal": {"pk": goal.pk}, "plan link": {"pk": link.pk},
        "plan blockage": {"pk": blockage.pk}, "plan return": {"pk": report.pk},
    }  # fmt: skip
    return found | _conduct(plan, task.pk, unit, word)


def _conduct(plan: Plan, task_id: int, unit: int, word: str) -> dict[str, dict[str, Any]]:
    at, today = clock.now(), clock.today()
    stage = services.stage_set(
        actor=SYSTEM, plan_id=plan.pk, title=f"{word}阶段", starts_on=today, ends_on=today + timedelta(days=9),
        asks=[f"{word}材料"], at=at,
    )  # fmt: skip
    line = selectors.task_get(actor=SYSTEM, task_id=task_id)
    duty = next(row for row in line.own if row.is_owners_turn and row.statutory_due)
    asked = services.postponement_ask(
        actor=SYSTEM, task_id=task_id, duty_id=duty.id, reason=f"{word}住院", at=at,
        to_due=max(duty.statutory_due or today, today) + timedelta(days=30),
    )  # fmt: skip
    meeting = services.meeting_ensure(
        actor=SYSTEM, plan_id=plan.pk, period="extra", due_on=today, at=at
    )
    items = selectors.agenda_now(actor=SYSTEM, plan=plan)
    services.agenda_draw_up(actor=SYSTEM, meeting_id=meeting.pk, items=items, at=at)
    remark = services.remark_make(
        actor=SYSTEM, plan_id=plan.pk, organisation_id=unit, kind=RemarkKind.COMMENDED, on=today, grounds=f"走访{word}",
        at=at,
    )  # fmt: skip
    item = stage.items.get()
    return {
        "plan stage": {"pk": stage.pk}, "plan gate": {"pk": item.pk}, "plan postponement": {"pk": asked.pk},
        "plan meeting": {"pk": meeting.pk}, "plan remark": {"pk": remark.pk},
    }  # fmt: skip
