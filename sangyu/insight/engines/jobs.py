"""The engines' nightly work: snapshots that nobody needs any more."""

from __future__ import annotations

from datetime import time, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangyu.insight.engines.retention import snapshots_prune
from sangyu.kernel import clock, work


@work.job("engines.tidy", title=gettext_lazy("Clearing away old snapshots"))
def tidy(run: work.Run) -> None:
    """Remove what is older than the retention period and held by nothing."""
    before = clock.now() - timedelta(days=settings.SANGYU_KEEP_SNAPSHOTS_DAYS)
    removed = snapshots_prune(actor=run.actor, before=before)
    run.finish(summary=_("%(count)s snapshots removed.") % {"count": removed}, snapshots=removed)


work.daily("engines.tidy", at=time(3, 40))
