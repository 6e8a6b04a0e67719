"""Who may assess together: enough assessors, of the agency, on its register that day, and one with medical training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True)
class Member:
    """An assessor as the rule looks at one."""

    id: int
    agency_id: int
    is_medical: bool
    started_on: date
    ended_on: date | None


class TeamFault(StrEnum):
    """Why a team may not assess."""

    TOO_FEW = "too_few"
    TWICE = "twice"
    OTHER_AGENCY = "other_agency"
    NOT_IN_FORCE = "not_in_force"
    NONE_MEDICAL = "none_medical"


def team_check(
    members: Sequence[Member], *, agency_id: int, on: date, least: int, medical: int
) -> list[TeamFault]:
    """Everything that is wrong with a team on a day; nothing: it may assess. The end day is the first one without."""
    faults = []
    if len({one.id for one in members}) < len(members):
        faults.append(TeamFault.TWICE)
    if len({one.id for one in members}) < least:
        faults.append(TeamFault.TOO_FEW)
    if any(one.agency_id != agency_id for one in members):
        faults.append(TeamFault.OTHER_AGENCY)
    if any(not in_force(one.started_on, one.ended_on, on) for one in members):
        faults.append(TeamFault.NOT_IN_FORCE)
    if len({one.id for one in members if one.is_medical}) < medical:
        faults.append(TeamFault.NONE_MEDICAL)
    return faults


def in_force(started_on: date, ended_on: date | None, on: date) -> bool:
    """From the first day on; the end is the first day on which it no longer holds."""
    return started_on <= on and (ended_on is None or on < ended_on)
