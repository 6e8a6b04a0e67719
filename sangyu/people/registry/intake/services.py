"""The writes of imports: upload, settings, mending of rows, commit, undo. Each one transaction; the work runs as jobs.

A batch changes its state only by `_advance`, which names the state it expects.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangyu.kernel import access, audit, clock, pii, work
from sangyu.kernel.actors import Actor
from sangyu.kernel.digests import sm3
from sangyu.kernel.errors import Conflict, DomainError
from sangyu.people.registry import policy, rights
from sangyu.people.registry.intake import selectors, undo
from sangyu.people.registry.intake.checking import (
    Checker,
    kept_row,
    tell_first_ones,
    write,
)
from sangyu.people.registry.intake.fields import FIELDS
from sangyu.people.registry.intake.laying import lay_out, remember
from sangyu.people.registry.intake.seen import Seen
from sangyu.people.registry.intake.sheets import CELL_LIMIT
from sangyu.people.registry.models import ImportBatch, ImportRow
from sangyu.people.registry.models.columns import actor_values
from sangyu.people.registry.models.intake import ROW_LABEL
from sangyu.people.registry.rules.changes import Mode, mode_of
from sangyu.people.registry.types import BatchState, RowAction, RowState, Source

B = BatchState
STEPS: Mapping[BatchState, frozenset[BatchState]] = {
    B.UPLOADED: frozenset({B.CHECKING, B.DISCARDED}),
    B.CHECKING: frozenset({B.PREVIEWED, B.FAILED}),
    B.PREVIEWED: frozenset({B.CHECKING, B.COMMITTING, B.DISCARDED}),
    B.COMMITTING: frozenset({B.COMMITTED}),
    B.COMMITTED: frozenset({B.UNDOING}),
    B.UNDOING: frozenset({B.UNDONE, B.COMMITTED}),
    B.FAILED: frozenset({B.CHECKING, B.DISCARDED}),
    B.UNDONE: frozenset(),
    B.DISCARDED: frozenset(),
}
UPLOADED = audit.register(
    "registry.import.uploaded", gettext_lazy("%(who)s uploaded the list %(object)s")
)
CHECKED = audit.register(
    "registry.import.checked", gettext_lazy("%(who)s had the list %(object)s checked")
)
MENDED = audit.register(
    "registry.import.mended", gettext_lazy("%(who)s mended a row of the list %(object)s")
)
COMMITTED = audit.register(
    "registry.import.committed", gettext_lazy("%(who)s brought in the list %(object)s")
)
UNDONE = audit.register(
    "registry.import.undone", gettext_lazy("%(who)s took back the list %(object)s")
)
DISCARDED = audit.register(
    "registry.import.discarded", gettext_lazy("%(who)s discarded the list %(object)s")
)
REFUSED_DOWNLOADED = audit.register(
    "registry.import.refused_downloaded",
    gettext_lazy("%(who)s downloaded the refused rows of the list %(object)s"),
)
SOURCES = tuple(source for source in Source if source not in {Source.MERGE, Source.TRANSFER})
"""What a list may come from."""


@transaction.atomic
def batch_upload(*, actor: Actor, file: File[bytes], sheet: int | None = None) -> ImportBatch:
    """Take a file in: it is opened, the list in it found and its columns recognised; nothing is read yet."""
    access.require(actor, rights.ELDER_IMPORT)
    name = Path(file.name or "list").name[:200]
    data = file.read()
    batch = ImportBatch(
        filename=name, digest=sm3(data).hex(), area_code=actor.area_code, effective_on=clock.today(),
        created_at=clock.now(), **actor_values(actor),
    )  # fmt: skip
    file.seek(0)
    batch.file.save(name, file, save=False)
    try:
        lay_out(actor, batch, sheet)
        batch.save()
    except Exception:
        batch.file.delete(save=False)
        raise
    _record(actor, UPLOADED, batch)
    return batch


@transaction.atomic
def batch_choose_sheet(*, actor: Actor, batch: ImportBatch, sheet: int) -> ImportBatch:
    """Look for the list in another sheet of the file."""
    access.require(actor, rights.ELDER_IMPORT)
    _expect(batch, B.UPLOADED)
    lay_out(actor, batch, sheet)
    batch.save()
    return batch


@transaction.atomic
def batch_check(  # noqa: PLR0913  what a user says of a list
    *,
    actor: Actor,
    batch: ImportBatch,
    fields: Mapping[int, str],
    source: str,
    effective_on: date,
    default_area: str = "",
    proof: str = "",
) -> ImportBatch:
    """Say what the columns mean, where the list comes from and since when it holds; then check every row (a job)."""
    access.require(actor, rights.ELDER_IMPORT)
    _ensure_fields(fields, source, effective_on, proof)
    if default_area and not actor.covers(default_area):
        raise DomainError(
            "intake.area",
            _("This area is not yours."),
            field="default_area",
            remedy=_("Choose one of your own."),
        )
    batch.columns = [
        column | {"field": fields.get(column["index"], ""), "how": "chosen"}
        for column in batch.columns
    ]
    batch.source, batch.effective_on = source, effective_on
    batch.default_area, batch.proof = default_area, proof[:200]
    remember(actor, batch)
    batch.save(update_fields=["columns", "source", "effective_on", "default_area", "proof"])
    return _start(actor, batch, B.CHECKING, "registry.import.check", CHECKED)


@transaction.atomic
def batch_check_again(*, actor: Actor, batch: ImportBatch) -> ImportBatch:
    """Check every row anew, as the register now stands; rows that are in already show as unchanged."""
    access.require(actor, rights.ELDER_IMPORT)
    return _start(actor, batch, B.CHECKING, "registry.import.check", CHECKED)


@transaction.atomic
def row_mend(
    *, actor: Actor, batch: ImportBatch, number: int, cells: Mapping[int, str]
) -> ImportRow:
    """Correct cells of a refused row (by column place) and check it again at once."""
    access.require(actor, rights.ELDER_IMPORT)
    _expect(batch, B.PREVIEWED)
    row = selectors.batch_row(batch, number)
    old = kept_row(row.number, row.cells_sealed, row.problems)
    mended = list(old.cells)
    for place, text in cells.items():
        mended += [""] * (place + 1 - len(mended))
        mended[place] = text.strip()[:CELL_LIMIT]
    checker = Checker(batch, actor=actor, seen=Seen.of(batch, but=(number,)))
    write(
        batch, checker.check([kept_row(number, pii.seal(_json(mended), ROW_LABEL), [])]),
        first=number, last=number,
    )  # fmt: skip
    tell_first_ones(batch)
    changed = sum(a != b for a, b in zip(mended, [*old.cells, *[""] * len(mended)], strict=False))
    _record(actor, MENDED, batch, after={"row": number, "cells": changed})
    return selectors.batch_row(batch, number)


@transaction.atomic
def row_choose(
    *, actor: Actor, batch: ImportBatch, number: int, keep: Collection[str], skip: bool
) -> ImportRow:
    """Say which of the registry's values stay as they are (`keep`), or that the whole row is left out."""
    access.require(actor, rights.ELDER_IMPORT)
    _expect(batch, B.PREVIEWED)
    row = selectors.batch_row(batch, number)
    if row.state == RowState.BAD:
        raise Conflict(
            "intake.row-bad",
            _("This row is refused, so there is nothing to choose."),
            remedy=_("Mend it first."),
        )
    kept = set(keep) & row.changes.keys()
    if kept & {"id", "id_kind"}:
        kept |= {"id", "id_kind"} & row.changes.keys()  # a number without its kind is no number
    row.keep = sorted(kept)
    if skip:
        row.action = RowAction.SKIP
    elif row.elder_id is None:
        row.action = RowAction.CREATE
    else:
        row.action = RowAction.UPDATE if set(row.changes) - kept else RowAction.SAME
    row.save(update_fields=["keep", "action"])
    return row


