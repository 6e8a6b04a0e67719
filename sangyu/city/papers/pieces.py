"""The source text of a paper cut into the stretches that the confirm page links: nothing lost, nothing doubled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sangyu.city.papers.models import Paper, PaperClause, PaperRule, PaperTarget
from sangyu.city.papers.selectors import Sayings, TaskProposal


@dataclass(frozen=True)
class Part:
    """Characters with one link. `link`: the proposal's id on the page; `is_first`: here its own id stands."""

    text: str
    link: str = ""
    is_first: bool = False
    is_foreign: bool = False
    proposed: str = ""


@dataclass(frozen=True)
class Piece:
    """A stretch of the source text: of one task (`position`), or of none."""

    parts: tuple[Part, ...]
    position: int | None = None

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(part.text for part in self.parts)


@dataclass(frozen=True)
class _Mark:
    start: int
    end: int
    link: str = ""
    is_foreign: bool = False
    proposed: str = ""


def pieces(
    paper: Paper, tasks: Sequence[TaskProposal], sayings: Sayings | None = None
) -> list[Piece]:
    """The text cut at the tasks, and within them at targets, rules, garbled words and what was injected."""
    marks = _clean([*_foreign(paper), *(_inner(sayings) if sayings else [])])
    found: list[Piece] = []
    end = 0
    spans = [
        (task.row.span_start, task.row.span_end, task.row.position)
        for task in tasks
        if task.row.span_start is not None and task.row.span_end is not None
    ]
    for start, stop, position in sorted(spans):
        if start < end or stop <= start:
            continue
        if start > end:
            found.append(Piece(_parts(paper.text, end, start, marks)))
        found.append(Piece(_parts(paper.text, start, stop, marks), position))
        end = stop
    if end < len(paper.text):
        found.append(Piece(_parts(paper.text, end, len(paper.text), marks)))
    return found


def _foreign(paper: Paper) -> Iterable[_Mark]:
    return [
        _Mark(problem["span"][0], problem["span"][1], is_foreign=True)
        for problem in paper.problems
        if problem["span"] and str(problem["code"]).startswith("foreign.")
    ]


def _inner(sayings: Sayings) -> list[_Mark]:
    marks = [_of(row, f"target-{row.position}") for row in sayings.targets]
    marks += [_of(row, f"rule-{row.position}") for row in sayings.rules]
    return marks + [
        _Mark(word["span"][0], word["span"][1], proposed=word["proposed"])
        for clause in sayings.clauses
        for word in clause.proposals
    ]


def _of(row: PaperTarget | PaperRule | PaperClause, link: str) -> _Mark:
    return _Mark(row.span_start, row.span_end, link)


def _clean(marks: Iterable[_Mark]) -> list[_Mark]:
    """Without those that begin within another; the longer of two that begin together."""
    kept: list[_Mark] = []
    for mark in sorted(marks, key=lambda m: (m.start, not m.is_foreign, -m.end)):
        if mark.end > mark.start and (not kept or mark.start >= kept[-1].end):
            kept.append(mark)
    return kept


def _parts(text: str, start: int, stop: int, marks: Sequence[_Mark]) -> tuple[Part, ...]:
    parts: list[Part] = []
    at = start
    for mark in marks:
        if mark.end <= at or mark.start >= stop:
            continue
        left, right = max(mark.start, at), min(mark.end, stop)
        if left > at:
            parts.append(Part(text[at:left]))
        is_first = left == mark.start and bool(mark.link)
        parts.append(Part(text[left:right], mark.link, is_first, mark.is_foreign, mark.proposed))
        at = right
    if at < stop:
        parts.append(Part(text[at:stop]))
    return tuple(parts)
