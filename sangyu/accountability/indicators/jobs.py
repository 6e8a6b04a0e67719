"""The jobs of the indicators room."""

from __future__ import annotations

from datetime import date, time, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangyu.accountability.indicators import behind, selectors, services
from sangyu.accountability.indicators.services import COMPUTE_JOB
from sangyu.accountability.indicators.services.definitions import definitions_load
from sangyu.accountability.indicators.services.digests import digests_send
from sangyu.accountability.indicators.services.turns import turns_tell
from sangyu.accountability.indicators.services.values import (
    REFRESH_JOB,
    values_prune,
    values_refresh,
)
from sangyu.insight.engines.services import Again
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


@work.job(REFRESH_JOB, title=gettext_lazy("Count of the indicators"))
def refresh(run: work.Run) -> None:
    """Count every indicator as of the asked day, or of yesterday (nightly). Killed and run again, it counts again."""
    asked = run.payload.get("as_of")
    as_of = date.fromisoformat(asked) if asked else clock.today() - timedelta(days=1)
    if not asked:
        definitions_load(actor=run.actor)
    done = values_refresh(actor=run.actor, as_of=as_of, again=Again.RETAKE, progress=run.progress)
    told = 0 if asked else turns_tell(actor=run.actor, on=as_of, at=clock.now())
    dropped = 0 if asked else values_prune(actor=run.actor, today=clock.today())
    run.finish(
        summary=_("%(figures)s figures, %(cells)s values of areas.")
        % {"figures": done.figures, "cells": done.cells},
        links=[(_("Cockpit"), f"{reverse('targets:cockpit')}?on={as_of.isoformat()}")],
        figures=done.figures,
        cells=done.cells,
        dropped=dropped,
        told=told,
    )


work.daily(REFRESH_JOB, at=time(2, 20))


@work.job("indicators.digest", title=gettext_lazy("The towns' month on one page"))
def digest(run: work.Run) -> None:
    """Tell the towns of the last month, as soon as its last day was counted; each town once."""
    month = clock.today().replace(day=1) - timedelta(days=1)
    told = digests_send(actor=run.actor, month=month, at=clock.now())
    run.finish(summary=_("%(count)s towns were told.") % {"count": told}, towns=told)


work.daily("indicators.digest", at=time(7, 30))
