"""How well two assessments of the same people agree (Cohen 1960, 1968), and whether an assessor's levels drift.

Exact until the last step: counts are whole, shares are fractions, so that a hand calculation gives the same figure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import sqrt
from statistics import mean

Pair = tuple[int, int]
"""The level of the first assessment and that of the re-check, of one person."""
_Weight = Callable[[int, int], Fraction]


@dataclass(frozen=True)
class Agreement:
    """What `pairs` say. Shares are 0 to 1, `kappa` up to 1.

    `kappa` is None where chance alone already explains everything: no pair, or one level only on both sides.
    `weighted`: kappa with linear weights, a difference of two levels counting twice. `error`: standard error of kappa.
    `higher`, `lower`: pairs in which the re-check found a higher (worse) or a lower level.
    """

    pairs: int
    same: int
    higher: int
    lower: int
    observed: Fraction | None
    expected: Fraction | None
    kappa: Fraction | None
    weighted: Fraction | None
    error: float | None


def agreement(pairs: Sequence[Pair], levels: Sequence[int]) -> Agreement:
    """Agreement of re-checks with first results. `levels`: all levels of the scale, in order; others are refused."""
    strange = {level for pair in pairs for level in pair} - set(levels)
    if strange:
        raise ValueError(f"levels that the scale does not have: {sorted(strange)}")
    places = {level: place for place, level in enumerate(levels)}
    steps = [(places[first], places[second]) for first, second in pairs]
    observed, expected = _shares(steps, lambda one, other: Fraction(one == other))
    span = max(len(levels) - 1, 1)
    near, near_expected = _shares(steps, lambda one, other: 1 - Fraction(abs(one - other), span))
    return Agreement(
        pairs=len(pairs),
        same=sum(first == second for first, second in pairs),
        higher=sum(second > first for first, second in pairs),
        lower=sum(second < first for first, second in pairs),
        observed=observed,
        expected=expected,
        kappa=_kappa(observed, expected),
        weighted=_kappa(near, near_expected),
        error=_error(observed, expected, len(pairs)),
    )


def _shares(steps: Sequence[Pair], weight: _Weight) -> tuple[Fraction | None, Fraction | None]:
    """The weighted share of agreement as observed, and as chance would give with the same margins."""
    count = len(steps)
    if not count:
        return None, None
    firsts = Counter(first for first, _second in steps)
    seconds = Counter(second for _first, second in steps)
    observed = sum((weight(*pair) for pair in steps), Fraction(0)) / count
    chance = sum(
        weight(one, other) * ones * others
        for one, ones in firsts.items()
        for other, others in seconds.items()
    )
    return observed, Fraction(chance) / count**2


def _kappa(observed: Fraction | None, expected: Fraction | None) -> Fraction | None:
    if observed is None or expected is None or expected == 1:
        return None
    return (observed - expected) / (1 - expected)


def _error(observed: Fraction | None, expected: Fraction | None, count: int) -> float | None:
    """Cohen's approximation √(po(1−po) / (n(1−pe)²))."""
    if observed is None or expected is None or expected == 1:
        return None
    return sqrt(observed * (1 - observed) / (count * (1 - expected) ** 2))


@dataclass(frozen=True)
class Given:
    """A level that an assessor gave on a day."""

    assessor: int
    on: date
    level: int


@dataclass(frozen=True)
class Drift:
    """How far an assessor's mean level moved from one period to the next, beyond what everybody else's moved.

    Means and `moved` are in levels; `moved` is None, and nothing is marked, where one of the means rests on fewer than
    the least number of results.
    """

    assessor: int
    before: int
    now: int
    mean_before: Fraction | None
    mean_now: Fraction | None
    moved: Fraction | None
    is_marked: bool


def drifts(given: Iterable[Given], *, since: date, least: int, at_least: Fraction) -> list[Drift]:
    """The drift of each assessor between the results before `since` and those from it on, by assessor.

    Marked where the mean moved by `at_least` levels more, up or down, than the mean of all the others.
    """
    old: dict[int, list[int]] = {}
    new: dict[int, list[int]] = {}
    for one in given:
        (old if one.on < since else new).setdefault(one.assessor, []).append(one.level)
    return [_drift(who, old, new, least, at_least) for who in sorted(old.keys() | new.keys())]


def _drift(
    who: int,
    old: Mapping[int, list[int]],
    new: Mapping[int, list[int]],
    least: int,
    at_least: Fraction,
) -> Drift:
    own = [_mean(side.get(who, ()), least) for side in (old, new)]
    rest = [
        _mean([level for other, levels in side.items() if other != who for level in levels], least)
        for side in (old, new)
    ]
    moved = _difference(own)
    common = _difference(rest)
    beyond = None if moved is None or common is None else moved - common
    return Drift(
        assessor=who,
        before=len(old.get(who, ())),
        now=len(new.get(who, ())),
        mean_before=own[0],
        mean_now=own[1],
        moved=beyond,
        is_marked=beyond is not None and abs(beyond) >= at_least,
    )


def _mean(levels: Sequence[int], least: int) -> Fraction | None:
    """The mean of at least `least` levels; of fewer it says nothing."""
    return mean(map(Fraction, levels)) if len(levels) >= max(least, 1) else None


def _difference(means: Sequence[Fraction | None]) -> Fraction | None:
    before, now = means
    return None if before is None or now is None else now - before
