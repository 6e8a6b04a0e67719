"""Writes of the papers room: upload and read, correct, confirm."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sangyu.city.organisations import selectors as organisations
from sangyu.city.papers import proposing, rights
from sangyu.city.papers.events import ConfirmedTask, TasksConfirmed
from sangyu.city.papers.keeping import confirmed_rules, confirmed_targets, keep_sayings, keep_units
from sangyu.city.papers.models import (
    Paper,
    PaperRule,
    PaperState,
    PaperTarget,
    PaperTask,
)
from sangyu.city.papers.reading.paper import read_paper
from sangyu.city.papers.reading.types import PaperReading
from sangyu.kernel import audit, events
from sangyu.kernel.access import load, require, require_area
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError


def paper_upload(*, actor: Actor, content: bytes, file_name: str, at: datetime) -> Paper:
    """Read a file and keep it with what was read. The same file again gives the paper that is already there."""
    require(actor, rights.PAPER_CONFIRM)
    digest = hashlib.sha256(content).hexdigest()
    known = Paper.objects.filter(area_code=actor.area_code, digest=digest).first()
    if known is not None:
        return known
    reading = read_paper(content, file_name)
    if not reading.tasks and not reading.clauses:
        reasons = " ".join(
            proposing.problem_sentence(proposing.problem_dict(p)) for p in reading.problems[:3]
        )
        raise DomainError(
            "no-tasks",
            _("No task could be read in this file. %(reasons)s") % {"reasons": reasons},
            field="file",
        )
    try:
        return _keep(actor, reading, content, file_name, digest, at)
    except IntegrityError:  # a colleague was faster with the same file
        return Paper.objects.get(area_code=actor.area_code, digest=digest)


@transaction.atomic
def _keep(
    actor: Actor, reading: PaperReading, content: bytes, file_name: str, digest: str, at: datetime
) -> Paper:
    document = reading.document
    paper = Paper(
        title=(document.title or file_name.rsplit(".", 1)[0])[:300],
        number=document.number[:80],
        issuer=document.issuer[:120],
        issued_on=document.issued_on,
        effective_on=document.effective_on,
        valid_until=proposing.valid_until(document),
        status=document.status[:20],
        area_code=actor.area_code,
        file_name=file_name[:200],
        digest=digest,
        text=reading.text,
        problems=[proposing.problem_dict(problem) for problem in reading.problems],
        uploaded_at=at,
        uploaded_by=f"{actor.organisation_name} {actor.label}".strip(),
    )
    paper.file.save(f"{digest[:16]}{_suffix(file_name)}", ContentFile(content), save=False)
    paper.save()
    _keep_tasks(paper, reading)
    keep_sayings(paper, reading)
    audit.record(
        actor, rights.UPLOADED, kind="paper", id=paper.pk, area_code=paper.area_code, label=paper.title,
        after={
            "tasks": len(reading.tasks), "targets": len(reading.targets), "rules": len(reading.rules),
            "problems": len(reading.problems),
        }, at=at,
    )  # fmt: skip
    return paper


def _keep_tasks(paper: Paper, reading: PaperReading) -> None:
    names = {name for task in reading.tasks for name in (*task.lead.names, *task.support.names)}
    matches = organisations.match_units(sorted(names), paper.area_code)
    for position, task in enumerate(reading.tasks, start=1):
        row = proposing.task_row(task, position)
        row.paper = paper
        row.problems = [*row.problems, *proposing.unmatched(task, matches)]
        row.save()
        keep_units(
            row, proposing.units_of(task.lead, matches), proposing.units_of(task.support, matches)
        )


@transaction.atomic
def task_correct(
    *,
    actor: Actor,
    task_id: int,
    values: dict[str, Any],
    lead: Sequence[int],
    support: Sequence[int],
) -> PaperTask:
    """Put right what was read of one task. `values` are its columns; units by id, the first lead leads."""
    row = load(PaperTask.objects.select_related("paper"), actor, rights.PAPER_CONFIRM, pk=task_id)
    require_area(actor, row.paper.area_code)
    before = _put_right(row, values)
    keep_units(row, lead, support)
    audit.record(
        actor, rights.CORRECTED, kind="paper", id=row.paper_id, area_code=row.paper.area_code,
        label=row.paper.title, before={k: str(v) for k, v in before.items()},
        after={k: str(v) for k, v in values.items()} | {"no": row.no},
    )  # fmt: skip
    return row


def _put_right(row: PaperTask | PaperTarget | PaperRule, values: dict[str, Any]) -> dict[str, Any]:
    """Give the row its corrected values; returns those it had."""
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    row.is_corrected = True
    row.full_clean(exclude=["paper"])
    row.save()
    return before


@transaction.atomic
def saying_correct(
    *,
    actor: Actor,
    kind: type[PaperTarget] | type[PaperRule],
    saying_id: int,
    values: dict[str, Any],
) -> PaperTarget | PaperRule:
    """Put right what was read of one target or rule, or leave it out with a reason."""
    row = load(kind.objects.select_related("paper"), actor, rights.PAPER_CONFIRM, pk=saying_id)
    require_area(actor, row.paper.area_code)
    before = _put_right(row, values)
    audit.record(
        actor, rights.SAYING_CORRECTED, kind="paper", id=row.paper_id, area_code=row.paper.area_code,
        label=row.paper.title, before={k: str(v) for k, v in before.items()},
        after={k: str(v) for k, v in values.items()}, clause=row.clause_no,
    )  # fmt: skip
    saying: PaperTarget | PaperRule = row
    return saying


@transaction.atomic
def paper_confirm(
    *, actor: Actor, paper_id: int, heading: dict[str, Any], starts_on: date, at: datetime
) -> Paper:
    """Confirm the tasks: each that is not left out has a leading unit and becomes a duty."""
    paper = load(Paper.objects.select_for_update(), actor, rights.PAPER_CONFIRM, pk=paper_id)
    require_area(actor, paper.area_code)
    rows = list(
        PaperTask.objects.filter(paper=paper, left_out="")
        .prefetch_related("units")
        .order_by("position")
    )
    if not rows:
        raise Conflict(
            "nothing-left", _("Every task was left out, so there is nothing to confirm.")
        )
    without = [
        row.no or str(row.position)
        for row in rows
        if not any(unit.is_lead for unit in row.units.all())
    ]
    if without:
        raise DomainError(
            "no-lead",
            _("These tasks have no leading unit: %(numbers)s.") % {"numbers": "、".join(without)},
            remedy=_("Choose one for each, or leave the task out with a reason."),
        )
    undated = [
        row.no for row in rows if row.deadline_kind in {"dated", "hybrid"} and row.due_on is None
    ]
    if undated:
        raise DomainError(
            "no-date",
            _("These tasks are due by a date, but the date is missing: %(numbers)s.")
            % {"numbers": "、".join(undated)},
            remedy=_("Set the date, or choose another kind of deadline."),
        )
    for name, value in heading.items():
        setattr(paper, name, value)
    paper.starts_on, paper.state = starts_on, PaperState.CONFIRMED
    paper.confirmed_at, paper.confirmed_by = at, f"{actor.organisation_name} {actor.label}".strip()
    paper.full_clean()
    paper.save()
    audit.record(
        actor, rights.CONFIRMED, kind="paper", id=paper.pk, area_code=paper.area_code, label=paper.title,
        after={"tasks": len(rows), "starts_on": starts_on.isoformat()}, clause=paper.number, at=at,
    )  # fmt: skip
    events.publish(
        TasksConfirmed(
            actor=actor, document_id=paper.pk, title=paper.title, number=paper.number,
            area_code=paper.area_code, issued_on=paper.issued_on, starts_on=starts_on,
            tasks=tuple(_confirmed(row) for row in rows), at=at,
            targets=confirmed_targets(paper), rules=confirmed_rules(paper),
        )
    )  # fmt: skip
    return paper


def _confirmed(row: PaperTask) -> ConfirmedTask:
    units = list(row.units.all())
    return ConfirmedTask(
        no=row.no, part=row.part, title=row.title, measure=row.measure,
        lead=tuple(unit.organisation_id for unit in units if unit.is_lead),
        support=tuple(unit.organisation_id for unit in units if not unit.is_lead),
        lead_printed=tuple(row.lead_printed), support_printed=tuple(row.support_printed),
        deadline=row.deadline, deadline_kind=row.deadline_kind, due_on=row.due_on,
        month=row.month, day=row.day, method=row.method,
    )  # fmt: skip


def _suffix(file_name: str) -> str:
    dot = file_name.rfind(".")
    return file_name[dot : dot + 6].lower() if dot > 0 else ""
