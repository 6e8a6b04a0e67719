"""An elder's history as the page tells it: what was recorded together is one entry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from sangyu.kernel.actors import Actor
from sangyu.kernel.attachments import selectors as attachments
from sangyu.kernel.attachments.types import AttachmentRow
from sangyu.people.registry import types
from sangyu.people.registry.pages import words
from sangyu.people.registry.rules.fields import STATUS_FIELDS
from sangyu.people.registry.selectors.past import TimelineEntry

TONES = {"proposed": "warn", "rejected": "bad", "undone": "muted", "applied": "good"}


@dataclass
class Entry:
    """One recorded occasion: several fields, one day, one source, one proof."""

    on: date
    recorded_at: datetime
    source: str
    proof: str
    bundle: str
    by: str
    unit: str
    state: str
    state_label: str
    tone: str
    note: str
    group: str
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    undoable: list[tuple[int, str]] = field(default_factory=list)
    files: list[AttachmentRow] = field(default_factory=list)


def entries(rows: Iterable[TimelineEntry], actor: Actor) -> list[Entry]:
    """The rows of the timeline, grouped as they were recorded, with the files of their proof."""
    found: dict[tuple[str, date, str], Entry] = {}
    for row in rows:
        key = (row.group or f"#{row.id}", row.effective_on, row.state)
        entry = found.setdefault(key, _entry(row))
        entry.changes.append(
            (
                words.label(row.field),
                words.word(row.field, row.before),
                words.word(row.field, row.after),
            )
        )
        if row.state == types.ChangeState.APPLIED and row.field not in STATUS_FIELDS:
            entry.undoable.append((row.id, words.label(row.field)))
    files = attachments.of_bundles(actor=actor, bundles=[one.bundle for one in found.values()])
    for entry in found.values():
        entry.files = files.get(entry.bundle, [])
    return list(found.values())


def _entry(row: TimelineEntry) -> Entry:
    return Entry(
        on=row.effective_on,
        recorded_at=row.recorded_at,
        source=str(types.Source(row.source).label),
        proof=row.proof,
        bundle=row.proof_file,
        by=row.by,
        unit=row.unit,
        state=row.state,
        state_label=str(types.ChangeState(row.state).label),
        tone=TONES[row.state],
        note=row.note,
        group=row.group,
    )
