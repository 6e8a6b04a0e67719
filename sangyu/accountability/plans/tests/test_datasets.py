"""The dataset of plans: how duties stood on a day, counted into an indicator that opens to their tasks."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from sangyu.accountability.indicators.services.definitions import definitions_load
from sangyu.accountability.indicators.services.values import values_refresh
from sangyu.accountability.plans.tests.factories import SYSTEM, World
from sangyu.city.duties.services import duty_cancel, duty_close, duty_submit_proof
from sangyu.city.duties.types import Proof, ProofKind
from sangyu.city.organisations.tests.factories import make_post
from sangyu.city.organisations.types import Role
from sangyu.insight.engines.duckdb import rows
from sangyu.insight.engines.services import snapshot_take
from sangyu.kernel import clock
from tests.permissions import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
LATER = datetime(2026, 3, 10, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folders(settings: Any, tmp_path: Path) -> None:
    settings.SNAPSHOT_DIR = tmp_path


def states(day: date) -> dict[str, str]:
    """How each duty stood, by the number of its task and its kind."""
    snapshot = snapshot_take(actor=SYSTEM, dataset="plan_duties", as_of=day)
    found = rows(snapshot, "SELECT no, kind, state FROM plan_duties ORDER BY id", [])
    return {f"{row['no']} {row['kind']}": str(row["state"]) for row in found}


def test_a_duty_stands_as_it_stood_on_the_day(world: World) -> None:
    duty = world.own_duty("2")
    with time_machine.travel(LATER, tick=False):
        proof = [Proof(ProofKind.TEXT, "file:1", "指南已印发")]
        duty_submit_proof(actor=world.office, duty_id=duty.id, proof=proof, at=clock.now())
        duty_close(actor=world.office, duty_id=duty.id, at=clock.now())
        assert states(date(2026, 2, 28))["2 plans.task"] == "overdue"
        after = states(date(2026, 3, 31))
    assert after["2 plans.task"] == "kept_late"
    assert after["3 plans.task"] == "running"


def test_cancelled_duties_are_left_out(world: World) -> None:
    with time_machine.travel(LATER, tick=False):
        duty_cancel(
            actor=world.director, duty_id=world.own_duty("3").id, reason="不再需要", at=clock.now()
        )
        assert "3 plans.task" not in states(date(2026, 3, 9))


def test_an_indicator_on_plans_opens_to_the_tasks(world: World) -> None:
    definitions_load(actor=SYSTEM)
    with time_machine.travel(LATER, tick=False):
        values_refresh(actor=SYSTEM, as_of=date(2026, 3, 9))
        query = {"area": "522601", "on": "2026-03-09"}
        page = signed_in(make_post(Role.OFFICER, "522601")).get(
            "/indicators/plan-duties-kept/records/", query
        )
        assert page.status_code == 200
        assert f"/plans/tasks/{world.task('2').pk}/" in page.content.decode()
        assert "编一本办事指南" in page.content.decode()
        hotline = signed_in(make_post(Role.HOTLINE, "522601"))
        assert hotline.get("/indicators/plan-duties-kept/", query).status_code == 200
        assert hotline.get("/indicators/plan-duties-kept/records/", query).status_code == 403
