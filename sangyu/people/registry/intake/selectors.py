"""The reads of imports: history, counts, the rows of a preview."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from sangyu.city.areas import selectors as areas
from sangyu.kernel import work
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict
from sangyu.people.registry.intake.layout import find_layout
from sangyu.people.registry.intake.problems import mask_numbers
from sangyu.people.registry.intake.sheets import open_book
from sangyu.people.registry.intake.showing import cells_of
from sangyu.people.registry.models import ImportBatch, ImportRow
from sangyu.people.registry.types import RowAction, RowState

SAMPLES = 3
_IN = (RowState.GOOD, RowState.WARNING, RowState.COMMITTED, RowState.UNDONE)
VIEWS: dict[str, Q] = {
    "refused": Q(state=RowState.BAD),
    "new": Q(action=RowAction.CREATE, state__in=_IN),
    "changes": Q(action=RowAction.UPDATE, state__in=_IN),
    "alike": Q(problems__contains=[{"code": "row.alike"}]),
    "same": Q(action=RowAction.SAME, state__in=_IN),
    "left_out": Q(action=RowAction.SKIP),
    "remarks": ~Q(problems=[]) & ~Q(state=RowState.BAD),
    "all": Q(),
}


@dataclass(frozen=True)
class Counts:
    """How many rows of each kind."""

    refused: int = 0
    new: int = 0
    changes: int = 0
    alike: int = 0
    same: int = 0
    left_out: int = 0
    remarks: int = 0
    all: int = 0

    @property
    def wanted(self) -> int:
        """Rows that a commit would bring in."""
        return self.new + self.changes


def batch_list(*, actor: Actor) -> QuerySet[ImportBatch]:
    """The imports within the actor's area, newest first."""
    rows: QuerySet[ImportBatch] = ImportBatch.objects.visible_to(actor)
    return rows


def has_stopped(batch: ImportBatch) -> bool:
    """True if the batch's job failed or was cancelled on the way: whoever may import here can take it up again."""
    return work.has_stopped(batch.job_id or 0)


def batch_counts(batch: ImportBatch) -> Counts:
    """Counted in one pass over the rows."""
    counts: dict[str, Any] = ImportRow.objects.filter(batch=batch).aggregate(
        **{name: Count("pk", filter=condition) for name, condition in VIEWS.items() if condition},
        all=Count("pk"),
    )
    return Counts(**counts)


def batch_rows(batch: ImportBatch, view: str) -> QuerySet[ImportRow]:
    """The rows of one tab of the preview, in the order of the file."""
    rows: QuerySet[ImportRow] = ImportRow.objects.filter(VIEWS[view], batch=batch)
    return rows


def column_samples(batch: ImportBatch) -> dict[int, list[str]]:
    """A few values of each column, long numbers masked: from the file, or from its rows once they are kept."""
    if batch.file:
        with open_book(Path(batch.file.path), name=batch.filename, is_vetted=True) as book:
            rows = find_layout(book, batch.sheet_index).samples
    else:
        rows = [cells_of(row) for row in ImportRow.objects.filter(batch=batch)[: SAMPLES * 4]]
    found: dict[int, list[str]] = {}
    for column in batch.columns:
        place = column["index"]
        values = (row[place] for row in rows if place < len(row) and row[place])
        distinct = list(dict.fromkeys(mask_numbers(value) for value in values))
        found[place] = distinct[:SAMPLES]
    return found


def sheet_choices(batch: ImportBatch) -> list[tuple[int, str]]:
    """The sheets of a file that was not read yet."""
    if not batch.file:
        return []
    with open_book(Path(batch.file.path), name=batch.filename, is_vetted=True) as book:
        return [(info.index, info.name) for info in book.sheets]


def area_choices(*, actor: Actor) -> list[tuple[str, str]]:
    """The communities that a whole file may belong to."""
    found = areas.area_descendants(actor=actor, code=actor.area_code, level="community")
    return [(area.code, area.full_name) for area in found]


def batch_row(batch: ImportBatch, number: int) -> ImportRow:
    """One row of a list; a conflict if it is gone."""
    row: ImportRow | None = ImportRow.objects.filter(batch=batch, number=number).first()
    if row is None:
        raise Conflict(
            "intake.row", _("This list has no such row."), remedy=_("Look at the list again.")
        )
    return row
