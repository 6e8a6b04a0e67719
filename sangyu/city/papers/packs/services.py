"""Writes of the packs: load one, bring one up to date. Everything goes through the services of an uploaded paper."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from sangyu.city.organisations import selectors as organisations
from sangyu.city.papers import proposing, rights, services
from sangyu.city.papers.models import Paper, PaperRule, PaperState, PaperTarget, PaperTask
from sangyu.city.papers.packs.refreshing import refresh
from sangyu.city.papers.packs.sayings import GONE, Saying, reading_of
from sangyu.city.papers.packs.selectors import (
    Differences,
    PackLine,
    file_name,
    key_of,
    pack_line,
)
from sangyu.city.papers.packs.types import Pack
from sangyu.city.papers.packs.word import word
from sangyu.city.papers.reading.types import PaperReading, Task
from sangyu.kernel import audit
from sangyu.kernel.access import load, require, require_area
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict


@transaction.atomic
def pack_load(*, actor: Actor, name: str, at: datetime, starts_on: date | None = None) -> Paper:
    """Load a pack into the actor's area: upload its Word file and, with `starts_on`, confirm its tasks.

    Safe to repeat: what is loaded stays, a later edition brings it up to date. Refused (`Conflict`) where the area has
    a file of its own of this title; `DomainError` where a task's leading unit is not in the register.
    """
    require(actor, rights.PAPER_CONFIRM)
    line = pack_line(actor=actor, name=name)
    if line.state == "own":
        raise Conflict(
            "pack-own-file",
            _("This paper is there already, from a file of your own."),
            remedy=_("Go on with that file, or give it another title first."),
        )
    paper = line.paper or _upload(actor, line.pack, at)
    if line.differences:
        paper = _update(actor, line, paper, at)
    if starts_on is not None and paper.state != PaperState.CONFIRMED:
        paper = _confirm(actor, line.pack, paper, starts_on, at)
    return paper


def _upload(actor: Actor, pack: Pack, at: datetime) -> Paper:
    paper = services.paper_upload(actor=actor, content=word(pack), file_name=file_name(pack), at=at)
    about = pack.document
    Paper.objects.filter(pk=paper.pk).update(
        title=about.title[:300], number=about.number[:80], issued_on=about.issued
    )
    paper.refresh_from_db()
    return paper


def _confirm(actor: Actor, pack: Pack, paper: Paper, starts_on: date, at: datetime) -> Paper:
    about = pack.document
    heading = {"title": about.title, "number": about.number, "issued_on": about.issued}
    return services.paper_confirm(
        actor=actor, paper_id=paper.pk, heading=heading, starts_on=starts_on, at=at
    )


# --- a later edition ---


def _update(actor: Actor, line: PackLine, paper: Paper, at: datetime) -> Paper:
    """The rows that differ, as the new edition has them; what was taken out is left out with the reason."""
    paper = load(Paper.objects.select_for_update(), actor, rights.PAPER_CONFIRM, pk=paper.pk)
    require_area(actor, paper.area_code)
    told, content, reading = line.differences, word(line.pack), reading_of(line.pack)
    read = {(task.part[:200], task.no[:20]): task for task in reading.tasks}
    wanted = {row.pk: read[key_of(task)] for row, task in told.changed}
    wanted |= _added(paper, [read[key_of(task)] for task in told.added])
    _correct(actor, paper, wanted)
    _leave_out(actor, told.removed)
    refresh(actor, paper, told.sayings, reading)
    _keep_text(paper, reading, content)
    audit.record(
        actor, rights.UPDATED, kind="paper", id=paper.pk, area_code=paper.area_code, label=paper.title,
        after=_counts(told), clause=paper.number, at=at,
    )  # fmt: skip
    if paper.state == PaperState.CONFIRMED and paper.starts_on is not None:
        return _confirm(actor, line.pack, paper, paper.starts_on, at)
    return paper


def _added(paper: Paper, tasks: list[Task]) -> dict[int, Task]:
    """New rows, behind the old ones: a row keeps its position, which its duties hang on."""
    last = PaperTask.objects.filter(paper=paper).count()
    found = {}
    for position, task in enumerate(tasks, start=last + 1):
        row = proposing.task_row(task, position)
        row.paper = paper
        row.save()
        found[row.pk] = task
    return found


def _correct(actor: Actor, paper: Paper, wanted: dict[int, Task]) -> None:
    names = {name for task in wanted.values() for name in (*task.lead.names, *task.support.names)}
    matches = organisations.match_units(sorted(names), paper.area_code)
    for pk, task in wanted.items():
        services.task_correct(
            actor=actor, task_id=pk, values=_values(task),
            lead=proposing.units_of(task.lead, matches),
            support=proposing.units_of(task.support, matches),
        )  # fmt: skip
    PaperTask.objects.filter(pk__in=wanted).update(is_corrected=False)


def _values(task: Task) -> dict[str, Any]:
    row = proposing.task_row(task, 1)
    names = (
        "title", "measure", "lead_printed", "support_printed", "deadline", "deadline_kind",
        "due_on", "month", "day", "method",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names} | {"left_out": ""}


def _leave_out(actor: Actor, rows: list[PaperTask]) -> None:
    for row in rows:
        units = list(row.units.all())
        services.task_correct(
            actor=actor, task_id=row.pk,
            values={"left_out": str(GONE)},
            lead=[unit.organisation_id for unit in units if unit.is_lead],
            support=[unit.organisation_id for unit in units if not unit.is_lead],
        )  # fmt: skip
    PaperTask.objects.filter(pk__in=[row.pk for row in rows]).update(is_corrected=False)


def _keep_text(paper: Paper, reading: PaperReading, content: bytes) -> None:
    """The new edition's file and text, and every row's place in it."""
    old = str(paper.file.name)
    paper.file.save(paper.file_name, ContentFile(content), save=False)
    paper.text, paper.digest = reading.text, hashlib.sha256(content).hexdigest()
    paper.problems = [proposing.problem_dict(problem) for problem in reading.problems]
    paper.save()
    transaction.on_commit(lambda: paper.file.storage.delete(old))
    spans = {(task.part[:200], task.no[:20]): task.span for task in reading.tasks}
    rows = list(PaperTask.objects.filter(paper=paper))
    for row in rows:
        span = spans.get((row.part, row.no))
        row.span_start, row.span_end = (span.start, span.end) if span else (None, None)
    PaperTask.objects.bulk_update(rows, ["span_start", "span_end"])


def _touched(told: Differences) -> list[Saying]:
    """The targets and rules that the edition changes, brings or loses."""
    sayings = told.sayings
    return [*(row for row, _new in sayings.changed), *sayings.added, *sayings.removed]


def _counts(told: Differences) -> dict[str, int]:
    return {
        "changed": len(told.changed),
        "added": len(told.added),
        "removed": len(told.removed),
        "targets": sum(isinstance(row, PaperTarget) for row in _touched(told)),
        "rules": sum(isinstance(row, PaperRule) for row in _touched(told)),
    }
