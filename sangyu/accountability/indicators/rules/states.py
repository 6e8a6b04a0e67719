"""Pure: how a target stands on a day, with every reason; and the path that it is held against.

A target is green only where records show that it is reached, or that it is on its path. The path leads from the first
value that was counted through the checkpoints of the clause; between two points it is straight. What lies before the
second point of a path has no colour: nobody guesses.
"""

from __future__ import annotations

import operator as compared
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sangyu.accountability.indicators.choices import (
    COLOUR_OF,
    Colour,
    Modality,
    Operator,
    Standing,
)

COMPARE: dict[Operator, Callable[[Decimal, Decimal], bool]] = {
    Operator.AT_LEAST: compared.ge,
    Operator.AT_MOST: compared.le,
    Operator.EXACTLY: compared.eq,
    Operator.ABOVE: compared.gt,
    Operator.BELOW: compared.lt,
}


@dataclass(frozen=True)
class Point:
    """A value on a day."""

    on: date
    value: Decimal


@dataclass(frozen=True)
class Promise:
    """What a target asks. `points` ascend and end with the target itself; without a due day it asks at all times."""

    operator: str
    value: Decimal
    points: tuple[Point, ...] = ()
    starts_on: date | None = None
    modality: str = Modality.MUST
    is_by_hand: bool = False
    waits_for: str = ""


@dataclass(frozen=True)
class Measured:
    """The newest value. `total` and `unknown` say how many stand behind it; `value` None: nobody to count."""

    as_of: date
    value: Decimal | None
    total: int | None = None
    unknown: int = 0
    is_reported: bool = False


@dataclass(frozen=True)
class Reason:
    """One sentence's code and its words, for `wording.reason_text`."""

    code: str
    words: dict[str, object]


@dataclass(frozen=True)
class State:
    """How a target stands, what its path asked on the day of the value, and why."""

    standing: Standing
    expected: Decimal | None
    reasons: tuple[Reason, ...]

    @property
    def colour(self) -> Colour:
        """The standing's colour."""
        return COLOUR_OF.get(self.standing, Colour.NONE)


def satisfies(operator: str, value: Decimal, asked: Decimal) -> bool:
    """True if a value keeps what is asked."""
    return COMPARE[Operator(operator)](value, asked)


def path_of(promise: Promise, history: Sequence[Point]) -> list[Point]:
    """The first value that was counted before the first checkpoint (if one was), then the checkpoints.

    Where that value already keeps the first checkpoint, the path asks no more than the checkpoint, and no less.
    """
    first = min(history, key=lambda point: point.on, default=None)
    if first is None or not promise.points or first.on >= promise.points[0].on:
        return list(promise.points)
    goal = promise.points[0].value
    begin = goal if satisfies(promise.operator, first.value, goal) else first.value
    return [Point(first.on, begin), *promise.points]


def expected_on(path: Sequence[Point], on: date) -> Decimal | None:
    """What the path asks on a day; None before its first point. After its end it asks what its end asks."""
    earlier = [point for point in path if point.on <= on]
    later = [point for point in path if point.on > on]
    if not earlier:
        return None
    if not later:
        return earlier[-1].value
    begin, end = earlier[-1], later[0]
    share = Decimal((on - begin.on).days) / Decimal((end.on - begin.on).days)
    return begin.value + (end.value - begin.value) * share


def state_of(
    promise: Promise,
    measured: Measured | None,
    *,
    history: Sequence[Point],
    on: date,
    tolerance: Decimal,
) -> State:
    """How a target stands on a day. `tolerance`: the share of a step by which it may be behind and still be yellow."""
    if promise.waits_for:
        return State(Standing.WAITING, None, (Reason("waits", {"room": promise.waits_for}),))
    if promise.starts_on and on < promise.starts_on:
        return State(Standing.NOT_IN_FORCE, None, (Reason("from", {"day": promise.starts_on}),))
    if measured is None:
        return State(Standing.NOT_COUNTED, None, (Reason("no-value", {"day": on}),))
    if measured.value is None:
        return State(Standing.NOBODY, None, (Reason("nobody", {"day": measured.as_of}),))
    found = _judged(promise, measured, measured.value, history, on, tolerance)
    return _tempered(promise, measured, found)


