"""Old snapshots go with their files, but never one that a room still holds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings

from sangyu.insight.datasets.types import Dataset
from sangyu.insight.engines import models, retention, services
from sangyu.kernel import clock, work
from sangyu.kernel.actors import system_actor

ACTOR = system_actor("test")


def take(day: int, age: int) -> models.Snapshot:
    """A snapshot that was taken so many days ago."""
    found = services.snapshot_take(actor=ACTOR, dataset="villagers", as_of=date(2026, 1, day))
    at = clock.now() - timedelta(days=age)
    models.Snapshot.objects.filter(pk=found.id).update(started_at=at, taken_at=at)
    return models.Snapshot.objects.get(pk=found.id)


def test_only_what_is_old_and_held_by_nobody_goes(
    villagers: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, held, fresh = take(1, 400), take(2, 400), take(3, 1)
    failed = models.Snapshot.objects.create(
        dataset="villagers", as_of=date(2026, 1, 4), state=models.State.FAILED, definition_hash="x",
        started_at=clock.now() - timedelta(days=400),
    )  # fmt: skip
    monkeypatch.setattr(retention, "_holders", {"test": lambda: {held.pk}})
    folder = settings.SNAPSHOT_DIR
    assert (folder / old.path).is_dir()
    work.run_now(work.start(actor=ACTOR, job="engines.tidy"))
    left = set(models.Snapshot.objects.values_list("pk", flat=True))
    assert left == {held.pk, fresh.pk}
    assert failed.pk not in left
    assert not (folder / old.path).exists()
    assert (folder / held.path).is_dir()
    assert (folder / fresh.path).is_dir()


def test_a_prune_that_was_killed_between_files_and_row_goes_on(
    villagers: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = take(1, 400)
    monkeypatch.setattr(retention, "_holders", {})
    services.snapshot_drop(actor=ACTOR, snapshot_id=_id(old))
    before = clock.now() - timedelta(days=90)
    assert retention.snapshots_prune(actor=ACTOR, before=before) == 1
    assert retention.snapshots_prune(actor=ACTOR, before=before) == 0


def _id(row: models.Snapshot) -> Any:
    return row.pk
