"""Two writes on the tasks of a paper: one task becomes two, or two become one."""

from __future__ import annotations

import re

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from sangyu.city.papers import rights
from sangyu.city.papers.keeping import keep_units
from sangyu.city.papers.models import PaperTask, PaperTaskUnit
from sangyu.kernel import audit
from sangyu.kernel.access import load, require_area
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict

_FAR = 1_000_000
"""Positions are unique, so those that move go far away first."""


def sentences_of(task: PaperTask) -> list[str]:
    """The sentences at which a task can be split: of its measure, or of its title where it has none."""
    text = task.measure or task.title
    return [piece for piece in re.split(r"(?<=[。；;！])", text) if piece.strip()]


@transaction.atomic
def task_split(*, actor: Actor, task_id: int, at_sentence: int) -> PaperTask:
    """Make two tasks of one: what stands from that sentence on (from 1) becomes the next, with the same units."""
    row = _loaded(actor, task_id)
    pieces = sentences_of(row)
    if not 0 < at_sentence < len(pieces):
        raise Conflict("no-such-sentence", _("The task cannot be split there."))
    first, rest = "".join(pieces[:at_sentence]).strip(), "".join(pieces[at_sentence:]).strip()
    units = list(row.units.all())
    later = PaperTask.objects.filter(paper=row.paper_id, position__gt=row.position)
    later.update(position=F("position") + _FAR)
    moved = PaperTask.objects.filter(paper=row.paper_id, position__gt=_FAR)
    moved.update(position=F("position") - _FAR + 1)
    if row.measure:
        row.measure = first
    else:
        row.title = first
    row.is_corrected = True
    row.save()
    second = load(PaperTask.objects.all(), actor, rights.PAPER_CONFIRM, pk=row.pk)
    second.pk, second.position, second.no = None, row.position + 1, f"{row.no[:17]}-2"
    second.title, second.measure, second._state.adding = rest, "", True  # noqa: SLF001 - Django's way to copy a row
    second.save()
    keep_units(
        second,
        [unit.organisation_id for unit in units if unit.is_lead],
        [unit.organisation_id for unit in units if not unit.is_lead],
    )
    _record(actor, rights.SPLIT, row, {"no": second.no, "title": rest})
    return second


@transaction.atomic
def task_merge(*, actor: Actor, task_id: int) -> PaperTask:
    """Join a task to the one before it; it stays, left out, with that reason."""
    row = _loaded(actor, task_id)
    before = (
        PaperTask.objects.filter(paper=row.paper_id, position__lt=row.position, left_out="")
        .order_by("-position")
        .first()
    )
    if before is None or row.left_out:
        raise Conflict("nothing-before", _("There is no task before it to join it to."))
    before.measure = "\n".join(filter(None, (before.measure, row.title, row.measure)))
    before.is_corrected = True
    before.save()
    row.left_out = _("Joined to task %(no)s") % {"no": before.no or before.position}
    row.save()
    known = {unit.organisation_id for unit in before.units.all()}
    extra = [unit for unit in row.units.all() if unit.organisation_id not in known]
    PaperTaskUnit.objects.bulk_create(
        PaperTaskUnit(
            task=before,
            organisation_id=unit.organisation_id,
            is_lead=False,
            position=len(known) + at,
        )
        for at, unit in enumerate(extra)
    )
    _record(actor, rights.MERGED, before, {"no": row.no, "title": row.title})
    return before


def _loaded(actor: Actor, task_id: int) -> PaperTask:
    row = load(PaperTask.objects.select_related("paper"), actor, rights.PAPER_CONFIRM, pk=task_id)
    require_area(actor, row.paper.area_code)
    return row


def _record(actor: Actor, code: str, row: PaperTask, after: dict[str, str]) -> None:
    audit.record(
        actor, code, kind="paper", id=row.paper_id, area_code=row.paper.area_code,
        label=row.paper.title, after=after,
    )  # fmt: skip
