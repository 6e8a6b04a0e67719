"""Deciding: everybody at night, a few at once, one person back to the beginning when a fact of the past came late."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

import pyarrow.compute as pc
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from sangyu.insight.engines import extracting
from sangyu.insight.engines.services import Again, snapshot_take
from sangyu.insight.engines.types import Snapshot
from sangyu.kernel import audit, clock, events
from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict
from sangyu.people.entitlement import audit_codes, deciding, rights
from sangyu.people.entitlement.events import RunFinished
from sangyu.people.entitlement.in_force import DATASET, dataset, plan_on
from sangyu.people.entitlement.models import Run
from sangyu.people.entitlement.rules.plan import Plan
from sangyu.people.entitlement.services._merging import Merged, merge

Progress = Callable[[int, int], None]


def run_make(
    *,
    actor: Actor,
    as_of: date,
    at: datetime | None = None,
    again: Again = Again.RETAKE,
    progress: Progress | None = None,
) -> Run:
    """Decide everybody as of a day and keep what changed. Made again for the same day, it changes nothing twice.

    Not within a transaction (the snapshot reads what is committed). Never for a day before the last run: what came
    late about the past is decided person by person (`redeciding`).
    """
    require(actor, rights.PROGRAMME_ADOPT)
    last = Run.objects.filter(finished_at__isnull=False).order_by("-as_of").first()
    if last is not None and as_of < last.as_of:
        raise Conflict(
            "run-day",
            _("Everybody has been decided for a later day already."),
            remedy=_("Choose that day or a later one; the past is corrected person by person."),
        )
    snapshot = snapshot_take(
        actor=actor, dataset=DATASET, as_of=as_of, at=at, again=again, progress=progress
    )
    plan = plan_on(as_of)
    started = at or clock.now()
    table = deciding.everybody(snapshot, plan)
    with transaction.atomic():
        _one_at_a_time()
        run = Run.objects.create(
            as_of=as_of,
            snapshot_id=snapshot.id,
            snapshot_hash=snapshot.content_hash,
            started_at=started,
            population=snapshot.rows,
        )
        merged = merge(table, as_of=as_of, run_id=run.pk, at=started, whole=True)
        _finish(run, snapshot, plan, merged, _counts(table), at)
        audit.record(
            actor,
            audit_codes.RUN,
            kind="entitlement-run",
            id=run.pk,
            label=str(run),
            after={"opened": run.opened, "closed": run.closed, "seal": run.seal},
            at=at,
        )
        events.publish(RunFinished(run.pk, as_of))
    return run


@transaction.atomic
def elders_decide(
    *, actor: Actor, elder_ids: Sequence[int], as_of: date, at: datetime | None = None
) -> Merged:
    """Decide a few people as of a day, from their records as they are now, and keep what changed."""
    require(actor, rights.PROGRAMME_ADOPT)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE asked (elder_id bigint PRIMARY KEY) ON COMMIT DROP")
        with cursor.copy("COPY asked FROM STDIN") as copy:
            copy.write("".join(f"{elder}\n" for elder in sorted(set(elder_ids))))
        cursor.execute("ANALYZE asked")
        rows = extracting.some(dataset(), as_of, "SELECT elder_id FROM asked")
        table = deciding.these(dataset(), as_of, rows, plan_on(as_of))
        merged = merge(table, as_of=as_of, run_id=None, at=at or clock.now(), whole=False)
        cursor.execute("DROP TABLE asked")
    return merged


def _one_at_a_time() -> None:
    """Two runs never merge at once; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('entitlement.merge', 0))")


def _finish(
    run: Run,
    snapshot: Snapshot,
    plan: Plan,
    merged: Merged,
    counts: dict[str, dict[str, int]],
    at: datetime | None,
) -> None:
    run.versions = [each.rule.version_id for each in plan.rules]
    run.counts = counts
    run.opened, run.closed = merged.opened, merged.closed
    run.seal = deciding.seal(
        as_of=run.as_of,
        snapshot_hash=snapshot.content_hash,
        versions=run.versions,
        counts=counts,
    )
    run.finished_at = at or clock.now()
    run.save()


def _counts(table: pc.Table) -> dict[str, dict[str, int]]:
    """By version: how many were told yes, maybe, overlapped, and the fen owed a month."""
    found: dict[str, dict[str, int]] = {}
    grouped = table.group_by(["version_id", "result"]).aggregate([("elder_id", "count")])
    for row in grouped.to_pylist():
        cell = found.setdefault(str(row["version_id"]), {"yes": 0, "maybe": 0, "overlapped": 0, "fen": 0})  # fmt: skip
        count, result = row["elder_id_count"], row["result"]
        cell["yes" if result >= 0 else "maybe" if result == -2 else "overlapped"] += count
        cell["fen"] += max(result, 0) * count
    return found
