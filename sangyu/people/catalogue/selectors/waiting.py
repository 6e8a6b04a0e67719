"""Who waits for a place or for works, by name, and what of it is unmet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from sangyu.city.organisations.selectors import units_of_area
from sangyu.city.organisations.types import OrganisationKind
from sangyu.kernel.access import load
from sangyu.kernel.actors import Actor
from sangyu.people.catalogue import rights
from sangyu.people.catalogue.models import Wish, Work
from sangyu.people.catalogue.types import WorkState
from sangyu.people.registry.selectors.search import ElderLine, elder_page


def wish_list(*, actor: Actor, state: str = "") -> QuerySet[Wish]:
    """Wishes within the actor's area, of one state or all."""
    rows: QuerySet[Wish] = Wish.objects.visible_to(actor).select_related("elder", "home")
    return rows.filter(state=state) if state else rows


def work_list(*, actor: Actor, state: str = "") -> QuerySet[Work]:
    """Works within the actor's area, of one state or all."""
    rows: QuerySet[Work] = Work.objects.visible_to(actor).select_related("elder")
    return rows.filter(state=state) if state else rows


def wish_get(*, actor: Actor, wish_id: int) -> Wish:
    """One wish."""
    rows = Wish.objects.select_related("elder", "home")
    found: Wish = load(rows, actor, rights.WAIT_VIEW, pk=wish_id)
    return found


def work_get(*, actor: Actor, work_id: int) -> Work:
    """The works of one home."""
    found: Work = load(Work.objects.select_related("elder"), actor, rights.WAIT_VIEW, pk=work_id)
    return found


def states(rows: QuerySet[Any]) -> dict[str, int]:
    """How many stand in which state."""
    found = rows.order_by().values("state").annotate(number=Count("pk"))
    return {row["state"]: row["number"] for row in found}


def people(*, actor: Actor, ids: Sequence[int]) -> dict[int, ElderLine]:
    """The people of a page by their number, masked; who has left the area is not among them."""
    if not ids:
        return {}
    return {line.id: line for line in elder_page(actor=actor, only=ids, size=len(ids)).lines}


def homes(*, actor: Actor) -> list[tuple[int, str]]:
    """The homes that a place may be offered in: those of the actor's county or city."""
    units = units_of_area(actor.area_code[:6])
    return [(one.id, one.name) for one in units if one.kind == OrganisationKind.HOME]


def works_running() -> list[Work]:
    """Everything that is ordered and not finished, for the ledger of duties."""
    rows = Work.objects.filter(state=WorkState.ORDERED).select_related("elder")
    return list(rows)


def work_outcome(work_id: str) -> tuple[str, date | None] | None:
    """(state, day it was done) of works; None where they are gone."""
    row = Work.objects.filter(pk=int(work_id)).first()
    return (row.state, row.done_on) if row else None


def sees_work(actor: Actor, work_id: str) -> bool:
    """Whether somebody may open the pictures of works."""
    if not work_id.isdecimal() or not actor.may(rights.WAIT_VIEW):
        return False
    return bool(Work.objects.visible_to(actor).filter(pk=work_id).exists())
