"""The kernel's own jobs: sealing and checking the audit trail, delivering nothing forgotten, clearing away."""

from __future__ import annotations

import logging
from datetime import time, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks_db.models import DBTaskResult

from sangyu.kernel import clock
from sangyu.kernel.audit import sealing, verification
from sangyu.kernel.errors import DomainError
from sangyu.kernel.events import delivery
from sangyu.kernel.work.models import Job
from sangyu.kernel.work.registry import QUICK, daily, every, job
from sangyu.kernel.work.run import Run
from sangyu.kernel.work.types import FINAL_STATES, State

logger = logging.getLogger("sangyu.work")
SCHEDULED_KEPT_DAYS = 2
TASKS_KEPT_DAYS = 2


@job("audit.seal", title=gettext_lazy("Sealing the audit trail"), queue=QUICK)
def audit_seal(run: Run) -> None:
    """Seal what was written since the last time."""
    run.finish(entries=sealing.seal())


@job("audit.verify", title=gettext_lazy("Checking the audit trail"))
def audit_verify(run: Run) -> None:
    """Check the whole trail; fails, and says so in the log, if anything is found."""
    report = verification.check()
    if not report.is_whole:
        logger.critical("the audit trail has been tampered with: %s findings", len(report.findings))
        raise DomainError(
            "audit-not-whole",
            _("The audit trail does not match its seals: %(count)s findings.")
            % {"count": len(report.findings)},
            remedy=_("Run `sangyu audit verify` and tell the security administrator."),
        )
    run.finish(summary=_("The audit trail is whole."), entries=report.entries)


@job("work.tidy", title=gettext_lazy("Clearing away finished jobs and events"), queue=QUICK)
def tidy(run: Run) -> None:
    """Forget the clock's own jobs that went well, what ended long ago however it went, finished tasks, and events
    delivered long ago. Audit entries are never deleted."""
    now = clock.now()
    jobs = Job.objects.filter(
        state=State.DONE, finished_at__lt=now - timedelta(days=SCHEDULED_KEPT_DAYS)
    ).exclude(schedule="")
    removed, _per_model = jobs.delete()
    old = now - timedelta(days=settings.SANGYU_KEEP_JOBS_DAYS)
    ended_long_ago, _per_model = Job.objects.filter(
        state__in=FINAL_STATES, finished_at__lt=old
    ).delete()
    ended = DBTaskResult.objects.finished()
    ended.filter(finished_at__lt=now - timedelta(days=TASKS_KEPT_DAYS)).delete()
    run.finish(jobs=removed + ended_long_ago, events=delivery.prune())


every("audit.seal", seconds=60)
daily("audit.verify", at=time(2, 30))
daily("work.tidy", at=time(3, 30))