def _judged(  # the parts of one judgement
    promise: Promise,
    measured: Measured,
    value: Decimal,
    history: Sequence[Point],
    on: date,
    tolerance: Decimal,
) -> State:
    as_of = measured.as_of
    if satisfies(promise.operator, value, promise.value):
        words = {"value": value, "asked": promise.value, "day": as_of}
        return State(Standing.REACHED, promise.value, (Reason("reached", words),))
    if not promise.points:
        words = {"value": value, "asked": promise.value, "day": as_of}
        return State(Standing.MISSED, promise.value, (Reason("not-held", words),))
    missed = _missed(promise, as_of, value)
    if missed is not None:
        words = {"value": value, "asked": missed.value, "due": missed.on, "day": as_of}
        return State(Standing.MISSED, missed.value, (Reason("missed", words),))
    overdue = next((point for point in promise.points if as_of < point.on <= on), None)
    if overdue is not None:
        words = {"due": overdue.on, "day": as_of}
        return State(Standing.NOT_COUNTED, None, (Reason("not-since", words),))
    return _on_the_way(promise, as_of, value, path_of(promise, history), tolerance)


def _missed(promise: Promise, as_of: date, value: Decimal) -> Point | None:
    """The checkpoint that was due by the day of the value and is not kept."""
    passed = [point for point in promise.points if point.on <= as_of]
    last = passed[-1] if passed else None
    return last if last and not satisfies(promise.operator, value, last.value) else None


def _on_the_way(
    promise: Promise, as_of: date, value: Decimal, path: list[Point], tolerance: Decimal
) -> State:
    """Between two points of the path."""
    following = next(point for point in path if point.on > as_of)
    asked = expected_on(path, as_of)
    begun = [point for point in path if point.on < as_of]
    words: dict[str, object] = {"value": value, "next": following.value, "due": following.on}
    if asked is None or not begun:
        return State(Standing.BEGUN, None, (Reason("begun", words),))
    words |= {"asked": asked, "day": as_of}
    if satisfies(promise.operator, value, asked):
        return State(Standing.ON_PATH, asked, (Reason("on-path", words),))
    step = abs(following.value - begun[-1].value)
    gap = abs(asked - value)
    words |= {"gap": gap, "tolerance": tolerance}
    if gap <= tolerance * step:
        return State(Standing.BEHIND, asked, (Reason("behind", words),))
    return State(Standing.FAR_BEHIND, asked, (Reason("far-behind", words),))


def _tempered(promise: Promise, measured: Measured, found: State) -> State:
    """What the kind of clause and of figure make of it; and how many could not be told."""
    reasons = list(found.reasons)
    standing = found.standing
    if promise.modality != Modality.MUST and standing in {Standing.MISSED, Standing.FAR_BEHIND}:
        is_over = standing == Standing.MISSED
        standing = Standing.NOT_REACHED if is_over else Standing.BEHIND
        reasons.append(Reason("not-binding", {"modality": promise.modality}))
    if measured.unknown:
        reasons.append(Reason("unknown", {"count": measured.unknown, "total": measured.total}))
    if measured.is_reported:
        reasons.append(Reason("reported", {}))
    if promise.is_by_hand:
        reasons.append(Reason("by-hand", {}))
    if (measured.is_reported or promise.is_by_hand) and COLOUR_OF.get(standing) == Colour.GREEN:
        standing = Standing.SELF_REPORTED
    return replace(found, standing=standing, reasons=tuple(reasons))


@dataclass(frozen=True)
class Stretch:
    """The values of one version of an indicator; `breaks` if another version's came before."""

    version: int
    points: tuple[Point, ...]
    breaks: bool


def series(points: Sequence[tuple[int, Point]]) -> list[Stretch]:
    """Values by version into stretches: a series is never drawn across a change of its definition."""
    stretches: list[Stretch] = []
    for version, point in sorted(points, key=lambda one: (one[1].on, one[0])):
        if stretches and stretches[-1].version == version:
            last = stretches[-1]
            stretches[-1] = replace(last, points=(*last.points, point))
        else:
            stretches.append(Stretch(version, (point,), breaks=bool(stretches)))
    return stretches


def is_worse(direction: str, before: Decimal, now: Decimal) -> bool:
    """True if a value moved the wrong way."""
    return now < before if direction == "up" else direction == "down" and now > before
