"""Old snapshots go, but for those that something still rests on; rooms above say which (a frozen statistic's)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from sangyu.insight.engines import models
from sangyu.insight.engines.models import State
from sangyu.insight.engines.services import snapshot_drop
from sangyu.insight.engines.types import SnapshotId
from sangyu.kernel.actors import Actor

Holder = Callable[[], Collection[int]]
_holders: dict[str, Holder] = {}


def register_holder(name: str, holder: Holder) -> None:
    """A room says which snapshots (by id) it still needs; asked each time, so it may change its mind."""
    _holders[name] = holder


def snapshots_prune(*, actor: Actor, before: datetime, at: datetime | None = None) -> int:
    """Remove files and rows of snapshots begun before a moment that nobody holds; returns how many.

    Files first, then the row: a prune that is killed leaves a row without files, which the next one removes.
    """
    held = {number for holder in _holders.values() for number in holder()}
    old = models.Snapshot.objects.filter(started_at__lt=before).exclude(pk__in=held)
    rows = list(old.exclude(state=State.TAKING).order_by("pk"))
    for row in rows:
        if row.state in {State.READY, State.SUPERSEDED}:
            snapshot_drop(actor=actor, snapshot_id=SnapshotId(row.pk), at=at)
        models.Snapshot.objects.filter(pk=row.pk).exclude(state=State.TAKING).delete()
    return len(rows)
