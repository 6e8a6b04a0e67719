"""Plans for tests: made the way they are made, by confirming a paper."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from sangyu.accountability.plans import selectors, services
from sangyu.accountability.plans.models import Plan, PlanTask, UnitReturn
from sangyu.accountability.plans.types import Cycle, LineInput, OfficeInput, RemarkKind
from sangyu.city.duties import selectors as ledger
from sangyu.city.duties.types import DutyRow
from sangyu.city.organisations.selectors import organisation_get, units_of_area
from sangyu.city.organisations.tests.factories import make_actor
from sangyu.city.organisations.types import Role
from sangyu.city.papers.services import paper_confirm
from sangyu.city.papers.tests.factories import director, make_paper
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor, system_actor
from sangyu.kernel.errors import DomainError

NOW = datetime(2026, 1, 12, 2, tzinfo=UTC)
SYSTEM = system_actor("test")
SERIES = "test:places"
"""A series of figures that the tests compute."""


def adopt(area_code: str = "522601", *, starts_on: date = date(2026, 1, 1)) -> Plan:
    """Upload and confirm the test paper; its tasks become a plan with duties."""
    paper = make_paper(area_code)
    paper_confirm(
        actor=director(area_code), paper_id=paper.pk, heading={"title": paper.title, "number": paper.number},
        starts_on=starts_on, at=clock.now(),
    )  # fmt: skip
    return Plan.objects.get(document_id=paper.pk)


@dataclass(frozen=True)
class World:
    """A plan with its office, and somebody of each unit that has a part in it."""

    plan: Plan
    director: Actor
    office: Actor
    health: Actor

    @property
    def civil_id(self) -> int:
        return self.office.organisation_id or 0

    @property
    def health_id(self) -> int:
        return self.health.organisation_id or 0

    def task(self, no: str) -> PlanTask:
        """The task with this number."""
        return self.plan.tasks.get(no=no)

    def own_duty(self, no: str) -> DutyRow:
        """The task's one duty."""
        line = selectors.task_get(actor=self.director, task_id=self.task(no).pk)
        (duty,) = line.own
        return duty


def supervised(area_code: str = "522601") -> World:
    """A plan run by the civil affairs bureau: quarterly meetings, returns by the 25th, an end in 2027."""
    plan = adopt(area_code)
    named = {unit.name: unit.id for unit in units_of_area(area_code)}
    office, health = (
        make_actor(Role.OFFICER, area_code, organisation_get(named[name]))
        for name in ("示例市民政局", "示例市卫生健康局")
    )
    services.office_set(
        actor=director(area_code), plan_id=plan.pk, at=clock.now(),
        office=OfficeInput(
            office.organisation_id or 0, Cycle.QUARTERLY, 25, date(2027, 11, 30), "第三条"
        ),
    )  # fmt: skip
    return World(plan, director(area_code), office, health)


def furnished(world: World) -> dict[str, int]:
    """Something of everything that a page of the room shows, by what it is called."""
    plan, at, run = world.plan, clock.now(), world.director
    today = clock.today()
    stage = services.stage_set(
        actor=run, plan_id=plan.pk, title="启动部署阶段", starts_on=plan.starts_on, ends_on=today + timedelta(days=60),
        asks=["实施方案", "动员部署会议记录"], clause="第三条", at=at,
    )  # fmt: skip
    item = stage.items.order_by("position")[0]
    services.gate_item_meet(actor=run, item_id=item.pk, ref="示例办函〔2026〕3号", at=at)
    report = services.return_open(
        actor=world.office,
        plan_id=plan.pk,
        organisation_id=world.civil_id,
        period=f"{today:%Y-%m}",
        at=at,
    )
    lines = [
        LineInput(line.task_id, "已完成选址，正在装修。", share=40, typed_value=Decimal(3))
        for line in report.lines.all()
    ]
    services.return_save(actor=world.office, return_id=report.pk, lines=lines, at=at)
    services.return_hand_in(actor=world.office, return_id=report.pk, at=at)
    task, other = world.task("2"), world.task("3")
    link = services.link_add(actor=run, task_id=task.pk, needs_id=other.pk, why="共用场地", at=at)
    blockage = services.blockage_raise(
        actor=world.office, task_id=other.pk, words="场地尚未移交", at=at
    )
    asked = services.postponement_ask(
        actor=world.office, task_id=task.pk, duty_id=world.own_duty("2").id, to_due=today + timedelta(days=90),
        reason="印刷招标流标一次", at=at,
    )  # fmt: skip
    meeting = services.meeting_ensure(
        actor=run,
        plan_id=plan.pk,
        period=f"{today:%Y-%m}专",
        due_on=today + timedelta(days=9),
        at=at,
    )
    items = selectors.agenda_now(actor=run, plan=plan)
    services.agenda_draw_up(actor=run, meeting_id=meeting.pk, items=items, at=at)
    services.decision_add(
        actor=run, meeting_id=meeting.pk, words="二月底前移交场地", unit_id=world.health_id, at=at
    )
    remark = services.remark_make(
        actor=run, plan_id=plan.pk, organisation_id=world.civil_id, kind=RemarkKind.COMMENDED, on=today,
        grounds="办事指南进度居前。", at=at,
    )  # fmt: skip
    return {
        "plan": plan.pk, "stage": stage.pk, "gate_item": item.pk, "return": report.pk, "task": task.pk,
        "link": link.pk, "blockage": blockage.pk, "postponement": asked.pk, "meeting": meeting.pk, "remark": remark.pk,
        "unit": world.civil_id,
    }  # fmt: skip


@contextmanager
def refused(code: str) -> Iterator[None]:
    """The refusal with this code, and no other."""
    with pytest.raises(DomainError) as caught:
        yield
    assert caught.value.code == code


def write(world: World, period: str = "2026-01", **about: LineInput | str) -> UnitReturn:
    """The office's own unit writes its return: a sentence on each task, and what is given of some (by `no`)."""
    row = services.return_open(
        actor=world.office,
        plan_id=world.plan.pk,
        organisation_id=world.civil_id,
        period=period,
        at=clock.now(),
    )
    lines = []
    for line in row.lines.select_related("task"):
        given = about.get(f"t{line.task.no}", "推进中")
        lines.append(
            given if isinstance(given, LineInput) else LineInput(line.task_id, progress=given)
        )
    return services.return_save(actor=world.office, return_id=row.pk, lines=lines, at=clock.now())


def duty_state(kind: str, subject_kind: str, subject_id: str, period: str) -> str:
    rows = ledger.for_subject(actor=SYSTEM, kind=subject_kind, id=subject_id)
    (found,) = [row for row in rows if row.kind == kind and row.period == period]
    return str(found.state)
