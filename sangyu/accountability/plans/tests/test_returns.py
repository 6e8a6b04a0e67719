"""Units report: returns and their review, goals and typed figures, what hinders, what waits, later days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from sangyu.accountability.plans import selectors, services
from sangyu.accountability.plans.models import Goal, Plan
from sangyu.accountability.plans.tests.factories import (
    NOW,
    SERIES,
    SYSTEM,
    World,
    duty_state,
    refused,
    write,
)
from sangyu.accountability.plans.types import (
    GoalInput,
    LineInput,
    ReturnState,
    TaskStanding,
)
from sangyu.city.duties import selectors as ledger
from sangyu.city.duties import services as duties
from sangyu.city.duties.types import Proof, ProofKind
from sangyu.city.organisations.tests.factories import make_actor
from sangyu.city.organisations.types import Role
from sangyu.city.papers.services import paper_confirm
from sangyu.kernel import clock
from sangyu.kernel.errors import Forbidden

pytestmark = pytest.mark.django_db


@time_machine.travel(NOW, tick=False)
def test_a_return_is_handed_in_sent_back_and_accepted(world: World) -> None:
    subject = f"{world.plan.pk}:{world.civil_id}"
    row = write(
        world, t2=LineInput(world.task("2").pk, "指南已印发500册", share=100, is_finished=True)
    )
    assert duty_state("plans.return", "plan-return-unit", subject, "2026-01") == "open"

    services.return_hand_in(actor=world.office, return_id=row.pk, at=clock.now())
    assert duty_state("plans.return", "plan-return-unit", subject, "2026-01") == "done"
    assert duty_state("plans.review", "plan-return", str(row.pk), "2026-01.1") == "open"
    assert world.own_duty("2").state == "submitted"
    with refused("return-handed-in"):
        write(world)

    with pytest.raises(Forbidden):
        services.return_review(
            actor=world.health, return_id=row.pk, is_accepted=True, at=clock.now()
        )
    with refused("words-missing"):
        services.return_review(
            actor=world.office, return_id=row.pk, is_accepted=False, at=clock.now()
        )
    services.return_review(
        actor=world.office,
        return_id=row.pk,
        is_accepted=False,
        remark="请附发放清单",
        at=clock.now(),
    )
    assert duty_state("plans.return", "plan-return-unit", subject, "2026-01") == "open"
    assert (world.own_duty("2").state, world.own_duty("3").state) == ("returned", "open")

    services.return_hand_in(actor=world.office, return_id=row.pk, at=clock.now())
    accepted = services.return_review(
        actor=world.office, return_id=row.pk, is_accepted=True, at=clock.now()
    )
    assert (accepted.state, accepted.times) == (ReturnState.ACCEPTED, 2)
    assert duty_state("plans.review", "plan-return", str(row.pk), "2026-01.2") == "done"
    assert world.own_duty("2").state == "done_late"  # the paper's day was the end of 2023


@time_machine.travel(NOW, tick=False)
def test_only_the_unit_writes_its_return_and_others_see_it_when_handed_in(world: World) -> None:
    row = write(world)
    with pytest.raises(Forbidden):
        services.return_save(actor=world.health, return_id=row.pk, lines=[], at=clock.now())
    with refused("not-found"):
        selectors.return_get(actor=world.health, return_id=row.pk)
    services.return_hand_in(actor=world.office, return_id=row.pk, at=clock.now())
    page = selectors.return_get(actor=world.health, return_id=row.pk)
    assert (page.may_write, page.may_review) == (False, False)
    with refused("not-found"):
        selectors.return_get(actor=make_actor(Role.OFFICER, "371502"), return_id=row.pk)


@time_machine.travel(NOW, tick=False)
def test_a_typed_figure_never_closes_a_goal_with_a_value(world: World) -> None:
    task = world.task("3")
    goal = GoalInput(2026, "助餐点不少于6个", Decimal(6), unit="个", figure=SERIES)
    row = services.goal_set(actor=world.director, task_id=task.pk, goal=goal, at=clock.now())
    typed = LineInput(
        task.pk, "已建成8个", typed_value=Decimal(8), goal_id=row.pk, is_finished=True
    )
    report = write(world, t3=typed)
    with refused("goals-not-proved"):
        services.return_hand_in(actor=world.office, return_id=report.pk, at=clock.now())
    # nor by the ledger's own page, nor with a director's word
    duty = world.own_duty("3")
    with refused("proof-missing"):
        duties.duty_submit_proof(
            actor=world.office, duty_id=duty.id, proof=[Proof(ProofKind.TEXT, "8个", "8个")]
        )
    with refused("proof-missing"):
        duties.duty_close(actor=world.director, duty_id=duty.id)

    computed = LineInput(
        task.pk, "已建成7个", figure_ref=f"{SERIES}:1", goal_id=row.pk, is_finished=True
    )
    write(world, t3=computed)
    services.return_hand_in(actor=world.office, return_id=report.pk, at=clock.now())
    services.return_review(
        actor=world.office, return_id=report.pk, is_accepted=True, at=clock.now()
    )
    kept = Goal.objects.get(pk=row.pk)
    assert (kept.reached_value, kept.reached_ref) == (Decimal(7), f"{SERIES}:1")
    assert world.own_duty("3").state == "done"


@time_machine.travel(NOW, tick=False)
def test_confirming_the_paper_again_keeps_what_the_office_settled(world: World) -> None:
    goal = GoalInput(2026, "六个", Decimal(6), figure=SERIES)
    services.goal_set(actor=world.director, task_id=world.task("3").pk, goal=goal, at=clock.now())
    plan = Plan.objects.get(pk=world.plan.pk)
    paper_confirm(
        actor=world.director, paper_id=plan.document_id, heading={"title": plan.title, "number": plan.number},
        starts_on=plan.starts_on, at=clock.now(),
    )  # fmt: skip
    duty = ledger.duty_detail(actor=world.director, duty_id=world.own_duty("3").id)
    assert duty.duty.proof_required == ProofKind.FIGURE
    assert duty.overseer is not None
    assert duty.overseer.id == world.civil_id


@time_machine.travel(NOW, tick=False)
def test_what_hinders_shows_and_is_cleared(world: World) -> None:
    task = world.task("3")
    report = write(world, t3=LineInput(task.pk, "停工", hindrance="场地未移交"))
    services.return_hand_in(actor=world.office, return_id=report.pk, at=clock.now())
    line = selectors.task_get(actor=world.director, task_id=task.pk)
    assert line.standing == TaskStanding.BLOCKED
    (blockage,) = line.blockages
    stranger = make_actor(Role.OFFICER)
    with pytest.raises(Forbidden):
        services.blockage_clear(
            actor=stranger, blockage_id=blockage.pk, answer="已移交", at=clock.now()
        )
    services.blockage_clear(
        actor=world.office, blockage_id=blockage.pk, answer="已移交", at=clock.now()
    )
    assert (
        selectors.task_get(actor=world.director, task_id=task.pk).standing == TaskStanding.STANDING
    )


@time_machine.travel(NOW, tick=False)
def test_tasks_wait_for_one_another_but_not_in_a_circle(world: World) -> None:
    first, second, third = (world.task(no).pk for no in "123")
    link = services.link_add(actor=world.director, task_id=third, needs_id=second, at=clock.now())
    services.link_add(actor=world.director, task_id=second, needs_id=first, at=clock.now())
    with refused("tasks-in-a-circle"):
        services.link_add(actor=world.director, task_id=first, needs_id=third, at=clock.now())
    services.link_remove(actor=world.director, link_id=link.pk, at=clock.now())
    services.link_add(actor=world.director, task_id=first, needs_id=third, at=clock.now())


@time_machine.travel(NOW, tick=False)
def test_a_later_day_is_asked_for_and_granted_for_one_duty(world: World) -> None:
    duty = world.own_duty("2")
    ask: dict[str, Any] = {"task_id": world.task("2").pk, "duty_id": duty.id, "at": clock.now()}
    with pytest.raises(Forbidden):
        services.postponement_ask(
            actor=world.health, to_due=date(2026, 6, 30), reason="印刷招标", **ask
        )
    with refused("duty-day-not-later"):
        services.postponement_ask(
            actor=world.office, to_due=date(2023, 1, 1), reason="印刷招标", **ask
        )
    asked = services.postponement_ask(
        actor=world.office, to_due=date(2026, 6, 30), reason="印刷招标", **ask
    )
    with refused("postponement-own"):
        services.postponement_decide(
            actor=world.office,
            postponement_id=asked.pk,
            is_granted=True,
            answer="同意",
            at=clock.now(),
        )
    services.postponement_decide(
        actor=world.director,
        postponement_id=asked.pk,
        is_granted=True,
        answer="同意",
        at=clock.now(),
    )
    assert world.own_duty("2").statutory_due == date(2026, 6, 30)
    duties.duties_generate(actor=SYSTEM)  # the rule does not take it back
    assert world.own_duty("2").statutory_due == date(2026, 6, 30)
    assert (
        selectors.task_get(actor=world.director, task_id=world.task("2").pk).standing == "running"
    )
