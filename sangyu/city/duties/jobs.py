"""The day's work of the ledger: recompute every rule, then escalate. Imported at start-up by `kernel.work`."""

from __future__ import annotations

from datetime import time, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sangyu.city.duties.services import duties_escalate, duties_generate, notices_prune
from sangyu.kernel import clock, work
from sangyu.kernel.actors import system_actor


@work.job("duties.daily", title=_("Duties of the day"), queue="quick")
def daily(run: work.Run) -> None:
    """Open what opens today, then tell of what is due soon or late."""
    actor = system_actor("duties-daily")
    result = duties_generate(actor=actor)
    steps = duties_escalate(actor=actor)
    run.finish(
        summary=_("%(opened)s duties opened, %(steps)s escalation steps taken.")
        % {"opened": result.opened, "steps": steps}
    )


@work.job("duties.notices", title=_("Clearing away notices that were read"), queue="quick")
def notices(run: work.Run) -> None:
    """A notice that was read long ago says nothing new; the duty and the trail have it all."""
    before = clock.now() - timedelta(days=settings.SANGYU_KEEP_NOTICES_DAYS)
    run.finish(notices=notices_prune(before=before))


work.daily("duties.notices", at=time(3, 45))
work.daily("duties.daily", at=time(0, 10))