@transaction.atomic
def batch_commit(*, actor: Actor, batch: ImportBatch) -> ImportBatch:
    """Bring the good rows in (a job). Refused rows stay behind; they can be mended and brought in later."""
    access.require(actor, rights.ELDER_IMPORT)
    wanted = ImportRow.objects.filter(batch=batch, action__in=(RowAction.CREATE, RowAction.UPDATE))
    if not wanted.filter(state__in=(RowState.GOOD, RowState.WARNING)).exists():
        raise Conflict(
            "intake.nothing",
            _("There is no row to bring in."),
            remedy=_("Mend the refused rows, or upload another list."),
        )
    return _start(actor, batch, B.COMMITTING, "registry.import.commit", COMMITTED)


@transaction.atomic
def batch_undo(*, actor: Actor, batch: ImportBatch, leave_touched: bool = False) -> ImportBatch:
    """Take a batch back (a job). Refused while people were changed since, unless these are to be left as they are."""
    access.require(actor, rights.ELDER_IMPORT)
    if not (batch.state == B.UNDOING and selectors.has_stopped(batch)):
        _expect(batch, B.COMMITTED)
    left = undo.touched(batch)
    if left and not leave_touched:
        names = "、".join(
            _("%(name)s (row %(row)d)") % {"name": r.name, "row": r.number} for r in left[:10]
        )
        raise Conflict(
            "intake.touched",
            _("%(count)d people were changed after the import: %(names)s.")
            % {"count": len(left), "names": names},
            remedy=_("Look at their records; or take back all the others."),
        )
    return _start(actor, batch, B.UNDOING, "registry.import.undo", UNDONE)


