"""Reads of the papers room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sangyu.city.organisations.selectors import unit_ref
from sangyu.city.organisations.types import UnitRef
from sangyu.city.papers.models import Paper, PaperTask
from sangyu.city.papers.proposing import problem_sentence
from sangyu.city.papers.rights import PAPER_CONFIRM, PAPER_VIEW
from sangyu.kernel.access import load
from sangyu.kernel.actors import Actor


@dataclass(frozen=True)
class TaskProposal:
    """A task as the confirm page shows it."""

    row: PaperTask
    lead: list[UnitRef]
    support: list[UnitRef]
    doubts: list[str]

    @property
    def needs_lead(self) -> bool:
        return not self.lead and not self.row.left_out

    @property
    def needs_date(self) -> bool:
        return self.row.deadline_kind in {"dated", "hybrid"} and self.row.due_on is None


@dataclass(frozen=True)
class Piece:
    """A stretch of the source text: of one task (`position`), injected from outside (`is_foreign`), or neither."""

    text: str
    position: int | None = None
    is_foreign: bool = False


def paper_list(*, actor: Actor) -> Any:
    """Papers as a queryset for a list page."""
    return Paper.objects.visible_to(actor)


def paper_get(*, actor: Actor, paper_id: int) -> Paper:
    """One paper."""
    return load(Paper.objects.all(), actor, PAPER_VIEW, pk=paper_id)


def task_get(*, actor: Actor, task_id: int) -> TaskProposal:
    """One task for correcting."""
    rows = PaperTask.objects.select_related("paper").prefetch_related("units__organisation")
    return _proposal(load(rows, actor, PAPER_CONFIRM, pk=task_id))


def proposals(*, actor: Actor, paper: Paper) -> list[TaskProposal]:
    """The tasks of a paper, in its order."""
    rows = PaperTask.objects.visible_to(actor).filter(paper=paper)
    return [
        _proposal(row) for row in rows.prefetch_related("units__organisation").order_by("position")
    ]


def doubts(paper: Paper) -> list[str]:
    """What could not be read, each said once."""
    return list(dict.fromkeys(problem_sentence(problem) for problem in paper.problems))


def pieces(paper: Paper, tasks: list[TaskProposal]) -> list[Piece]:
    """The source text cut at the tasks' spans and at what was injected, in order, nothing lost."""
    marks = [
        (task.row.span_start, task.row.span_end, task.row.position, False)
        for task in tasks
        if task.row.span_start is not None and task.row.span_end is not None
    ]
    foreign = [
        (*problem["span"], None, True)
        for problem in paper.problems
        if problem["span"] and str(problem["code"]).startswith("foreign.")
    ]
    found: list[Piece] = []
    end = 0
    for start, stop, position, is_foreign in sorted(
        marks + foreign, key=lambda mark: (mark[0], -mark[1])
    ):
        if start < end:
            continue
        if start > end:
            found.append(Piece(paper.text[end:start]))
        found.append(Piece(paper.text[start:stop], position, is_foreign))
        end = stop
    found.append(Piece(paper.text[end:]))
    return [piece for piece in found if piece.text]


def _proposal(row: PaperTask) -> TaskProposal:
    units = list(row.units.all())
    return TaskProposal(
        row,
        [unit_ref(unit.organisation) for unit in units if unit.is_lead],
        [unit_ref(unit.organisation) for unit in units if not unit.is_lead],
        [problem_sentence(problem) for problem in row.problems],
    )
