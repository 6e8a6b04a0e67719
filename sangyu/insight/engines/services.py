"""Taking and removing snapshots. A taking that is killed leaves a row and a folder, which the next one clears away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from enum import Enum
from typing import Any

import adbc_driver_manager
import psycopg
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from sangyu.insight.datasets import registry
from sangyu.insight.datasets.types import Dataset
from sangyu.insight.engines import audit_codes, extracting, files, models, selectors
from sangyu.insight.engines.errors import SnapshotBusy, SnapshotError
from sangyu.insight.engines.types import Snapshot, SnapshotId
from sangyu.kernel import audit, clock
from sangyu.kernel.actors import Actor


class Again(Enum):
    """What to do where the snapshot is there already: keep it, or take it anew from the records of today."""

    KEEP = "keep"
    RETAKE = "retake"


def snapshot_take(
    *,
    actor: Actor,
    dataset: str,
    as_of: date,
    at: datetime | None = None,
    again: Again = Again.KEEP,
    progress: extracting.Progress | None = None,
) -> Snapshot:
    """The dataset's snapshot at a date, taken now unless it is there. Not within a transaction: it reads what is
    committed. A second process that takes the same one is refused with SnapshotBusy."""
    if connection.in_atomic_block:
        raise RuntimeError("A snapshot reads committed data only; take it outside of transactions.")
    declared = registry.get(dataset)
    with _alone(dataset, as_of) as leader:
        _clear_interrupted(leader)
        ready = selectors.find_ready(declared, as_of)
        if ready is not None and again is Again.KEEP:
            return ready
        row = models.Snapshot.objects.create(
            dataset=dataset,
            as_of=as_of,
            definition_hash=registry.definition_hash(declared),
            started_at=at or clock.now(),
        )
        try:
            _write(row, declared, leader, progress)
            _publish(row, actor, at)
        except BaseException as error:
            _give_up(row, error)
            raise
    return selectors.as_snapshot(row)


def snapshot_drop(*, actor: Actor, snapshot_id: SnapshotId, at: datetime | None = None) -> None:
    """Remove the files of a snapshot. The row stays, with its hash: a frozen figure may refer to it."""
    with transaction.atomic():
        row = selectors.load_row(snapshot_id)
        changed = models.Snapshot.objects.filter(
            pk=row.pk, state__in=[models.State.READY, models.State.SUPERSEDED]
        ).update(state=models.State.DROPPED)
        if changed:
            audit.record(
                actor, audit_codes.DROPPED, kind=audit_codes.KIND, id=row.pk, label=str(row), at=at
            )
    files.discard(files.root() / row.path)


@contextmanager
def _alone(dataset: str, as_of: date) -> Iterator[psycopg.Connection[Any]]:
    """An own connection that holds the lock of this snapshot. The lock ends with the connection, so also by a kill."""
    with psycopg.connect(extracting.conninfo(), autocommit=True) as leader:
        if not _locked(leader, dataset, as_of):
            raise SnapshotBusy(
                "snapshot-busy",
                _("This snapshot is being taken just now."),
                remedy=_("Wait until it is ready."),
            )
        yield leader


def _locked(leader: psycopg.Connection[Any], dataset: str, as_of: date) -> bool:
    row = leader.execute(
        "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", (_lock_name(dataset, as_of),)
    ).fetchone()
    return row is not None and bool(row[0])


def _unlock(leader: psycopg.Connection[Any], dataset: str, as_of: date) -> None:
    leader.execute(
        "SELECT pg_advisory_unlock(hashtextextended(%s, 0))", (_lock_name(dataset, as_of),)
    )


def _lock_name(dataset: str, as_of: date) -> str:
    return f"insight.snapshot/{dataset}/{as_of.isoformat()}"


def _clear_interrupted(leader: psycopg.Connection[Any]) -> None:
    """Rows that say "taking" while nobody holds their lock were left by a killed process. (The leader's own lock it
    gets again at once; each is given back as often as it was got.)"""
    for row in models.Snapshot.objects.filter(state=models.State.TAKING):
        if _locked(leader, row.dataset, row.as_of):
            _fail(row, "interrupted")
            _unlock(leader, row.dataset, row.as_of)


def _write(
    row: models.Snapshot,
    dataset: Dataset,
    leader: psycopg.Connection[Any],
    progress: extracting.Progress | None,
) -> None:
    working, final = files.begin(row.pk), files.final_path(row.dataset, row.as_of, row.pk)
    try:
        parts = extracting.extract(dataset, row.as_of, working, leader, progress=progress)
    except (psycopg.Error, adbc_driver_manager.Error, OSError) as error:
        raise SnapshotError(
            "snapshot-source",
            _("The records could not be read for the snapshot."),
            remedy=_("The server's log tells the cause; then take it again."),
        ) from error
    row.rows = sum(part.rows for part in parts)
    row.size = sum(part.size for part in parts)
    row.content_hash = files.content_hash(parts)
    row.path = final.relative_to(files.root()).as_posix()
    about = {
        "dataset": row.dataset,
        "as_of": row.as_of.isoformat(),
        "definition_hash": row.definition_hash,
        "content_hash": row.content_hash,
    }
    files.finish(working, final, parts, about)


def _publish(row: models.Snapshot, actor: Actor, at: datetime | None) -> None:
    """From one moment to the next the new snapshot is the one for its date."""
    row.state = models.State.READY
    row.taken_at = max(at or clock.now(), row.started_at)
    with transaction.atomic():
        models.Snapshot.objects.filter(
            dataset=row.dataset, as_of=row.as_of, state=models.State.READY
        ).update(state=models.State.SUPERSEDED)
        row.save()
        audit.record(
            actor,
            audit_codes.TAKEN,
            kind=audit_codes.KIND,
            id=row.pk,
            label=str(row),
            after={"rows": row.rows, "content_hash": row.content_hash},
            at=at,
        )


def _give_up(row: models.Snapshot, error: BaseException) -> None:
    # Where even the database is gone, the next taking clears up.
    with suppress(Exception):
        _fail(row, type(error).__name__)


def _fail(row: models.Snapshot, why: str) -> None:
    models.Snapshot.objects.filter(pk=row.pk, state=models.State.TAKING).update(
        state=models.State.FAILED, error=why
    )
    files.discard(files.working_path(row.pk))
    files.discard(files.final_path(row.dataset, row.as_of, row.pk))
