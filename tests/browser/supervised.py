"""The plan of the furnished city as it is run: office, stage, returns, hindrances, a meeting, a record."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from sangyu.accountability.plans import selectors, services
from sangyu.accountability.plans.models import Plan
from sangyu.accountability.plans.types import (
    Cycle,
    GoalInput,
    LineInput,
    OfficeInput,
    RemarkKind,
)
from sangyu.city.organisations.selectors import actor_of
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor
from tests.browser.journeys import City


def build(city: City, plan: Plan) -> dict[str, int]:
    """The health bureau reports, the civil affairs bureau is the office; returns what there is to look at."""
    run, health, at = actor_of(city.director), actor_of(city.officer), clock.now()
    unit, office = health.organisation_id or 0, run.organisation_id or 0
    services.office_set(
        actor=run, plan_id=plan.pk, at=at,
        office=OfficeInput(office, Cycle.QUARTERLY, 25, date(2027, 11, 30), "四(一)"),
    )  # fmt: skip
    services.contact_set(
        actor=run, plan_id=plan.pk, organisation_id=unit, account_id=health.account_id, at=at
    )
    tasks = [
        line.task
        for line in selectors.task_lines(actor=run, plan=plan)
        if line.lead_unit and line.lead_unit.id == unit and line.next and line.next.action is None
    ]
    busy, other = tasks[0].pk, tasks[1].pk
    services.goal_set(
        actor=run,
        task_id=busy,
        goal=GoalInput(2026, "开设老年人门诊", Decimal(2), unit="家"),
        at=at,
    )
    services.link_add(actor=run, task_id=busy, needs_id=other, why="共用场地", at=at)
    blockage = services.blockage_raise(
        actor=health, task_id=busy, words="门诊用房尚未移交", asks_id=office, at=at
    )
    return {
        "busy_task": busy, "blockage": blockage.pk, "plan_unit": unit, **_stage(run, plan),
        **_returns(health, plan, unit), "postponement": _later(health, busy), **_meeting(run, plan, unit),
    }  # fmt: skip


def _stage(run: Actor, plan: Plan) -> dict[str, int]:
    stage = services.stage_set(
        actor=run, plan_id=plan.pk, title="启动部署阶段", starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31),
        asks=["实施方案印发", "动员部署会议记录"], clause="三(一)", at=clock.now(),
    )  # fmt: skip
    item = stage.items.order_by("position")[0]
    services.gate_item_meet(actor=run, item_id=item.pk, ref="凯府办函〔2023〕16号", at=clock.now())
    return {"stage": stage.pk, "gate_item": item.pk}


def _returns(health: Actor, plan: Plan, unit: int) -> dict[str, int]:
    found = {}
    for name, period in (("return", "2026-01"), ("open_return", "2025-12")):
        row = services.return_open(
            actor=health, plan_id=plan.pk, organisation_id=unit, period=period, at=clock.now()
        )
        lines = [
            LineInput(pk, "已完成选址，正在装修。", share=40, typed_value=Decimal(3))
            for pk in row.lines.values_list("task_id", flat=True)
        ]
        services.return_save(actor=health, return_id=row.pk, lines=lines, at=clock.now())
        found[name] = row.pk
    services.return_hand_in(actor=health, return_id=found["return"], at=clock.now())
    return found


def _later(health: Actor, task_id: int) -> int:
    line = selectors.task_get(actor=health, task_id=task_id)
    assert line.next is not None
    row = services.postponement_ask(
        actor=health, task_id=task_id, duty_id=line.next.id, reason="招标流标一次", at=clock.now(),
        to_due=clock.today() + timedelta(days=60),
    )  # fmt: skip
    return int(row.pk)


def _meeting(run: Actor, plan: Plan, unit: int) -> dict[str, int]:
    (meeting,) = selectors.meetings_of(actor=run, plan=plan)
    items = selectors.agenda_now(actor=run, plan=plan)
    services.agenda_draw_up(actor=run, meeting_id=meeting.pk, items=items, at=clock.now())
    services.decision_add(
        actor=run, meeting_id=meeting.pk, words="二月底前移交门诊用房", unit_id=unit, at=clock.now()
    )
    remark = services.remark_make(
        actor=run, plan_id=plan.pk, organisation_id=unit, kind=RemarkKind.TALKED, on=clock.today(),
        grounds="连续两月未报进展。", at=clock.now(),
    )  # fmt: skip
    return {"meeting": meeting.pk, "remark": remark.pk}
