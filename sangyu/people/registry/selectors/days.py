"""The days on which something about a person became different: where a judgement about them has to be made anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sangyu.kernel.access import load
from sangyu.kernel.actors import Actor
from sangyu.people.registry import rights
from sangyu.people.registry.models import Elder, ElderCategory, ElderChange
from sangyu.people.registry.types import ChangeState


@dataclass(frozen=True)
class Course:
    """When a person was on the register, and the days of change between."""

    area_code: str
    birth_date: date
    registered_on: date
    left_on: date | None
    days: tuple[date, ...]


def course(*, actor: Actor, elder_id: int) -> Course:
    """The person's days of change, ascending: dated changes, beginnings and ends of categories, the departure."""
    elder = load(Elder.objects.all(), actor, rights.ELDER_VIEW, pk=elder_id)
    changes = ElderChange.objects.filter(elder=elder, state=ChangeState.APPLIED)
    days = set(changes.values_list("effective_on", flat=True))
    for started, ended in ElderCategory.objects.filter(elder=elder).values_list(
        "started_on", "ended_on"
    ):
        days |= {started, ended or started}
    days |= {elder.left_on} if elder.left_on else set()
    return Course(
        elder.area_code, elder.birth_date, elder.registered_on, elder.left_on, tuple(sorted(days))
    )
