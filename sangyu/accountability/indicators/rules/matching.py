"""Pure: which indicator a paper's words may speak of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sangyu.city.papers.continuing import plain

NAME, CLAUSE = "name", "clause"
"""Why an indicator is suggested."""


@dataclass(frozen=True)
class Candidate:
    """An indicator that may be meant: what it is called, in which unit it counts, and the clauses it already serves."""

    code: str
    texts: tuple[str, ...]
    unit: str
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """An indicator, how alike its name is (0…100), and why it is suggested."""

    code: str
    likeness: int
    reasons: tuple[str, ...]


def likeness(one: str, other: str) -> float:
    """How alike two phrases are, 0…1: by their pairs of characters, half by all of them and half by the shorter's."""
    mine, theirs = _pairs(one), _pairs(other)
    if not mine or not theirs:
        return 0.0
    shared = len(mine & theirs)
    return shared / (len(mine) + len(theirs)) + shared / (2 * min(len(mine), len(theirs)))


def suggestions(
    phrase: str,
    *,
    unit: str,
    clause: tuple[str, str],
    candidates: Iterable[Candidate],
    least: float,
    most: int,
) -> list[Suggestion]:
    """The indicators that may be meant, the most likely first: in this unit, of a like name or of the same clause.

    `clause`: the document's number (or title) and the item.
    """
    found = []
    for one in candidates:
        if one.unit != unit:
            continue
        alike = max((likeness(phrase, text) for text in one.texts), default=0.0)
        is_same_clause = _is_named(*clause, one.clauses)
        if alike >= least or (is_same_clause and alike > 0):
            reasons = ((NAME,) if alike >= least else ()) + ((CLAUSE,) if is_same_clause else ())
            found.append(Suggestion(one.code, round(100 * alike), reasons))
    found.sort(key=lambda each: (-each.likeness, CLAUSE not in each.reasons, each.code))
    return found[:most]


def _pairs(text: str) -> set[str]:
    bare = plain(text)
    return {bare[at : at + 2] for at in range(len(bare) - 1)}


def _is_named(document: str, item: str, clauses: Sequence[str]) -> bool:
    """True if one of the clauses is this item of this document."""
    name, number = plain(document), plain(item)
    return bool(name and number) and any(
        name in plain(clause) and number in plain(clause) for clause in clauses
    )
