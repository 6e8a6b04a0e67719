"""Brings the rows of a batch into the register: chunk by chunk, each one transaction with its checkpoint.

Within a chunk everything is one statement per kind of thing (`steps`). Only what a statement cannot do goes person by
person through the room's own service: a change dated before one already known, whose timeline is mended, and changes
that this source may only propose.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any, cast

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sangyu.kernel import clock, events, pii
from sangyu.kernel.errors import DomainError
from sangyu.kernel.work import Run
from sangyu.people.registry.events import ElderChanged, EldersLoaded
from sangyu.people.registry.intake import columns_sql as sql
from sangyu.people.registry.intake import steps
from sangyu.people.registry.intake.matching import Rules
from sangyu.people.registry.intake.problems import CellProblem
from sangyu.people.registry.models import ImportBatch, ImportRow
from sangyu.people.registry.models.columns import actor_values
from sangyu.people.registry.rules.changes import Mode
from sangyu.people.registry.rules.fields import EDITABLE, FIELDS, from_json
from sangyu.people.registry.services._derive import derive_categories
from sangyu.people.registry.services.elders import elder_change
from sangyu.people.registry.types import Evidence, RowState

CHUNK = 2_000
TRIES = 3


class Committer:
    """One run over one batch. `with_trail` False is for measuring what the trail costs."""

    def __init__(self, batch: ImportBatch, run: Run, *, with_trail: bool = True) -> None:
        self._batch, self._run, self._with_trail = batch, run, with_trail
        self._actor = run.actor.within(batch.area_code)
        rules = Rules(self._actor, batch.source, batch.effective_on)
        modes = {name: rules.mode(name) for name in EDITABLE}
        self._applied = tuple(n for n in EDITABLE if modes[n] in {Mode.APPLY, Mode.PROOF})
        self._proposed = [name for name in EDITABLE if modes[name] is Mode.APPROVE]

    def run(self) -> None:
        """From the last checkpoint to the last row."""
        done = int(self._run.checkpoint.get("row", 0))
        count = int(self._run.checkpoint.get("count", 0))
        total = ImportRow.objects.filter(batch=self._batch).count()
        while chunk := self._numbers(done):
            count += len(chunk)
            self._chunk_with_tries(done, chunk[-1], count)
            done = chunk[-1]
            self._run.progress(
                min(count, total), total, _("Bringing in row %(row)d") % {"row": done}
            )

    def _numbers(self, after: int) -> list[int]:
        rows = ImportRow.objects.filter(batch=self._batch, number__gt=after).order_by("number")
        return list(rows.values_list("number", flat=True)[:CHUNK])

    def _chunk_with_tries(self, after: int, upto: int, count: int) -> None:
        """Somebody may register the same person between our look and our insert; then the chunk looks again."""
        for attempt in range(1, TRIES + 1):
            try:
                with transaction.atomic():
                    self._chunk(self._params(after, upto))
                    ImportBatch.objects.filter(pk=self._batch.pk).update(rows_done=upto)
                    self._run.save_checkpoint({"row": upto, "count": count})
            except IntegrityError:
                if attempt == TRIES:
                    raise
            else:
                return

    def _params(self, after: int, upto: int) -> dict[str, Any]:
        batch = self._batch
        return {
            "batch": batch.pk,
            "after": after,
            "upto": upto,
            "at": clock.now(),
            "on": batch.effective_on,
            "source": batch.source,
            "proof": proof_of(batch),
            "area": self._actor.area_code,
            "stale": json.dumps([CellProblem("row.stale").to_json()]),
            **actor_values(self._actor),
        }

    def _chunk(self, params: dict[str, Any]) -> None:
        steps.lock(params)
        steps.refuse_stale(params)
        params["slow"] = steps.slow_rows(params, self._proposed)
        for row in ImportRow.objects.filter(pk__in=params["slow"]).order_by("number"):
            self._one_by_one(row, params["at"])
        created = steps.create(params)
        steps.log_changes(params, self._applied)
        steps.log_sealed(params, self._applied)
        changed = steps.update(params, self._applied)
        steps.add_categories(params)
        steps.add_contacts(params)
        steps.close(params)
        at = params["at"]
        if created or changed:
            derive_categories(
                actor=self._actor, on=clock.legal_day(at), at=at, elder_ids=[*created, *changed]
            )
        self._tell(created, params)

    def _one_by_one(self, row: ImportRow, at: datetime) -> None:
        values = {
            name: from_json(name, pair[1])
            for name, pair in row.changes.items()
            if name in FIELDS and name not in row.keep
        }
        for name in values.keys() & set(sql.SEALED):
            values[name] = pii.open_(getattr(row, f"{name}_sealed"), FIELDS[name].pii_label)
        stated = row.values.get("effective_on")
        evidence = Evidence(
            source=self._batch.source,
            effective_on=date.fromisoformat(stated) if stated else self._batch.effective_on,
            proof=row.values.get("proof") or proof_of(self._batch),
            batch_id=self._batch.pk,
        )
        try:
            with transaction.atomic():
                elder_change(
                    actor=self._actor, elder_id=cast("int", row.elder_id), version=row.elder_version,
                    values=values, evidence=evidence, at=at,
                )  # fmt: skip
        except DomainError as error:
            why = CellProblem("row.refused", params={"why": str(error.message)})
            row.state, row.problems = RowState.BAD, [*row.problems, why.to_json()]
            row.save(update_fields=["state", "problems"])

    def _tell(self, created: list[int], params: dict[str, Any]) -> None:
        """The trail and the events of what was written."""
        changed = steps.changed_rows(params)
        if self._with_trail:
            steps.record_created(self._actor, params, created)
            steps.record_changed(self._actor, params, [elder_id for elder_id, *_rest in changed])
        if created:
            events.publish(EldersLoaded(len(created), self._batch.area_code, self._batch.pk))
        for elder_id, area_code, fields in changed:
            events.publish(
                ElderChanged(elder_id, area_code, tuple(fields), self._batch.effective_on)
            )


def proof_of(batch: ImportBatch) -> str:
    """What proves the rows: what the user named, or the list itself."""
    return batch.proof or str(_("Imported list %(file)s") % {"file": batch.filename})[:200]
