"""A goal proved by an indicator's value: counted, sealed, of a month end; and red by the path, not by the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.apps import apps

from sangyu.accountability.indicators.services.definitions import definitions_load
from sangyu.accountability.indicators.services.targets import figure_report, targets_adopt
from sangyu.accountability.indicators.types import PaperRef, ProposedTarget
from sangyu.accountability.plans import services
from sangyu.accountability.plans.figures import figure_named, figures_for, series_offered
from sangyu.accountability.plans.models import Goal
from sangyu.accountability.plans.selectors.supervision import agenda_now
from sangyu.accountability.plans.tests.factories import SYSTEM, World, refused, write
from sangyu.accountability.plans.types import AgendaKind, GoalInput, LineInput
from sangyu.kernel import clock
from sangyu.people.registry.tests.factories import make_actor

pytestmark = pytest.mark.django_db(transaction=True)
Indicator: Any = apps.get_model("indicators", "Indicator")
IndicatorValue: Any = apps.get_model("indicators", "IndicatorValue")
Target: Any = apps.get_model("indicators", "Target")
AREA, CODE = "522601", "advanced-age-assessed"
SERIES = f"indicator:{CODE}"
FEBRUARY = datetime(2026, 2, 10, 2, tzinfo=UTC)


def count(as_of: date, met: int, total: int = 1000, area: str = AREA) -> None:
    """A value as the nightly count keeps it."""
    version = Indicator.objects.get(code=CODE).versions.get()
    IndicatorValue.objects.create(
        version=version, as_of=as_of, area_code=area, total=total, met=met, snapshot_id=1
    )


@pytest.fixture
def goal(world: World) -> Goal:
    """The civil bureau's task shall reach 55 % in 2026 by the indicator's values."""
    definitions_load(actor=SYSTEM)
    return services.goal_set(
        actor=world.director, task_id=world.task("2").pk, at=clock.now(),
        goal=GoalInput(2026, "评估率55%", Decimal(55), "ge", "%", SERIES),
    )  # fmt: skip


def test_values_of_month_ends_are_offered_cut_and_sealed(world: World, goal: Goal) -> None:
    count(date(2026, 1, 31), 5499, 10000)
    count(date(2026, 2, 5), 900)
    count(date(2026, 1, 31), 999, area="522601103")
    with time_machine.travel(FEBRUARY, tick=False):
        found = figures_for(actor=world.office, area_code=AREA, series=[SERIES])
        (one,) = found
        assert (one.value, one.as_of) == (Decimal("54.99"), date(2026, 1, 31))
        assert "on=2026-01-31" in one.url
        assert figure_named(actor=world.office, area_code=AREA, ref=one.ref) == one
        assert SERIES in dict(series_offered(actor=world.office))
        IndicatorValue.objects.filter(as_of=date(2026, 1, 31), area_code=AREA).update(met=5500)
        again = figure_named(actor=world.office, area_code=AREA, ref=one.ref)
    assert again is not None
    assert again.digest != one.digest
    stranger = make_actor("officer", "371502")
    assert figure_named(actor=stranger, area_code=AREA, ref=one.ref) is None


def test_a_goal_is_reached_by_the_value_and_by_nothing_typed(world: World, goal: Goal) -> None:
    task = world.task("2")
    with time_machine.travel(FEBRUARY, tick=False):
        typed = LineInput(
            task.pk, "已评估", goal_id=goal.pk, typed_value=Decimal(60), is_finished=True
        )
        row = write(world, "2026-02", t2=typed)
        with refused("goals-not-proved"):
            services.return_hand_in(actor=world.office, return_id=row.pk, at=clock.now())
        count(date(2026, 1, 31), 560)
        ref = f"{SERIES}@1.2026-01-31"
        row = write(
            world, "2026-02",
            t2=LineInput(task.pk, "已评估", goal_id=goal.pk, figure_ref=ref, is_finished=True),
        )  # fmt: skip
        services.return_hand_in(actor=world.office, return_id=row.pk, at=clock.now())
        services.return_review(
            actor=world.office, return_id=row.pk, is_accepted=True, at=clock.now()
        )
    goal.refresh_from_db()
    assert (goal.reached_ref, goal.reached_value) == (ref, Decimal(56))
    assert world.own_duty("2").state == "done_late"  # the paper wanted it by the end of 2023


def test_the_agenda_knows_red_by_the_path_long_before_the_years_end(
    world: World, goal: Goal
) -> None:
    steps = ((date(2026, 1, 31), Decimal(40)), (date(2026, 12, 31), Decimal(55)))
    paper = PaperRef(world.plan.title, world.plan.number, AREA)
    wording = {"zh": "评估率达到55%", "en": "55 % assessed"}
    promise = ProposedTarget("T1", "一", CODE, "ge", Decimal(55), wording, steps[-1][0], steps)
    targets_adopt(actor=SYSTEM, paper=paper, targets=[promise])
    count(date(2025, 12, 31), 300)
    count(date(2026, 1, 31), 350)
    with time_machine.travel(FEBRUARY, tick=False):
        red = [
            one
            for one in agenda_now(actor=world.director, plan=world.plan)
            if one.kind == AgendaKind.RED
        ]
        assert [one.task_id for one in red] == [world.task("2").pk]
        assert "40" in str(red[0].facts["texts"])
        services.goal_remove(actor=world.director, goal_id=goal.pk, at=clock.now())
        red = [
            one
            for one in agenda_now(actor=world.director, plan=world.plan)
            if one.kind == AgendaKind.RED
        ]
        assert [(one.task_id, one.words) for one in red] == [(None, "评估率达到55%")]
        IndicatorValue.objects.filter(as_of=date(2026, 1, 31)).update(met=450)
        found = agenda_now(actor=world.director, plan=world.plan)
    assert not [one for one in found if one.kind == AgendaKind.RED]


def test_what_is_reported_by_hand_never_becomes_a_figure(world: World, goal: Goal) -> None:
    paper = PaperRef(world.plan.title, world.plan.number, AREA)
    promise = ProposedTarget(
        "T1", "一", CODE, "ge", Decimal(55), {"zh": "评估率", "en": "assessed"}
    )
    targets_adopt(actor=SYSTEM, paper=paper, targets=[promise])
    with time_machine.travel(FEBRUARY, tick=False):
        target = Target.objects.get()
        figure_report(
            actor=make_actor("officer", AREA), target_id=target.pk, as_of=date(2026, 1, 31),
            value=Decimal(99), source="表",
        )  # fmt: skip
        assert figures_for(actor=world.office, area_code=AREA, series=[SERIES]) == []
