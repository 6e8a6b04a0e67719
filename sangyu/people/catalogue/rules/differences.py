"""What a list has more, no longer, or differently than the one before; lines are known by their codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Generic, TypeVar

from sangyu.people.catalogue.types import BoughtFacts, ItemFacts

Line = TypeVar("Line", ItemFacts, BoughtFacts)


@dataclass(frozen=True)
class Changed(Generic[Line]):
    """One line that stands in both lists: (field, before, after) of what differs."""

    before: Line
    after: Line
    fields: tuple[tuple[str, object, object], ...]


@dataclass(frozen=True)
class Differences(Generic[Line]):
    """Everything that differs, in the order of the lists."""

    added: tuple[Line, ...]
    dropped: tuple[Line, ...]
    changed: tuple[Changed[Line], ...]

    @property
    def number(self) -> int:
        return len(self.added) + len(self.dropped) + len(self.changed)


def differences(before: Sequence[Line], after: Sequence[Line]) -> Differences[Line]:
    """From one list to the next. A line whose code changed counts as dropped and added."""
    old, new = {one.code: one for one in before}, {one.code: one for one in after}
    both = [(old[code], one) for code, one in new.items() if code in old]
    return Differences(
        tuple(one for code, one in new.items() if code not in old),
        tuple(one for code, one in old.items() if code not in new),
        tuple(Changed(a, b, told) for a, b in both if (told := _fields(a, b))),
    )


def _fields(before: Line, after: Line) -> tuple[tuple[str, object, object], ...]:
    names = [one.name for one in fields(before)]
    pairs = [(name, getattr(before, name), getattr(after, name)) for name in names]
    return tuple(one for one in pairs if one[1] != one[2])
