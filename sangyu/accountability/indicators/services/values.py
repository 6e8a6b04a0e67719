"""The nightly count: every indicator with records, for every area, in one pass over each dataset."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from sangyu.accountability.indicators import rights, shipped
from sangyu.accountability.indicators.asking import Asked, asked_on, measure_of, require_over
from sangyu.accountability.indicators.models import IndicatorValue, Target
from sangyu.accountability.indicators.types import Refreshed
from sangyu.insight.datasets import registry
from sangyu.insight.engines.many import LEVELS
from sangyu.insight.engines.protocol import count_wherever
from sangyu.insight.engines.services import Again, snapshot_take
from sangyu.insight.engines.types import AreaCell, SnapshotId
from sangyu.kernel import audit, work
from sangyu.kernel.access import in_area, require
from sangyu.kernel.actors import Actor

REFRESH_JOB = "indicators.refresh"
BATCH = 5000
Progress = Callable[[int, int, str], None]


def refresh_start(*, actor: Actor, as_of: date) -> int:
    """Start the job that counts every indicator as of a day; returns the job's id."""
    require(actor, rights.INDICATOR_REFRESH)
    require_over(as_of)
    job = work.start(
        actor=actor, job=REFRESH_JOB, payload={"as_of": as_of.isoformat()},
        title=_("Indicators as of %(day)s") % {"day": as_of.isoformat()},
    )  # fmt: skip
    return int(job.pk)


def values_refresh(
    *,
    actor: Actor,
    as_of: date,
    again: Again = Again.KEEP,
    at: datetime | None = None,
    progress: Progress | None = None,
) -> Refreshed:
    """Count every indicator as of a day, within the actor's area. Not within a transaction: it takes snapshots.

    Counted again, the values of that day are replaced. One snapshot and one pass per dataset.
    """
    require(actor, rights.INDICATOR_REFRESH)
    require_over(as_of)
    asked = asked_on(as_of)
    figures = cells = 0
    for number, (name, group) in enumerate(asked.items()):
        if progress:
            progress(number, len(asked), str(registry.get(name).label))
        snapshot = snapshot_take(actor=actor, dataset=name, as_of=as_of, again=again)
        levels = [digits for digits in LEVELS if digits >= len(actor.area_code)]
        measures = [measure_of(one, snapshot.dataset) for one in group]
        found = count_wherever(snapshot, measures, actor=actor, levels=levels)
        cells += _store(actor, as_of, group, found, snapshot.id)
        figures += len(group)
    result = Refreshed(as_of, len(asked), figures, cells)
    audit.record(
        actor, "indicators.values.counted", kind="indicators", id=as_of.isoformat(), at=at,
        area_code=actor.area_code, label=as_of.isoformat(), after={"figures": figures, "cells": cells},
    )  # fmt: skip
    return result


@transaction.atomic
def values_prune(*, actor: Actor, today: date) -> int:
    """Drop old daily values; those of month ends stay. Returns how many."""
    require(actor, rights.INDICATOR_REFRESH)
    before = today - timedelta(days=shipped.colours().keep_daily_days)
    old = IndicatorValue.objects.filter(as_of__lt=before)
    days = old.order_by("as_of").values_list("as_of", flat=True).distinct()
    inner = [day for day in days if (day + timedelta(days=1)).day != 1]
    deleted, _by_table = old.filter(as_of__in=inner).delete()
    return int(deleted)


def _store(
    actor: Actor,
    as_of: date,
    asked: list[Asked],
    found: list[AreaCell],
    snapshot_id: SnapshotId,
) -> int:
    """Replace the values of a day. Areas of targets in which nobody is counted get a value of nobody."""
    by_key = {one.key: one for one in asked}
    there = {(cell.key, cell.area_code) for cell in found}
    wanted = Target.objects.filter(in_area(actor.area_code)).values_list("area_code", flat=True)
    nobody = [
        AreaCell(one.key, area, 0, 0, 0)
        for one in asked
        for area in sorted(set(wanted))
        if (one.key, area) not in there
    ]
    rows = [
        IndicatorValue(
            version=by_key[cell.key].version, scope=by_key[cell.key].scope, as_of=as_of,
            area_code=cell.area_code, total=cell.total, met=cell.met, unknown=cell.unknown,
            snapshot_id=snapshot_id,
        )
        for cell in (*found, *nobody)
    ]  # fmt: skip
    with transaction.atomic():
        IndicatorValue.objects.filter(
            in_area(actor.area_code), as_of=as_of, version__in={one.version for one in asked}
        ).delete()
        IndicatorValue.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)
