"""Answer sheets for tests: the best, the worst, and one with given subtotals."""

from __future__ import annotations

from collections.abc import Mapping

from sangyu.people.assessment.policy import instruments
from sangyu.people.assessment.rules.scoring import score
from sangyu.people.assessment.types import Answer, Item, Result, Sheet


def best(code: str) -> dict[str, Answer]:
    """Every required item with its best answer."""
    items = instruments()[code].items.values()
    return {item.code: next(iter(item.options)) for item in items if item.required}


def with_subtotals(code: str, subtotals: Mapping[str, int]) -> dict[str, Answer]:
    """Answers that add up to these subtotals; sections not named keep their best answers. Never a coma."""
    answers = best(code)
    for section in instruments()[code].sections:
        if section.code in subtotals:
            left = subtotals[section.code]
            for item in (item for item in section.items if item.required):
                answers[item.code] = _answer(item, left)
                left -= item.options[answers[item.code]]
            assert left == 0, f"{section.code} cannot be {subtotals[section.code]}"
    return answers


def _answer(item: Item, most: int) -> Answer:
    """The first answer with the highest score up to `most`."""
    return max(
        (answer for answer, points in item.options.items() if points <= most),
        key=lambda answer: item.options[answer],
    )


def with_total(code: str, total: int) -> dict[str, Answer]:
    """Answers of a summing instrument that add up to the total."""
    subtotals = {}
    left = total
    for section in instruments()[code].sections:
        most = sum(max(item.options.values()) for item in section.items)
        subtotals[section.code] = min(most, left)
        left -= subtotals[section.code]
    return with_subtotals(code, subtotals)


def scored(
    code: str, answers: Mapping[str, object], diagnoses: object = (), events_30d: object = None
) -> Result:
    """The result of a sheet."""
    events = {} if events_30d is None else events_30d
    return score(instruments()[code], Sheet(answers, diagnoses, events))
