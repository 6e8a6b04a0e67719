"""Rows as bits: the outcome of a condition for a chunk of rows is a bit for each, and logic takes 64 rows at a time.

A `Told` has the rows for which a condition holds and those for which it does not; in neither set are those for which
it cannot be told. And, or, not are then plain operations on words, and counting is counting ones: however many figures
are asked, the rows themselves have been looked at once for each of the columns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np

from sangyu.insight.expressions.tree import Both, Condition, Either, Leaf, Opposite

Array = np.ndarray[Any, Any]
Words = np.ndarray[Any, np.dtype[np.uint64]]
WIDTH = 64
_ONES = np.uint64(2**64 - 1)


@dataclass(frozen=True)
class Told:
    """The rows that meet a condition, and those that do not. Bits beyond the last row are zero in both."""

    yes: Words
    no: Words


def everybody(rows: int) -> Words:
    """All rows of a chunk."""
    words = np.full((rows + WIDTH - 1) // WIDTH, _ONES)
    return _cut(words, rows)


def nobody(rows: int) -> Words:
    """No row of a chunk."""
    return np.zeros((rows + WIDTH - 1) // WIDTH, np.uint64)


def packed(flags: Array) -> Words:
    """A byte for each row (0 or anything else) as bits."""
    return _padded(np.packbits(flags, bitorder="little"), len(flags))


def from_bitmap(buffer: Any, rows: int) -> Words:
    """Arrow's own bits (of an array that begins at its buffer's first) as words."""
    return _cut(_padded(np.frombuffer(buffer, np.uint8, (rows + 7) // 8), rows), rows)


def rows_of(words: Words, rows: int) -> Array:
    """The numbers of the rows in a set, ascending."""
    return np.flatnonzero(np.unpackbits(words.view(np.uint8), count=rows, bitorder="little"))


def outcome(condition: Condition, leaf: Callable[[Leaf], Told]) -> Told:
    """A condition's outcome from those of its single conditions: yes, no, cannot tell, as everywhere else."""
    match condition:
        case Both():
            parts = [outcome(part, leaf) for part in condition.parts]
            return Told(_all(p.yes for p in parts), _any(p.no for p in parts))
        case Either():
            parts = [outcome(part, leaf) for part in condition.parts]
            return Told(_any(p.yes for p in parts), _all(p.no for p in parts))
        case Opposite():
            part = outcome(condition.part, leaf)
            return Told(part.no, part.yes)
        case _:
            return leaf(condition)


def counted(sets: Array, bounds: Array) -> Array:
    """How many rows of each set (a row of `sets`, its last word empty) lie between each bound and the next."""
    before = np.zeros(sets.shape, np.int32)
    np.cumsum(np.bitwise_count(sets[:, :-1]), axis=1, dtype=np.int32, out=before[:, 1:])
    word, bit = bounds // WIDTH, (bounds % WIDTH).astype(np.uint64)
    within = sets[:, word] & ((np.uint64(1) << bit) - np.uint64(1))
    return np.diff(before[:, word] + np.bitwise_count(within), axis=1)


def _all(sets: Any) -> Words:
    return reduce(np.bitwise_and, sets)


def _any(sets: Any) -> Words:
    return reduce(np.bitwise_or, sets)


def _padded(raw: Array, rows: int) -> Words:
    """Bytes of bits filled up to whole words."""
    filled = np.zeros((rows + WIDTH - 1) // WIDTH * 8, np.uint8)
    filled[: len(raw)] = raw
    return filled.view(np.uint64)


def _cut(words: Words, rows: int) -> Words:
    if rows % WIDTH:
        words[-1] &= np.uint64((1 << rows % WIDTH) - 1)
    return words
