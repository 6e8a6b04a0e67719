"""Pure: whether a figure reaches a goal, and whether a goal is red."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sangyu.accountability.plans.types import Figure, Operator


@dataclass(frozen=True)
class GoalFact:
    """What judging needs to know of a goal."""

    year: int
    value: Decimal | None
    operator: str
    series: str
    is_reached: bool = False


def why_not_reached(goal: GoalFact, figure: Figure | None) -> str:
    """ "" if this figure reaches the goal; else the reason: no-series, no-figure, other-series, other-year, short.

    A typed figure is no `Figure`, so it can never reach a goal with a value.
    """
    if goal.value is None:
        return ""
    if figure is None or not goal.series:
        return "no-figure" if goal.series else "no-series"
    if figure.series != goal.series:
        return "other-series"
    at_least = goal.operator == Operator.AT_LEAST
    reached = figure.value >= goal.value if at_least else figure.value <= goal.value
    if figure.as_of.year != goal.year:
        return "other-year"
    return "" if reached else "short"


def is_red(goal: GoalFact, on: date, red_days: int) -> bool:
    """The year is over, or nearly so (`red_days` before its end), and the goal is not reached."""
    end = date(goal.year, 12, 31)
    return not goal.is_reached and on > end - timedelta(days=red_days)
