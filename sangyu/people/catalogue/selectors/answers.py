"""What the list in force says to one person: item by item yes, perhaps, ask, or no, with the reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sangyu.insight.datasets.types import AS_OF
from sangyu.insight.expressions.explaining import Explanation, Outcome, Used, explain
from sangyu.people.catalogue import facts
from sangyu.people.catalogue.models import Item, Release
from sangyu.people.catalogue.types import Answer, Availability

_ORDER = {Answer.YES: 0, Answer.MAYBE: 1, Answer.ASK: 2, Answer.NO: 3}
_ANSWERS = {Outcome.YES: Answer.YES, Outcome.UNKNOWN: Answer.MAYBE, Outcome.NO: Answer.NO}


@dataclass(frozen=True)
class ItemAnswer:
    """One item's answer. `reasons`: the single conditions; `missing`: what would have to be recorded to tell."""

    item: Item
    answer: Answer
    explanation: Explanation | None

    @property
    def reasons(self) -> tuple[Explanation, ...]:
        return self.explanation.leaves() if self.explanation else ()

    @property
    def missing(self) -> tuple[Used, ...]:
        return self.explanation.missing() if self.explanation else ()

    @property
    def is_open(self) -> bool:
        return str(self.item.availability) == Availability.OPEN


@dataclass(frozen=True)
class Answers:
    """All answers of one list for one person on a day; what one gets first."""

    release: Release
    on: date
    items: tuple[ItemAnswer, ...]

    def of(self, answer: str) -> tuple[ItemAnswer, ...]:
        return tuple(one for one in self.items if one.answer == answer)

    @property
    def parts(self) -> tuple[tuple[Answer, tuple[ItemAnswer, ...]], ...]:
        """The answers by what they say, empty parts left out."""
        found = ((answer, self.of(answer)) for answer in _ORDER)
        return tuple((answer, items) for answer, items in found if items)


def answers_for(release: Release, row: Mapping[str, Any], on: date) -> Answers:
    """A list's answers for a row of the dataset, in the reader's language."""
    found = [_answer(item, row) for item in release.items.all()]
    found.sort(key=lambda one: (_ORDER[one.answer], one.item.position))
    return Answers(release, on, tuple(found))


def _answer(item: Item, row: Mapping[str, Any]) -> ItemAnswer:
    if not item.condition:
        return ItemAnswer(item, Answer.ASK, None)
    told = explain(facts.expression(item.condition), row)
    return ItemAnswer(item, _ANSWERS[told.outcome], told)


def answers_said(release: Release, said: Mapping[str, Any], on: date) -> Answers:
    """A list's answers for somebody who is on no register: what they said, and what follows from it."""
    ground = facts.ground()
    nothing = {
        column.name: () if column.name == ground.tags else None for column in ground.dataset.columns
    }
    row: dict[str, Any] = {**nothing, **said, AS_OF: on}
    follows = {tag for tag, rule in ground.follows.items() if rule.outcome(row) is True}
    row[ground.tags] = tuple(sorted({*row[ground.tags], *follows}))
    return answers_for(release, row, on)
