"""Pure: which reading of a later edition continues which earlier one. Also for the rooms that make targets of them."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

_SIGNS = re.compile(r"[\W_]+")
K = TypeVar("K", bound=Hashable)
Known = tuple[str, str]
"""What makes two readings one: its key (the words that stay), and what else tells two of one key apart (its day)."""


def plain(text: str) -> str:
    """Letters, figures and characters alone."""
    return _SIGNS.sub("", text).lower()


def key_of(*words: str) -> str:
    """The words that stay the same when a later edition asks another value or another day."""
    return "|".join(plain(text) for text in words)


def paired(old: Mapping[K, Known], new: Sequence[Known]) -> list[K | None]:
    """For each new reading the old one it continues: of the same words and day, else the next of the same words."""
    left = dict(old)
    found: list[K | None] = [None] * len(new)
    for is_same_day in (True, False):
        for at, (key, day) in enumerate(new):
            if found[at] is not None:
                continue
            match = next(
                (
                    one
                    for one, (words, due) in left.items()
                    if words == key and (due == day or not is_same_day)
                ),
                None,
            )
            if match is not None:
                found[at] = match
                del left[match]
    return found
