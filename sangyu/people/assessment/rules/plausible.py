"""Answers that hardly go together. A hint makes the assessor look twice; it never refuses a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Condition:
    """The score of an item lies at or above, at or below a bound; both bounds may be given."""

    item: str
    at_least: int | None = None
    at_most: int | None = None

    def holds(self, scores: Mapping[str, int]) -> bool:
        """An item without an answer fulfils nothing."""
        score = scores.get(self.item)
        if score is None:
            return False
        return (self.at_least is None or score >= self.at_least) and (
            self.at_most is None or score <= self.at_most
        )


@dataclass(frozen=True)
class Hint:
    """A code and the conditions that together make it worth a second look."""

    code: str
    when: tuple[Condition, ...]


def hints_found(hints: Sequence[Hint], scores: Mapping[str, int]) -> list[Hint]:
    """The hints whose conditions all hold, in the order of the policy. `scores`: item → score of the answer."""
    return [hint for hint in hints if all(one.holds(scores) for one in hint.when)]
