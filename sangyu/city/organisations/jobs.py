"""The nightly work of sign-in: sessions and attempts that are over, requests that nobody decided."""

from __future__ import annotations

from datetime import time, timedelta

from axes.models import AccessAttempt, AccessFailureLog
from django.conf import settings
from django.utils.translation import gettext_lazy

from sangyu.city.organisations.models import AccountSession
from sangyu.city.organisations.services import resets_expire
from sangyu.kernel import clock, work


@work.job(
    "sign-in.tidy", title=gettext_lazy("Clearing away ended sessions and old sign-in attempts")
)
def tidy(run: work.Run) -> None:
    """An ended session holds nothing; a failed attempt matters no longer than a lock, its trail stays."""
    now = clock.now()
    sessions, _models = AccountSession.objects.filter(expire_date__lt=now).delete()
    before = now - timedelta(days=settings.SANGYU_KEEP_ATTEMPTS_DAYS)
    before = min(before, now - settings.AXES_COOLOFF_TIME)
    attempts, _models = AccessAttempt.objects.filter(attempt_time__lt=before).delete()
    failures, _models = AccessFailureLog.objects.filter(attempt_time__lt=before).delete()
    expired = resets_expire(actor=run.actor, at=now)
    run.finish(sessions=sessions, attempts=attempts + failures, requests=expired)


work.daily("sign-in.tidy", at=time(3, 35))
