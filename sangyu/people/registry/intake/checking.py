"""Reads a file, or the rows kept of it, checks and matches every row, and keeps the result: chunk by chunk by COPY.

Each chunk is one transaction with its checkpoint, so a killed worker's successor goes on after the last whole chunk.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from sangyu.city.areas import selectors as areas
from sangyu.kernel import clock, pii
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import DomainError
from sangyu.kernel.work import Run
from sangyu.people.registry import policy
from sangyu.people.registry.intake.columns import Column, Suggestion
from sangyu.people.registry.intake.layout import DataRow, Layout, data_rows
from sangyu.people.registry.intake.matching import Matched, Rules, match
from sangyu.people.registry.intake.places import AreaBook
from sangyu.people.registry.intake.problems import CellProblem
from sangyu.people.registry.intake.rows import Draft, RowReader
from sangyu.people.registry.intake.seen import Seen
from sangyu.people.registry.intake.sheets import SheetInfo, open_book
from sangyu.people.registry.intake.values import Basis
from sangyu.people.registry.models import ImportBatch, ImportRow
from sangyu.people.registry.models.intake import ROW_LABEL
from sangyu.people.registry.types import BatchState, RowAction, RowState

CHUNK = 2_000
_COLUMNS = (
    "batch_id", "number", "state", "action", "cells_sealed", "name", "values", "problems", "elder_id",
    "elder_version", "changes", "keep",
    *(f"{name}_{part}" for name in ("id", "phone", "bank", "contact_phone") for part in ("sealed", "index")),
)  # fmt: skip
_COPY = "COPY registry_importrow (" + ", ".join(f'"{name}"' for name in _COLUMNS) + ") FROM STDIN"


class Checker:
    """Everything a row is checked with; made once per run or request.

    The batch's own area bounds it, also where somebody of a wider one helps: whoever works in the batch's area reads
    the preview, with the register's values in it.
    """

    def __init__(self, batch: ImportBatch, *, actor: Actor, seen: Seen) -> None:
        actor = actor.within(batch.area_code)
        today = clock.today()
        register = policy.register_policy(today)
        choice = {column["index"]: column["field"] for column in batch.columns}
        self.reader = RowReader(
            choice,
            areas=area_book(actor, batch.default_area),
            basis=Basis(on=today, demo=bool(settings.SANGYU_DEMO), max_age=register.plausible_age),
            min_age=register.minimum_age,
        )
        self.rules = Rules(actor, batch.source, batch.effective_on)
        self.seen = seen

    def check(self, rows: Iterable[DataRow]) -> list[Matched]:
        """Check a chunk of rows."""
        drafts = [self._draft(row) for row in rows]
        return match(drafts, rules=self.rules, seen=self.seen)

    def _draft(self, row: DataRow) -> Draft:
        if row.kind == "person":
            return self.reader.read(row.number, row.cells)
        draft = Draft(row.number, row.cells)
        draft.remark(f"row.{row.kind}", "", " ".join(cell for cell in row.cells if cell)[:40])
        return draft


def area_book(actor: Actor, default: str = "") -> AreaBook:
    """The towns and communities that the actor may write to."""
    code = actor.area_code
    towns = areas.area_descendants(actor=actor, code=code, level="town")
    communities = areas.area_descendants(actor=actor, code=code, level="community")
    pairs = [(area.code, area.name) for area in (*towns, *communities)]
    if len(code) > 9:
        pairs.append((code[:9], areas.area_name(code[:9]).name))
    return AreaBook(pairs, scope=code, default=default)


def check_batch(batch: ImportBatch, run: Run) -> None:
    """The job: from the file the first time, from the kept rows afterwards."""
    done = int(run.checkpoint.get("row", 0))
    checker = Checker(batch, actor=run.actor, seen=Seen.of(batch, until=done))
    rows = _file_rows(batch) if batch.file else _kept_rows(batch, done)
    rest = (row for row in rows if row.number > done)
    count = int(run.checkpoint.get("count", 0))
    while chunk := list(islice(rest, CHUNK)):
        matched = checker.check(chunk)
        count += len(chunk)
        with transaction.atomic():
            write(batch, matched, first=done + 1, last=chunk[-1].number)
            done = chunk[-1].number
            run.save_checkpoint({"row": done, "count": count})
        run.progress(count, message=_("Checking row %(row)d") % {"row": done})


def write(batch: ImportBatch, matched: Sequence[Matched], *, first: int, last: int) -> None:
    """Keep a chunk of checked rows in place of what was kept of these row numbers before."""
    cells = [json.dumps(one.draft.cells, ensure_ascii=False) for one in matched]
    sealed = pii.seal_many(cells, ROW_LABEL)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM registry_importrow WHERE batch_id = %s AND number BETWEEN %s AND %s",
            (batch.pk, first, last),
        )
        with cursor.copy(_COPY) as copy:
            for one, row in zip(matched, sealed, strict=True):
                copy.write_row(_row(batch, one, row))


def _row(batch: ImportBatch, one: Matched, cells: bytes | None) -> tuple[Any, ...]:
    draft = one.draft
    is_person = bool(draft.values) or draft.is_bad
    state = (
        RowState.BAD if draft.is_bad else (RowState.WARNING if draft.problems else RowState.GOOD)
    )
    action = one.action if is_person else RowAction.SKIP
    secrets = (
        value
        for name in ("id", "phone", "bank", "contact_phone")
        for value in (one.sealed.get(name), one.index.get(name))
    )
    return (
        batch.pk, draft.number, str(state), str(action), cells, draft.values.get("name", "")[:60],
        _json(draft.values), _json([problem.to_json() for problem in draft.problems]), one.elder_id,
        one.version, _json(one.changes), "[]", *secrets,
    )  # fmt: skip


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _file_rows(batch: ImportBatch) -> Iterator[DataRow]:
    path = Path(batch.file.path)
    if not path.exists():
        raise DomainError(
            "intake.file-gone",
            _("The uploaded file is no longer there."),
            remedy=_("Upload the list again."),
        )
    with open_book(path, name=batch.filename, is_vetted=True) as book:
        yield from data_rows(book, layout_of(batch))


def layout_of(batch: ImportBatch) -> Layout:
    """The layout that was found at upload, with the fields that the user chose since."""
    sheet = SheetInfo(batch.sheet_index, batch.sheet, is_hidden=False)
    suggestions = [
        Suggestion(Column(c["index"], c["label"], c["group"]), c["field"], c["how"])
        for c in batch.columns
    ]
    return Layout(sheet, (batch.header_first, batch.header_last), suggestions, [], [])


def _kept_rows(batch: ImportBatch, after: int) -> Iterator[DataRow]:
    rows = ImportRow.objects.filter(batch=batch).order_by("number")
    while chunk := list(
        rows.filter(number__gt=after).values_list("number", "cells_sealed", "problems")[:CHUNK]
    ):
        yield from (kept_row(*row) for row in chunk)
        after = chunk[-1][0]


def kept_row(number: int, sealed: bytes, problems: list[dict[str, Any]]) -> DataRow:
    """A row as the file had it."""
    codes = {problem["code"] for problem in problems}
    kind = next((kind for kind in ("footer", "header") if f"row.{kind}" in codes), "person")
    return DataRow(number, json.loads(pii.open_(sealed, ROW_LABEL)), kind)


def tell_first_ones(batch: ImportBatch) -> None:
    """A row whose resident ID a later row repeats was taken; its reader is told to compare."""
    later = ImportRow.objects.filter(batch=batch, problems__contains=[{"code": "id.duplicate"}])
    told: dict[int, list[int]] = {}
    for number, problems in later.values_list("number", "problems"):
        for problem in problems:
            if problem["code"] == "id.duplicate":
                told.setdefault(problem["params"]["rows"], []).append(number)
    for row in ImportRow.objects.filter(batch=batch, number__in=told):
        others = ", ".join(map(str, sorted(told[row.number])[:10]))
        remark = CellProblem("id.repeated", "id", "", is_fatal=False, params={"rows": others})
        row.problems = [p for p in row.problems if p["code"] != "id.repeated"] + [remark.to_json()]
        row.state = RowState.WARNING if row.state == RowState.GOOD else row.state
        row.save(update_fields=["problems", "state"])


def finish_check(batch: ImportBatch) -> None:
    """The preview is ready; the uploaded file is no longer needed."""
    with transaction.atomic():
        tell_first_ones(batch)
        name = batch.file.name
        batch.state, batch.previewed_at, batch.file = BatchState.PREVIEWED, clock.now(), ""
        batch.save(update_fields=["state", "previewed_at", "file"])
        if name:
            storage = ImportBatch._meta.get_field("file").storage
            transaction.on_commit(lambda: storage.delete(name))
    if not ImportRow.objects.filter(batch=batch).exists():
        raise DomainError("intake.no-rows", _("The list has no rows."))
