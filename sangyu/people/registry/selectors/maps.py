"""Head counts by area for the map: everybody on the register, and those in one category."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from sangyu.city.areas.selectors import area_children, area_name, area_outlines
from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import NotFound
from sangyu.people.registry import rights
from sangyu.people.registry.models import Elder, ElderCategory


@dataclass(frozen=True)
class AreaCount:
    """One area below the one that is looked at: how many people, how many of them in the category."""

    code: str
    name: str
    people: int
    marked: int | None
    outline: dict[str, Any] | None

    @property
    def share(self) -> float | None:
        """Of the people, those in the category; None without people or without a category."""
        return None if self.marked is None or not self.people else self.marked / self.people


def area_counts(*, actor: Actor, area_code: str, category: str = "") -> list[AreaCount]:
    """The areas directly below `area_code` (a town's communities, a county's towns), within the actor's scope."""
    require(actor, rights.ELDER_VIEW)
    if not (actor.covers(area_code) or actor.area_code.startswith(area_code)):
        raise NotFound("not-found", area_name(area_code).name)
    narrowed = actor.within(area_code) if actor.covers(area_code) else actor
    column = "area_code" if len(area_code) >= 9 else "town_code"
    elders = Elder.objects.visible_to(narrowed).present()
    people = dict(elders.order_by().values_list(column).annotate(Count("pk")))
    marked = _marked(elders, column, category) if category else None
    children = area_children(actor=actor, code=area_code)
    outlines = area_outlines([child.code for child in children])
    known = {child.code for child in children}
    found = [
        AreaCount(
            child.code,
            child.name,
            _sum(people, child.code),
            None if marked is None else _sum(marked, child.code),
            outlines.get(child.code),
        )
        for child in children
    ]
    if people.get(area_code) and area_code not in known:  # the community is not known
        number = None if marked is None else marked.get(area_code, 0)
        found.append(AreaCount(area_code, "", people[area_code], number, None))
    return found


def _marked(elders: Any, column: str, category: str) -> dict[str, int]:
    rows = ElderCategory.objects.filter(
        category=category, ended_on__isnull=True, elder__in=elders.order_by()
    )
    return dict(rows.order_by().values_list(f"elder__{column}").annotate(Count("pk")))


def _sum(counts: dict[str, int], code: str) -> int:
    """A county's towns add up; a town or community stands for itself."""
    if len(code) >= 9:
        return counts.get(code, 0)
    return sum(number for one, number in counts.items() if one.startswith(code))
