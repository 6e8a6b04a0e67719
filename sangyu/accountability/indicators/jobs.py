"""The jobs of the indicators room."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangyu.accountability.indicators import behind, selectors, services
from sangyu.accountability.indicators.services import COMPUTE_JOB
from sangyu.kernel import clock, work


@work.job(COMPUTE_JOB, title=gettext_lazy("Count of the elder population"))
def compute(run: work.Run) -> None:
    """Take a snapshot of the register as of the day and count it. Killed and run again, it counts again."""
    statistic_id = run.payload["statistic"]
    run.progress(0, 2, _("Taking a snapshot of the register"))
    counted = behind.count(
        actor=run.actor, row=selectors.statistic_get(actor=run.actor, statistic_id=statistic_id)
    )
    run.progress(1, 2, _("Writing the figures"))
    row = services.statistic_store(
        actor=run.actor, statistic_id=statistic_id, cells=counted.cells,
        snapshot=(counted.snapshot_id, counted.snapshot_hash), at=clock.now(),
    )  # fmt: skip
    run.finish(
        summary=_("%(n)s people were counted.") % {"n": row.total},
        links=[(_("The statistic"), reverse("indicators:detail", args=[row.pk]))],
        total=row.total,
    )
