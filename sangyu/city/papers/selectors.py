"""Reads of the papers room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Q

from sangyu.city.organisations.selectors import unit_ref
from sangyu.city.organisations.types import UnitRef
from sangyu.city.papers.models import (
    Paper,
    PaperClause,
    PaperRule,
    PaperState,
    PaperTarget,
    PaperTask,
)
from sangyu.city.papers.proposing import problem_sentence
from sangyu.city.papers.reading.doubts import bare
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
class Sayings:
    """What was read beside the tasks."""

    clauses: list[PaperClause]
    targets: list[PaperTarget]
    rules: list[PaperRule]


@dataclass(frozen=True)
class Contradiction:
    """A target of this paper and one of a confirmed paper that do not agree."""

    mine: PaperTarget
    other: PaperTarget


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


def sayings(*, actor: Actor, paper: Paper) -> Sayings:
    """The clauses, targets and rules of a paper, in its order."""
    return Sayings(
        clauses=list(
            PaperClause.objects.visible_to(actor).filter(paper=paper).order_by("position")
        ),
        targets=list(
            PaperTarget.objects.visible_to(actor).filter(paper=paper).order_by("position")
        ),
        rules=list(PaperRule.objects.visible_to(actor).filter(paper=paper).order_by("position")),
    )


def target_get(*, actor: Actor, target_id: int) -> PaperTarget:
    """One target for correcting."""
    rows = PaperTarget.objects.select_related("paper")
    return cast("PaperTarget", load(rows, actor, PAPER_CONFIRM, pk=target_id))


def rule_get(*, actor: Actor, rule_id: int) -> PaperRule:
    """One rule for correcting."""
    rows = PaperRule.objects.select_related("paper")
    return cast("PaperRule", load(rows, actor, PAPER_CONFIRM, pk=rule_id))


def earlier_edition(*, actor: Actor, paper: Paper) -> Paper | None:
    """The paper of the same number or title that was uploaded before this one, for the same area."""
    same = Q(title=paper.title) | (Q(number=paper.number) if paper.number else Q(pk__in=[]))
    earlier = Paper.objects.visible_to(actor).filter(same, area_code=paper.area_code)
    return earlier.filter(uploaded_at__lt=paper.uploaded_at).order_by("-uploaded_at").first()


def contradictions(
    *, actor: Actor, paper: Paper, targets: list[PaperTarget]
) -> list[Contradiction]:
    """Targets of confirmed papers that want another value of the same indicator by the same day."""
    names = {(bare(target.indicator), target.due_on): target for target in targets if target.due_on}
    others = (
        PaperTarget.objects.visible_to(actor)
        .filter(
            paper__state=PaperState.CONFIRMED, left_out="", due_on__in={day for _, day in names}
        )
        .exclude(paper=paper)
        .select_related("paper")
    )
    found = []
    for other in others.order_by("paper", "position"):
        mine = names.get((bare(other.indicator), other.due_on))
        if (
            mine
            and (mine.unit, mine.scope) == (other.unit, other.scope)
            and mine.value != other.value
        ):
            found.append(Contradiction(mine, other))
    return found


def _proposal(row: PaperTask) -> TaskProposal:
    units = list(row.units.all())
    return TaskProposal(
        row,
        [unit_ref(unit.organisation) for unit in units if unit.is_lead],
        [unit_ref(unit.organisation) for unit in units if not unit.is_lead],
        [problem_sentence(problem) for problem in row.problems],
    )
