"""The stored targets, rules and clauses of a loaded pack, brought to its new edition; what was corrected stays."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Max

from sangyu.city.papers import services
from sangyu.city.papers.keeping import keep_clauses
from sangyu.city.papers.models import Paper, PaperClause, PaperRule, PaperTarget
from sangyu.city.papers.packs.sayings import (
    COMMON,
    GONE,
    OWN,
    Saying,
    SayingDifferences,
)
from sangyu.city.papers.reading.types import PaperReading
from sangyu.kernel.actors import Actor


def refresh(actor: Actor, paper: Paper, told: SayingDifferences, reading: PaperReading) -> None:
    """Write what differs, row by row with its entry in the trail; places in the text follow the new one."""
    for row, new in told.changed:
        names = (*OWN[type(row)], *COMMON)
        values = {name: getattr(new, name) for name in names} | {"left_out": ""}
        _correct(actor, row, values)
    for row in told.removed:
        _correct(actor, row, {"left_out": str(GONE)})
    for kind in (PaperTarget, PaperRule):
        _place(kind, told.kept)
        _add(kind, paper, [row for row in told.added if isinstance(row, kind)])
    PaperClause.objects.filter(paper=paper).delete()
    keep_clauses(paper, reading.clauses)


def _correct(actor: Actor, row: Saying, values: dict[str, object]) -> None:
    """As a person would, but that the row stays the pack's."""
    kind = type(row)
    services.saying_correct(actor=actor, kind=kind, saying_id=row.pk, values=values)
    kind._default_manager.filter(pk=row.pk).update(is_corrected=False)


def _add(kind: type[PaperTarget] | type[PaperRule], paper: Paper, rows: Sequence[Saying]) -> None:
    """New rows behind the old ones."""
    last = kind.objects.filter(paper=paper).aggregate(last=Max("position"))["last"] or 0
    for position, row in enumerate(rows, start=last + 1):
        row.position = position
        row.save()


def _place(
    kind: type[PaperTarget] | type[PaperRule], pairs: Sequence[tuple[Saying, Saying]]
) -> None:
    for row, new in pairs:
        if isinstance(row, kind):
            kind.objects.filter(pk=row.pk).update(span_start=new.span_start, span_end=new.span_end)
