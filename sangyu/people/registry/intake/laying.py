"""From an uploaded file to its columns: the list found in it, what its headings mean, what a unit said before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sangyu.kernel import clock
from sangyu.kernel.actors import Actor
from sangyu.people.registry.intake.checking import layout_of
from sangyu.people.registry.intake.columns import Suggestion, remembered, signature
from sangyu.people.registry.intake.layout import Layout, Notice, find_layout
from sangyu.people.registry.intake.sheets import open_book
from sangyu.people.registry.models import ImportBatch, ImportMapping
from sangyu.people.registry.types import BatchState


def lay_out(actor: Actor, batch: ImportBatch, sheet: int | None) -> None:
    """Open the file, find the list in it, and propose what its columns mean."""
    with open_book(Path(batch.file.path), name=batch.filename) as book:
        layout = find_layout(book, sheet)
    notices = [*layout.notices, *_seen_before(batch)]
    batch.sheet_index, batch.sheet = layout.sheet.index, layout.sheet.name[:100]
    batch.header_first, batch.header_last = layout.header
    batch.columns = [
        {
            "index": s.column.index,
            "label": s.column.label[:80],
            "group": s.column.group[:80],
            "field": s.field,
            "how": s.how,
        }
        for s in _with_memory(actor, layout)
    ]  # fmt: skip
    batch.notices = [{"code": notice.code, "params": notice.params} for notice in notices]


def _with_memory(actor: Actor, layout: Layout) -> list[Suggestion]:
    known = ImportMapping.objects.filter(
        organisation_id=_unit(actor), fingerprint=signature(layout.columns)
    ).first()
    return remembered(layout.columns, known.columns) if known else layout.suggestions


def _seen_before(batch: ImportBatch) -> list[Notice]:
    again = (
        ImportBatch.objects.filter(digest=batch.digest, area_code__startswith=batch.area_code)
        .exclude(pk=batch.pk)
        .exclude(state__in=(BatchState.DISCARDED, BatchState.UNDONE))
        .first()
    )
    if again is None:
        return []
    on = clock.legal_day(again.created_at).isoformat()
    return [Notice("file.again", {"on": on, "by": again.actor_label})]


def remember(actor: Actor, batch: ImportBatch) -> None:
    """Keep what the unit said of these columns, for its next list with the same headings."""
    ImportMapping.objects.update_or_create(
        organisation_id=_unit(actor),
        fingerprint=signature(layout_of(batch).columns),
        defaults={
            "columns": {str(column["index"]): column["field"] for column in batch.columns},
            "used_at": clock.now(),
        },
    )


def _unit(actor: Actor) -> Any:
    """None is a memory of its own: that of actors without a unit."""
    return actor.organisation_id
