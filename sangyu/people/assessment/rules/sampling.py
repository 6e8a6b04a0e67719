"""Which results of an agency are checked again: drawn by a public seed, so that anybody can draw the same ones.

Nothing is random here. The seed is announced after the results are closed (a lottery's numbers of a later day, say);
each result's place in the draw is the SM3 digest of seed and result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from sangyu.kernel.digests import sm3


@dataclass(frozen=True)
class Candidate:
    """A result that may be drawn. `ref`: its lasting public name; `assessors`: who made it."""

    ref: str
    assessors: tuple[int, ...]


def place_in_draw(seed: str, ref: str) -> str:
    """The digest by which a result is ranked, in hexadecimal: SM3 of seed, a line feed and the result's name."""
    return sm3(f"{seed}\n{ref}".encode()).hex()


def sample(
    candidates: Sequence[Candidate], seed: str, *, share: Fraction, least: int
) -> list[Candidate]:
    """The results drawn, in the order of the draw: `share` of them, rounded up, but not fewer than `least`.

    After them the first result of each assessor of whom none was drawn, so that nobody goes unchecked.
    """
    ranked = sorted(candidates, key=lambda one: (place_in_draw(seed, one.ref), one.ref))
    size = min(len(ranked), max(ceil(share * len(ranked)), least))
    drawn = ranked[:size]
    seen = {who for one in drawn for who in one.assessors}
    for one in ranked[size:]:
        if not seen.issuperset(one.assessors):
            drawn.append(one)
            seen.update(one.assessors)
    return drawn
