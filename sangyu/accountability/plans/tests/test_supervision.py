"""The office supervises: gates, meetings and their decisions, what stands on record, scores, and its own end."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from sangyu.accountability.plans import selectors, services
from sangyu.accountability.plans.sealing import is_whole
from sangyu.accountability.plans.selectors.scores import scores_now
from sangyu.accountability.plans.tests.factories import (
    NOW,
    SYSTEM,
    World,
    duty_state,
    refused,
    write,
)
from sangyu.accountability.plans.types import (
    AgendaKind,
    RemarkKind,
)
from sangyu.city.duties import selectors as ledger
from sangyu.city.duties import services as duties
from sangyu.city.organisations.tests.factories import make_actor
from sangyu.city.organisations.types import Role
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Forbidden

pytestmark = pytest.mark.django_db


@time_machine.travel(NOW, tick=False)
def test_a_gate_is_passed_when_what_it_asks_for_is_there(world: World) -> None:
    stage = services.stage_set(
        actor=world.director, plan_id=world.plan.pk, title="启动", starts_on=date(2026, 1, 1),
        ends_on=date(2026, 3, 31), asks=["实施方案", "动员会记录"], at=clock.now(),
    )  # fmt: skip
    assert duty_state("plans.gate", "plan-stage", str(stage.pk), "") == "open"
    first, second = stage.items.order_by("position")
    services.gate_item_meet(
        actor=world.office, item_id=first.pk, ref="府办〔2026〕1号", at=clock.now()
    )
    with refused("gate-not-met"):
        services.stage_pass(actor=world.office, stage_id=stage.pk, at=clock.now())
    with pytest.raises(Forbidden):
        services.gate_item_meet(
            actor=world.health, item_id=second.pk, waiver="不需要", at=clock.now()
        )
    services.gate_item_meet(
        actor=world.office, item_id=second.pk, waiver="并入实施方案", at=clock.now()
    )
    services.stage_pass(actor=world.office, stage_id=stage.pk, at=clock.now())
    assert duty_state("plans.gate", "plan-stage", str(stage.pk), "") == "done"


@time_machine.travel(NOW, tick=False)
def test_a_meeting_draws_its_agenda_and_its_decisions_become_duties(world: World) -> None:
    (meeting,) = selectors.meetings_of(
        actor=world.office, plan=world.plan
    )  # entered when its duty opened
    assert (meeting.period, meeting.due_on) == ("2026Q1", date(2026, 3, 31))
    services.blockage_raise(
        actor=world.office, task_id=world.task("3").pk, words="缺场地", at=clock.now()
    )
    items = selectors.agenda_now(actor=world.office, plan=world.plan)
    assert [(item.kind, item.task_id) for item in items] == [
        (AgendaKind.OVERDUE, world.task("2").pk),
        (AgendaKind.BLOCKED, world.task("3").pk),
    ]
    services.agenda_add(actor=world.office, meeting_id=meeting.pk, words="经费", at=clock.now())
    services.agenda_draw_up(actor=world.office, meeting_id=meeting.pk, items=items, at=clock.now())
    page = selectors.meeting_get(actor=world.health, meeting_id=meeting.pk)
    assert [row.item.kind for row in page.items] == ["overdue", "blocked", "by_hand"]
    services.decision_add(
        actor=world.office, meeting_id=meeting.pk, words="二月底前移交场地", unit_id=world.health_id,
        due_on=date(2026, 2, 28), item_id=page.items[1].item.pk, at=clock.now(),
    )  # fmt: skip
    services.agenda_draw_up(actor=world.office, meeting_id=meeting.pk, items=items, at=clock.now())
    services.meeting_hold(
        actor=world.office, meeting_id=meeting.pk, held_on=date(2026, 1, 12), minutes="会议听取了汇报。",
        at=clock.now(),
    )  # fmt: skip
    (decided,) = selectors.meeting_get(actor=world.health, meeting_id=meeting.pk).decisions
    assert decided.duty is not None
    assert (decided.duty.lead.id, decided.duty.statutory_due) == (
        world.health_id,
        date(2026, 2, 28),
    )
    assert decided.decision.item is not None
    assert duty_state("plans.meeting", "plan-meeting", str(world.plan.pk), "2026Q1") == "done"
    with time_machine.travel(datetime(2026, 4, 2, 2, tzinfo=UTC), tick=False):
        kinds = [one.kind for one in selectors.agenda_now(actor=world.office, plan=world.plan)]
        assert AgendaKind.UNKEPT in kinds


@time_machine.travel(NOW, tick=False)
def test_a_unit_explains_what_stands_on_record(world: World) -> None:
    row = services.remark_make(
        actor=world.director, plan_id=world.plan.pk, organisation_id=world.health_id, kind=RemarkKind.TALKED,
        on=date(2026, 1, 9), grounds="连续两月未报", at=clock.now(),
    )  # fmt: skip
    assert [one.code for one in ledger.notice_list(actor=world.health)][:1] == ["plans.remarked"]
    with pytest.raises(Forbidden):
        services.remark_explain(
            actor=world.office, remark_id=row.pk, explanation="代为说明", at=clock.now()
        )
    services.remark_explain(
        actor=world.health, remark_id=row.pk, explanation="系统交接", at=clock.now()
    )
    page = selectors.remark_get(actor=world.office, remark_id=row.pk)
    assert (page.remark.explanation, page.may_explain) == ("系统交接", False)
    with refused("words-missing"):
        services.remark_make(
            actor=world.director, plan_id=world.plan.pk, organisation_id=world.health_id,
            kind=RemarkKind.REFERRED, on=date(2026, 1, 9), grounds="造成损失", at=clock.now(),
        )  # fmt: skip


def test_scores_say_where_each_point_comes_from_and_are_sealed(world: World) -> None:
    with time_machine.travel(datetime(2026, 1, 20, 2, tzinfo=UTC), tick=False):
        report = write(world)
        services.return_hand_in(actor=world.office, return_id=report.pk, at=clock.now())
        services.remark_make(
            actor=world.director, plan_id=world.plan.pk, organisation_id=world.civil_id,
            kind=RemarkKind.COMMENDED, on=date(2026, 1, 19), grounds="进度第一", at=clock.now(),
        )  # fmt: skip
        with refused("year-not-over"):
            services.scores_publish(
                actor=world.director, plan_id=world.plan.pk, year=2026, at=clock.now()
            )
    with time_machine.travel(datetime(2027, 1, 5, 2, tzinfo=UTC), tick=False):
        duties.duties_generate(actor=SYSTEM)
        (civil,) = [
            one
            for one in scores_now(actor=world.director, plan=world.plan, year=2026).units
            if one.unit.id == world.civil_id
        ]
        entries = {entry.code: entry for entry in civil.score.entries}
        assert entries["returns"].counts["on_time"] == 1
        assert entries["returns"].counts["unkept"] >= 1
        assert entries["commended"].points == 2
        assert civil.score.points == sum(entry.points for entry in entries.values())
        sheet = services.scores_publish(
            actor=world.director, plan_id=world.plan.pk, year=2026, at=clock.now()
        )
        assert is_whole(sheet)
        sheet.lines[0]["points"] = "100"
        assert not is_whole(sheet)


@time_machine.travel(NOW, tick=False)
def test_a_dissolved_office_leaves_its_tasks_to_its_successor(world: World) -> None:
    services.office_dissolve(
        actor=world.director, plan_id=world.plan.pk, successor_id=world.health_id, why="创建完成", at=clock.now()
    )  # fmt: skip
    rows = ledger.from_source(actor=SYSTEM, kind="plan-office", id=world.plan.pk)
    assert {row.kind: str(row.state) for row in rows} == {
        "plans.meeting": "cancelled", "plans.return": "cancelled", "plans.sunset": "done",
    }  # fmt: skip
    duty = ledger.duty_detail(actor=world.director, duty_id=world.own_duty("3").id)
    assert duty.overseer is not None
    assert duty.overseer.id == world.health_id
    with pytest.raises(Forbidden):
        services.stage_set(
            actor=world.office, plan_id=world.plan.pk, title="后续", starts_on=date(2026, 1, 1),
            ends_on=date(2026, 2, 1), asks=["总结"], at=clock.now(),
        )  # fmt: skip


def test_nobody_of_another_city_runs_a_plan(world: World) -> None:
    def at(actor: Actor) -> None:
        services.meeting_ensure(
            actor=actor, plan_id=world.plan.pk, period="extra", due_on=None, at=clock.now()
        )

    with refused("not-found"):
        at(make_actor(Role.DIRECTOR, "371502"))
    with pytest.raises(Forbidden):
        at(make_actor(Role.OFFICER))
    at(make_actor(Role.DIRECTOR))
