"""What leaders look at first, for one area as of one day: targets, what is getting worse, what is due, areas below.

The cockpit page, its print and the monthly digest all show what this module finds, so they never disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sangyu.accountability.indicators import shipped
from sangyu.accountability.indicators.choices import COLOUR_OF, Colour, Direction, Standing
from sangyu.accountability.indicators.models import Indicator, IndicatorVersion
from sangyu.accountability.indicators.rules.states import is_worse
from sangyu.accountability.indicators.selectors.targets import (
    Held,
    Known,
    known_of,
    targets_for,
)
from sangyu.accountability.indicators.selectors.values import (
    Figure,
    newest_day,
)
from sangyu.kernel.access import areas_up_from
from sangyu.kernel.actors import Actor

A_MONTH = timedelta(days=28)
"""A value is compared with the newest one that is at least this much older."""


@dataclass(frozen=True)
class Change:
    """An indicator's value beside that of a month or more before."""

    version: IndicatorVersion
    now: Figure
    before: Figure

    @property
    def difference(self) -> Decimal:
        """Now less before, in the indicator's unit."""
        return (self.now.value or Decimal(0)) - (self.before.value or Decimal(0))


@dataclass(frozen=True)
class Cockpit:
    """One area as of one day. `counted_on` is the newest day that was counted, None if none was."""

    area_code: str
    on: date
    counted_on: date | None
    targets: list[Held]
    worse: list[Change]
    better: list[Change]
    due: list[Held]


def cockpit(*, actor: Actor, area_code: str, on: date) -> Cockpit:
    """Everything the cockpit shows of an area, in a fixed number of statements."""
    indicators = Indicator.objects.visible_to(actor).values_list("pk", flat=True)
    known = known_of(actor=actor, indicators=indicators, areas=areas_up_from(area_code), on=on)
    targets = targets_for(actor=actor, area_code=area_code, on=on, known=known)
    changes = _changes(known, area_code)
    return Cockpit(
        area_code, on, newest_day(actor=actor, area_code=area_code, on=on), targets,
        [c for c in changes if is_worse(c.version.direction, _value(c.before), _value(c.now))],
        [c for c in changes if is_worse(c.version.direction, _value(c.now), _value(c.before))],
        due_soon(targets, on),
    )  # fmt: skip


def due_soon(targets: list[Held], on: date) -> list[Held]:
    """Targets with a checkpoint within the next days that is not kept yet, the soonest first.

    What is reached, what only waits for records and what is over already does not remind anybody.
    """
    until = on + timedelta(days=shipped.colours().due_soon_days)
    done = {Standing.REACHED, Standing.WAITING, Standing.NOT_IN_FORCE, Standing.NOBODY}
    found = [
        (point, held)
        for held in targets
        if held.state.standing not in done and (point := next_point(held, on)) and point <= until
    ]
    return [held for _point, held in sorted(found, key=lambda one: (one[0], one[1].target.pk))]


def next_point(held: Held, on: date) -> date | None:
    """The next day by which something is due."""
    days = [point.due_on for point in held.target.checkpoints.all() if point.due_on >= on]
    return min(days, default=None)


def worst(targets: list[Held]) -> Colour:
    """The worst colour among targets."""
    order = (Colour.RED, Colour.ORANGE, Colour.YELLOW, Colour.GREEN)
    there = {COLOUR_OF.get(held.state.standing, Colour.NONE) for held in targets}
    return next((colour for colour in order if colour in there), Colour.NONE)


def _changes(known: Known, area_code: str) -> list[Change]:
    """Indicators that have a better and a worse way, with values a month apart; the largest change first."""
    by_id = {
        version.pk: version
        for version in known.versions.values()
        if version.dataset and version.direction != Direction.NONE
    }
    found = []
    for (version_id, scope, area), values in known.figures.items():
        told = [figure for figure in values if figure.value is not None]
        if scope or not told or area != area_code or version_id not in by_id:
            continue
        before = [one for one in told if one.as_of <= told[-1].as_of - A_MONTH]
        if before:
            found.append(Change(by_id[version_id], told[-1], before[-1]))
    moved = [change for change in found if change.difference]
    return sorted(moved, key=lambda change: -abs(change.difference))


def _value(figure: Figure) -> Decimal:
    return figure.value or Decimal(0)
