"""What happens to plans, for the rooms above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ReturnHandedIn:
    """A unit handed in its return of a month."""

    return_id: int
    plan_id: int
    organisation_id: int
    period: str


@dataclass(frozen=True)
class ReturnReviewed:
    """The office accepted a return or sent it back."""

    return_id: int
    plan_id: int
    organisation_id: int
    is_accepted: bool


@dataclass(frozen=True)
class GoalReached:
    """A computed figure reached a goal."""

    goal_id: int
    task_id: int
    figure_ref: str
    on: date


@dataclass(frozen=True)
class StagePassed:
    """A stage passed its gate."""

    stage_id: int
    plan_id: int
    on: date


@dataclass(frozen=True)
class MeetingHeld:
    """The minutes of a meeting were confirmed; its decisions are duties now."""

    meeting_id: int
    plan_id: int
    duty_ids: tuple[int, ...]


@dataclass(frozen=True)
class UnitRemarked:
    """A unit was commended, called in for a talk, or referred."""

    remark_id: int
    plan_id: int
    organisation_id: int
    kind: str


@dataclass(frozen=True)
class OfficeDissolved:
    """A plan's office ended; the successor unit oversees what is left."""

    plan_id: int
    successor_id: int
    on: date
