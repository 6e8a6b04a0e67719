"""How many statements it costs to take over a paper of the size of Kaili's: they must not grow with its tasks."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sangyu.accountability.plans.models import Plan, PlanTask
from sangyu.accountability.plans.services import plan_adopt
from sangyu.city.areas.selectors import area_children
from sangyu.city.areas.services import areas_load, shipped_rows
from sangyu.city.organisations.tests.factories import make_unit
from sangyu.city.papers.events import ConfirmedTask, TasksConfirmed
from sangyu.city.papers.tests.factories import director

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 12, 2, tzinfo=UTC)
CITY = "522601"
FIRST, AGAIN = 69, 42
"""Statements to confirm, with the campaign and the twenty towns' duties it opens, and to confirm again."""


def event_of(tasks: int) -> TasksConfirmed:
    """A confirmed paper: one yearly count with twenty towns below it, and plain tasks of every kind."""
    lead, joint, support = (make_unit(CITY).pk for _unit in range(3))
    kinds = ("yearly", "dated", "half_yearly", "open", "quarterly")
    return TasksConfirmed(
        actor=director(), document_id=7, title="试行方案", number="示例〔2026〕1号", area_code=CITY,
        issued_on=date(2026, 1, 1), starts_on=date(2026, 1, 1),
        tasks=tuple(
            ConfirmedTask(
                no=str(at + 1), part="", title=f"任务{at + 1}", measure="办好。", lead=(lead, joint),
                support=(support,), lead_printed=("甲局",), support_printed=("乙局",), deadline="每年",
                deadline_kind=kinds[at % 5], due_on=date(2026, 2, 1 + at // 5) if at % 5 == 1 else None,
                month=1 if at == 0 else None, day=31 if at == 0 else None,
                method="elder_count" if at == 0 else "proof",
            )
            for at in range(tasks)
        ),
        at=NOW,
    )  # fmt: skip


@pytest.fixture
def city() -> None:
    """Twenty towns, each with its government."""
    areas_load(shipped_rows(CITY))
    for town in area_children(actor=director(), code=CITY):
        make_unit(town.code, "town")


def statements(tasks: int) -> tuple[int, int]:
    """How many statements it takes to confirm a paper of so many tasks, and to confirm it again."""
    event = event_of(tasks)
    counts = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as seen:
            plan_adopt(actor=event.actor, event=event, at=NOW)
        counts.append(len(seen))
    return counts[0], counts[1]


@time_machine.travel(NOW, tick=False)
def test_a_paper_of_33_tasks_costs_few_statements(city: None) -> None:
    assert statements(33) == (FIRST, AGAIN)
    assert Plan.objects.count() == 1
    assert PlanTask.objects.filter(rule__isnull=False).count() == 33
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM duties_duty WHERE state = 'open' AND kind = 'plans.town-register'"
        )
        assert cursor.fetchone() == (20,)


@time_machine.travel(NOW, tick=False)
def test_and_not_more_than_one_of_eleven(city: None) -> None:
    assert statements(11) == (FIRST, AGAIN)