@transaction.atomic
def batch_discard(*, actor: Actor, batch: ImportBatch) -> None:
    """Throw a list away that was not brought in: its rows and its file go, the fact that it was here stays."""
    access.require(actor, rights.ELDER_IMPORT)
    _advance(batch, B.DISCARDED)
    ImportRow.objects.filter(batch=batch).delete()
    if batch.file:
        batch.file.delete(save=True)
    _record(actor, DISCARDED, batch)


@transaction.atomic
def refused_downloaded(*, actor: Actor, batch: ImportBatch) -> None:
    """The refused rows leave the house with all their cells: that is written down."""
    access.require(actor, rights.ELDER_IMPORT)
    count = ImportRow.objects.filter(batch=batch, state=RowState.BAD).count()
    _record(actor, REFUSED_DOWNLOADED, batch, after={"rows": count})


def _start(actor: Actor, batch: ImportBatch, state: BatchState, job: str, code: str) -> ImportBatch:
    _advance(batch, state)
    started = work.start(
        actor=actor,
        job=job,
        payload={"batch": batch.pk},
        title=f"{_TITLES[state]} {batch.filename}",
    )
    batch.job_id = started.pk
    batch.save(update_fields=["job_id"])
    _record(actor, code, batch)
    return batch


_TITLES = {
    B.CHECKING: gettext_lazy("Check of"),
    B.COMMITTING: gettext_lazy("Import of"),
    B.UNDOING: gettext_lazy("Taking back"),
}


def _advance(batch: ImportBatch, state: BatchState) -> None:
    old = BatchState(batch.state)
    rows = ImportBatch.objects.filter(pk=batch.pk, state=old, job_id=batch.job_id)
    may = state in STEPS[old] or (state == old and selectors.has_stopped(batch))
    moved = may and rows.update(state=state)
    if not moved:
        raise _elsewhere(batch)
    batch.state = state


def _expect(batch: ImportBatch, state: BatchState) -> None:
    """Holds the batch until the transaction ends, so that no job starts meanwhile."""
    now = ImportBatch.objects.select_for_update().filter(pk=batch.pk, state=state)
    if not now.exists():
        raise _elsewhere(batch)


def _elsewhere(batch: ImportBatch) -> Conflict:
    batch.refresh_from_db(fields=["state"])
    return Conflict(
        "intake.state",
        _("This import is in the state “%(state)s”, in which this cannot be done.")
        % {"state": BatchState(batch.state).label},
        remedy=_("Look at the import's page for what comes next."),
    )


def _ensure_fields(fields: Mapping[int, str], source: str, on: date, proof: str) -> None:
    used = [field for field in fields.values() if field and field != "ignore"]
    twice = next((field for field in used if used.count(field) > 1), None)
    if any(field not in FIELDS for field in used) or source not in SOURCES:
        raise ValueError("unknown field or source")
    if twice:
        raise DomainError(
            "intake.field-twice",
            _("Two columns are said to mean “%(field)s”.") % {"field": FIELDS[twice].label},
            field="fields",
            remedy=_("Leave one of them out."),
        )
    if "name" not in used or not {"id", "birth_date"} & set(used):
        raise DomainError(
            "intake.fields-missing",
            _("A column for the name, and one for the resident ID or the birth date, are needed."),
            field="fields",
            remedy=_("Say which columns they are."),
        )
    if on > clock.today():
        raise DomainError(
            "intake.future", _("The day lies in the future."), field="effective_on",
            remedy=_("Give the day as of which the list holds."),
        )  # fmt: skip
    rules = policy.change_policy(on)
    strict = [f for f in used if mode_of(rules, f, source) in {Mode.PROOF, Mode.APPROVE}]
    if strict and not proof.strip() and source != Source.IMPORT and strict:
        raise DomainError(
            "intake.proof",
            _("From this source, “%(field)s” needs a proof.") % {"field": FIELDS[strict[0]].label},
            field="proof",
            remedy=_("Name the paper that proves the list."),
        )


def _record(
    actor: Actor, code: str, batch: ImportBatch, after: Mapping[str, Any] | None = None
) -> None:
    audit.record(
        actor, code, kind="import", id=batch.pk, area_code=batch.area_code, label=batch.filename,
        after={"digest": batch.digest} if after is None else after,
    )  # fmt: skip


def _json(cells: list[str]) -> str:
    return json.dumps(cells, ensure_ascii=False)
