"""Reads of the list of duties: which ones its filters ask for, and the units' record of keeping them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise

from sangyu.city.duties import registry, selectors
from sangyu.city.duties.models import Duty
from sangyu.city.duties.models.duty import DutyQuerySet
from sangyu.city.duties.types import LIVE, OWNERS_TURN, SOON_DAYS
from sangyu.city.organisations.selectors import units
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor

MOST_TAKEN = 5_000
"""An export or a print takes no more rows than this; nobody reads more."""


@dataclass(frozen=True)
class Wanted:
    """What the filters ask for; "" and None ask for nothing."""

    scope: str = ""
    state: str = ""
    when: str = ""
    unit: int | None = None
    kind: str = ""
    q: str = ""
    due_from: date | None = None
    due_to: date | None = None

    @classmethod
    def of(cls, data: dict[str, Any]) -> Wanted:
        """From a form's cleaned data."""
        asked: dict[str, Any] = {
            field.name: data.get(field.name) or field.default for field in fields(cls)
        }
        return cls(**asked)


def duties_wanted(*, actor: Actor, wanted: Wanted, on: date | None = None) -> DutyQuerySet:
    """The duties a list shows, each with `due_sort`. Closed ones only where a state asks for them."""
    on = on or clock.today()
    scope: Any = wanted.scope or ("area" if _looks_wide(wanted) else None)
    rows = selectors.duties_found(actor=actor, scope=scope, state=wanted.state, text=wanted.q)
    return rows.filter(_when(wanted.when, on), _facts(wanted))


def _looks_wide(wanted: Wanted) -> bool:
    """A unit or a state was asked for without saying whose: then it is the whole area's."""
    return bool(wanted.unit or wanted.state)


def _when(code: str, on: date) -> Q:
    soon = on + timedelta(days=SOON_DAYS)
    conditions = {
        "overdue": Q(statutory_due__lt=on, state__in=OWNERS_TURN),
        "soon": Q(statutory_due__gte=on, statutory_due__lte=soon, state__in=LIVE),
        "later": Q(statutory_due__gt=soon),
        "open": Q(statutory_due__isnull=True),
    }
    return conditions.get(code, Q())


def _facts(wanted: Wanted) -> Q:
    found = Q()
    if wanted.unit:
        found &= Q(lead_id=wanted.unit)
    if wanted.kind:
        found &= Q(kind=wanted.kind)
    if wanted.due_from:
        found &= Q(statutory_due__gte=wanted.due_from)
    if wanted.due_to:
        found &= Q(statutory_due__lte=wanted.due_to)
    return found


def choices(*, actor: Actor) -> tuple[list[tuple[str, str]], list[tuple[str, str | Promise]]]:
    """The units and the kinds of the duties the actor sees, for the filters."""
    seen = Duty.objects.visible_to(actor).order_by()
    ids = list(seen.values_list("lead_id", flat=True).distinct())
    names = sorted(units(ids).values(), key=lambda one: (one.area_code, one.id))
    kinds = sorted(set(seen.values_list("kind", flat=True).distinct()))
    return (
        [(str(one.id), one.short_name) for one in names],
        [(code, registry.kind_of(code).label) for code in kinds],
    )
