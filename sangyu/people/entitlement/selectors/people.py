"""Who stands where, by name."""

from __future__ import annotations

from typing import Any

from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.people.entitlement import rights
from sangyu.people.entitlement.in_force import plan_for
from sangyu.people.entitlement.models import Decision
from sangyu.people.entitlement.rules.judging import lacking


def decisions_standing(
    *, actor: Actor, programme: str = "", state: str = "", area: str = ""
) -> Any:
    """The decisions that hold now, within the actor's area (and `area` within it), as a queryset for a keyset list."""
    require(actor, rights.ENTITLEMENT_VIEW)
    rows = Decision.objects.visible_to(actor).standing()
    if programme:
        rows = rows.filter(programme__code=programme)
    if state:
        rows = rows.filter(state=state)
    if area and actor.covers(area):
        rows = rows.filter(area_code__startswith=area)
    return rows.select_related("elder", "programme", "version")


def missing_labels(decision: Decision) -> list[str]:
    """What would have to be recorded to tell, in the active language."""
    plan = plan_for([decision.version])
    return [str(column.label) for column in lacking(plan.rules[0], decision.told)]
