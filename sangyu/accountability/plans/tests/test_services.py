"""A confirmed paper becomes a plan with duties; the yearly count opens a campaign and town duties."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from sangyu.accountability.plans import selectors
from sangyu.accountability.plans.models import Plan
from sangyu.accountability.plans.tests.factories import adopt
from sangyu.accountability.plans.types import TaskStanding
from sangyu.city.duties.selectors import worklist
from sangyu.city.organisations.tests.factories import make_post
from sangyu.city.papers.tests.factories import director
from sangyu.kernel.actors import system_actor
from sangyu.people.registry.selectors.campaigns import campaign_id_of, towns_confirmed
from sangyu.people.registry.services.campaigns import campaign_confirm
from tests.permissions import signed_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 12, 2, tzinfo=UTC)
AS_OF = date(2025, 12, 31)


@pytest.fixture
def plan() -> Plan:
    with time_machine.travel(NOW, tick=False):
        return adopt()


@time_machine.travel(NOW, tick=False)
def test_every_task_becomes_a_duty_with_its_clock(plan: Plan) -> None:
    lines = selectors.task_lines(actor=director(), plan=plan)
    assert [line.task.no for line in lines] == ["1", "2", "3"]
    assert [line.standing for line in lines] == [
        TaskStanding.RUNNING,
        TaskStanding.OVERDUE,
        TaskStanding.STANDING,
    ]
    assert lines[0].next is not None
    assert lines[0].next.statutory_due == date(2026, 1, 31)


@time_machine.travel(NOW, tick=False)
def test_confirming_again_doubles_nothing(plan: Plan) -> None:
    before = {
        line.task.pk: len(line.duties) for line in selectors.task_lines(actor=director(), plan=plan)
    }
    again = Plan.objects.get(pk=plan.pk)
    after = {
        line.task.pk: len(line.duties)
        for line in selectors.task_lines(actor=director(), plan=again)
    }
    assert before == after
    assert Plan.objects.count() == 1


@time_machine.travel(NOW, tick=False)
def test_the_count_opens_a_campaign_and_a_confirming_town_has_kept_its_duty(plan: Plan) -> None:
    campaign = campaign_id_of(area_code=plan.area_code, as_of=AS_OF)
    assert campaign is not None
    task = selectors.task_lines(actor=director(), plan=plan)[0]
    town = next(row for row in task.duties if row.subject_kind == "town-register")
    assert (town.state, town.statutory_due) == ("open", date(2026, 1, 31))
    actor = system_actor("test")
    campaign_confirm(actor=actor, campaign_id=campaign, town_code="522601103")
    task = selectors.task_lines(actor=director(), plan=plan)[0]
    assert {row.state.value for row in task.duties if row.subject_kind == "town-register"} == {
        "done"
    }
    assert towns_confirmed(actor=actor, area_code="522601", as_of=AS_OF) == {"522601103"}


@time_machine.travel(NOW, tick=False)
def test_a_town_sees_its_duty_with_the_days_left(plan: Plan) -> None:
    from sangyu.city.organisations.selectors import actor_of, organisation_get, units_in

    unit = next(u for u in units_in(area_code="522601", kind="town") if u.name == "示例镇人民政府")
    post = make_post("town_clerk", unit.area_code, organisation=organisation_get(unit.id))
    rows = [row for row in worklist(actor=actor_of(post)) if row.subject_kind == "town-register"]
    assert [row.days_left for row in rows] == [19]


def test_pages_filter_by_unit_and_state(plan: Plan) -> None:
    client = signed_in(make_post("director"))
    everything = client.get(f"/plans/{plan.pk}/").content.decode()
    assert "编一本办事指南" in everything
    some = client.get(f"/plans/{plan.pk}/", {"unit": "市卫生健康局", "q": "统计"}).content.decode()
    assert "每年统计全市老年人数量" in some
    assert "编一本办事指南" not in some
    assert client.get(f"/plans/{plan.pk}/print/").status_code == 200
    task = plan.tasks.get(no="1")
    assert "旁海镇" in client.get(f"/plans/tasks/{task.pk}/").content.decode()
