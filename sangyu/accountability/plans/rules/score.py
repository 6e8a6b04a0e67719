"""Pure: a unit's points for a year by the published formula, each with what it was counted from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Part:
    """A part of the hundred points: a share that was kept, times its weight. `late_worth`: what a late one counts."""

    code: str
    weight: Decimal
    late_worth: Decimal = Decimal(0)


@dataclass(frozen=True)
class Extra:
    """Points for each event on top (or off), up to `most` together."""

    code: str
    points: Decimal
    most: Decimal


@dataclass(frozen=True)
class Scheme:
    """A formula with its version and source."""

    version: str
    source: str
    least: Decimal
    most: Decimal
    parts: tuple[Part, ...]
    extras: tuple[Extra, ...]


@dataclass(frozen=True)
class Tally:
    """How many of a part were judged: kept in time, kept late, not kept."""

    on_time: int = 0
    late: int = 0
    unkept: int = 0

    @property
    def judged(self) -> int:
        """All of them."""
        return self.on_time + self.late + self.unkept


@dataclass(frozen=True)
class Entry:
    """One line of a score: its points of how many possible, and the counts they come from. `of` None: an extra."""

    code: str
    points: Decimal
    of: Decimal | None
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Score:
    """A unit's score with every entry it consists of."""

    points: Decimal
    entries: tuple[Entry, ...]


def score(tallies: Mapping[str, Tally], events: Mapping[str, int], scheme: Scheme) -> Score | None:
    """The score, or None where nothing at all can be judged yet.

    A part without anything to judge gives its weight to the others, in proportion.
    """
    judged = [part for part in scheme.parts if tallies.get(part.code, Tally()).judged]
    if not judged:
        return None
    whole = sum((part.weight for part in scheme.parts), Decimal(0))
    weights = sum((part.weight for part in judged), Decimal(0))
    entries = [_part(part, tallies[part.code], part.weight * whole / weights) for part in judged]
    for extra in scheme.extras:
        count = events.get(extra.code, 0)
        if count:
            limit = min if extra.points > 0 else max
            points = _rounded(limit(extra.points * count, extra.most))
            entries.append(Entry(extra.code, points, None, {"count": count}))
    points = sum((entry.points for entry in entries), Decimal(0))
    return Score(_rounded(min(max(points, scheme.least), scheme.most)), tuple(entries))


def _part(part: Part, tally: Tally, of: Decimal) -> Entry:
    kept = tally.on_time + tally.late * part.late_worth
    counts = {"on_time": tally.on_time, "late": tally.late, "unkept": tally.unkept}
    return Entry(part.code, _rounded(of * kept / tally.judged), _rounded(of), counts)


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)
