"""When the calendar of workdays changes, open duties that are counted by it are due on another day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from sangyu.city.duties.models import Notice
from sangyu.city.duties.tests.factories import SYSTEM, at, duty_of, make_city, make_rule
from sangyu.city.duties.types import DayCount
from sangyu.city.organisations.tests.factories import make_account, make_actor
from sangyu.kernel import clock, work, workdays
from sangyu.kernel.events.delivery import deliver_due
from sangyu.kernel.workdays import services

pytestmark = pytest.mark.django_db


def test_a_day_set_free_moves_the_due_day_even_if_the_worker_remembers_the_old_calendar(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with time_machine.travel(at("2026-03-02"), tick=False):
        rule = make_rule(
            make_city(), "2026-03-02", cadence="once", first=date(2026, 3, 2), due_month=None,
            due_day=None, due_after=5, day_count=DayCount.WORKDAYS,
        )  # fmt: skip
        before = duty_of(rule, period="-").statutory_due
        assert before == date(2026, 3, 9)
        remembered = workdays.calendar()
        services.day_set(
            actor=make_actor("system_admin"),
            day=date(2026, 3, 4),
            is_workday=False,
            source="示例通知",
        )
        # What another process would still remember at this moment.
        monkeypatch.setattr(workdays.overlay, "_thread", workdays.overlay._Thread())
        monkeypatch.setattr(
            workdays.overlay, "_remembered", workdays.overlay._Remembered(remembered, 1e18)
        )
        while deliver_due():
            pass
        assert duty_of(rule, period="-").statutory_due == date(2026, 3, 10)


def test_only_notices_read_long_ago_are_cleared_away() -> None:
    account = make_account()
    now = clock.now()
    for read in (None, now - timedelta(days=400), now - timedelta(days=1)):
        Notice.objects.create(account=account, code="x", made_at=now, read_at=read)
    work.run_now(work.start(actor=SYSTEM, job="duties.notices"))
    assert sorted(Notice.objects.values_list("read_at", flat=True), key=str) == sorted(
        [None, now - timedelta(days=1)], key=str
    )
