"""What the night clears away of sign-in: ended sessions, old attempts, requests nobody decided. Never the trail."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt

from sangyu.city.organisations import services
from sangyu.city.organisations.models import AccountSession, PasswordReset
from sangyu.city.organisations.tests.factories import SYSTEM, make_actor, make_post
from sangyu.city.organisations.types import ResetState, Role
from sangyu.kernel import clock, work
from sangyu.kernel.audit.models import AuditEntry
from sangyu.kernel.work.models import Job

pytestmark = pytest.mark.django_db


def test_sign_in_is_tidied_and_the_trail_stays() -> None:
    now = clock.now()
    for key, days in (("ended", -1), ("open", 1)):
        AccountSession.objects.create(session_key=key, expire_date=now + timedelta(days=days))
    for name, days in (("old", 60), ("new", 0)):
        row: Any = AccessAttempt.objects.create(username=name, failures_since_start=1)
        AccessAttempt.objects.filter(pk=row.pk).update(attempt_time=now - timedelta(days=days))
    services.reset_ask(
        actor=make_actor(Role.SYSTEM_ADMIN), account_id=make_post(Role.DIRECTOR).account_id, reason="忘记"
    )  # fmt: skip
    PasswordReset.objects.update(expires_at=now - timedelta(hours=1))
    before = AuditEntry.objects.count()
    work.run_now(work.start(actor=SYSTEM, job="sign-in.tidy"))
    assert list(AccountSession.objects.values_list("session_key", flat=True)) == ["open"]
    assert list(AccessAttempt.objects.values_list("username", flat=True)) == ["new"]
    assert PasswordReset.objects.get().state == ResetState.EXPIRED
    assert AuditEntry.objects.count() > before


def test_jobs_that_ended_long_ago_go_however_they_ended() -> None:
    now = clock.now()
    kept, gone = (work.start(actor=SYSTEM, job="sign-in.tidy") for _job in range(2))
    Job.objects.filter(pk=kept.pk).update(state="failed", finished_at=now - timedelta(days=100))
    Job.objects.filter(pk=gone.pk).update(state="failed", finished_at=now - timedelta(days=200))
    work.run_now(work.start(actor=SYSTEM, job="work.tidy"))
    assert Job.objects.filter(pk=kept.pk).exists()
    assert not Job.objects.filter(pk=gone.pk).exists()
