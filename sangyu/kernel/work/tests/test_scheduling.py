"""The timetable: each time once, missed times made up once, never two of the same at once."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from sangyu.kernel import clock, work
from sangyu.kernel.work import registry, scheduling
from sangyu.kernel.work.execution import recover_lost
from sangyu.kernel.work.models import Job, Schedule
from sangyu.kernel.work.tasks import enqueue
from sangyu.kernel.work.types import State

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai
SECOND = timedelta(seconds=1)


@work.job("test.tick", title="Tick")
def tick(run: work.Run) -> None:
    """Nothing to do."""


@pytest.fixture
def timetable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only our own lines."""
    monkeypatch.setattr(registry, "_timetables", {})
    work.every("test.minutely", seconds=60, job="test.tick", payload={"n": 1})
    work.daily("test.daily", at=time(8), job="test.tick")


def started(name: str) -> int:
    return Job.objects.filter(schedule=name).count()


def finish_all() -> None:
    for job in Job.objects.filter(state=State.WAITING):
        work.run_now(job)


def test_each_time_comes_once(timetable: None) -> None:
    assert scheduling.start_due(at=NOON) == 1  # the daily one waits for tomorrow's eight o'clock
    finish_all()
    assert scheduling.start_due(at=NOON + 59 * SECOND) == 0
    assert scheduling.start_due(at=NOON + 60 * SECOND) == 1
    assert (started("test.minutely"), started("test.daily")) == (2, 0)
    assert Job.objects.filter(payload={"n": 1}, starter="test.minutely").count() == 2


def test_a_daily_line_runs_at_its_hour_in_shanghai_and_makes_up_what_was_missed_once(
    timetable: None,
) -> None:
    scheduling.start_due(at=NOON)
    eight = datetime(2026, 3, 2, 8, tzinfo=clock.SHANGHAI)
    scheduling.start_due(at=eight - SECOND)
    assert started("test.daily") == 0
    scheduling.start_due(at=eight + timedelta(days=3, hours=2))
    assert started("test.daily") == 1
    assert Schedule.objects.get(name="test.daily").next_at == eight + timedelta(days=4)


def test_the_next_one_waits_until_the_last_has_ended(timetable: None) -> None:
    scheduling.start_due(at=NOON)
    assert scheduling.start_due(at=NOON + 60 * SECOND) == 0
    finish_all()
    assert scheduling.start_due(at=NOON + 120 * SECOND) == 1


def test_a_slower_worker_does_not_start_it_again(timetable: None) -> None:
    scheduling.start_due(at=NOON)
    finish_all()
    stale = Schedule.objects.get(name="test.minutely")
    line = next(line for line in registry.timetables() if line.name == "test.minutely")
    later = NOON + 60 * SECOND
    assert scheduling._start_one(line, stale, later)
    finish_all()
    assert not scheduling._start_one(line, stale, later)


def test_a_waiting_job_whose_task_is_gone_gets_a_new_one(timetable: None) -> None:
    scheduling.start_due(at=NOON)
    job = Job.objects.get(schedule="test.minutely")
    assert recover_lost(enqueue=enqueue) == 0
    Job.objects.filter(pk=job.pk).update(task_id=None, created_at=NOON - timedelta(days=400))
    assert recover_lost(enqueue=enqueue) == 1
    assert Job.objects.get(pk=job.pk).task_id is not None
    assert recover_lost(enqueue=enqueue) == 0
