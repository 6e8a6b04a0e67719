"""Finding snapshots. They carry no area of their own: what they hold is narrowed when it is asked (`figures`)."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from sangyu.insight.datasets import registry
from sangyu.insight.datasets.types import Dataset
from sangyu.insight.engines import files, models
from sangyu.insight.engines.errors import missing
from sangyu.insight.engines.types import Snapshot, SnapshotId

_HELD = [models.State.READY, models.State.SUPERSEDED]


def snapshot_get(*, snapshot_id: SnapshotId) -> Snapshot:
    """A snapshot by its number, also one that has been taken anew since; SnapshotMissing if its files are gone."""
    return as_snapshot(load_row(snapshot_id))


def snapshot_latest(*, dataset: str, until: date | None = None) -> Snapshot | None:
    """The latest ready snapshot of a dataset (not after `until`), of its present definition; None if there is none."""
    declared = registry.get(dataset)
    rows = _ready(declared)
    if until is not None:
        rows = rows.filter(as_of__lte=until)
    row = rows.order_by("-as_of").first()
    return as_snapshot(row) if row is not None else None


def snapshot_list(*, dataset: str) -> list[Snapshot]:
    """The ready snapshots of a dataset, latest date first."""
    return [as_snapshot(row) for row in _ready(registry.get(dataset)).order_by("-as_of")]


def snapshot_is_intact(*, snapshot_id: SnapshotId) -> bool:
    """True if the files are, byte for byte, those that were written."""
    row = load_row(snapshot_id)
    return files.is_intact(files.root() / row.path, row.content_hash)


def find_ready(dataset: Dataset, as_of: date) -> Snapshot | None:
    """The ready snapshot for a date, if its files are there."""
    row = _ready(dataset).filter(as_of=as_of).first()
    if row is None or not files.parts_of(files.root() / row.path):
        return None
    return as_snapshot(row)


def load_row(snapshot_id: SnapshotId) -> models.Snapshot:
    """The row of a snapshot whose files are held."""
    row = models.Snapshot.objects.filter(pk=snapshot_id, state__in=_HELD).first()
    if row is None:
        raise missing()
    return row


def as_snapshot(row: models.Snapshot) -> Snapshot:
    """The row as it leaves the room."""
    folder = files.root() / row.path
    parts = files.parts_of(folder)
    if not parts or row.taken_at is None:
        raise missing()
    return Snapshot(
        id=SnapshotId(row.pk),
        dataset=registry.get(row.dataset),
        as_of=row.as_of,
        taken_at=row.taken_at,
        rows=row.rows or 0,
        size=row.size or 0,
        content_hash=row.content_hash,
        definition_hash=row.definition_hash,
        parts=tuple(folder / part.name for part in parts),
    )


def _ready(dataset: Dataset) -> QuerySet[models.Snapshot]:
    return models.Snapshot.objects.filter(
        dataset=dataset.name,
        state=models.State.READY,
        definition_hash=registry.definition_hash(dataset),
    )
