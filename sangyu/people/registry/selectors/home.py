"""What the home page says of the register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from sangyu.kernel import clock
from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.people.registry import rights, types
from sangyu.people.registry.models import Elder, ElderCategory, ElderChange
from sangyu.people.registry.rules.fields import FIELDS

ASKED = ("alone", "disabled", "advanced_age")
"""The categories that papers ask about most."""
LATELY = timedelta(days=7)
MOST = 6


@dataclass(frozen=True)
class Figure:
    """A head count; `category` "" is everybody."""

    category: str
    label: str
    number: int


@dataclass(frozen=True)
class Change:
    """One change of the last days."""

    elder_id: int
    name: str
    field: str
    source: str
    at: datetime


def figures(*, actor: Actor) -> list[Figure]:
    """Everybody on the register, and those in the categories asked about most: two counts by index."""
    require(actor, rights.ELDER_VIEW)
    elders = Elder.objects.visible_to(actor).present()
    rows = ElderCategory.objects.filter(category__in=ASKED, ended_on__isnull=True)
    if actor.subject_ids is None and len(actor.area_code) <= 9:
        area = actor.area_code
        rows = rows.filter(Q(town_code__gte=area, town_code__lt=area + "\uffff"))
    else:
        rows = rows.filter(elder__in=elders)
    found = dict(rows.order_by().values_list("category").annotate(Count("pk")))
    return [
        Figure("", "", elders.count()),
        *(Figure(code, str(types.CategoryCode(code).label), found.get(code, 0)) for code in ASKED),
    ]


def latest_changes(*, actor: Actor) -> list[Change]:
    """The latest changes of the week, one per elder and field."""
    require(actor, rights.ELDER_VIEW)
    rows = (
        ElderChange.objects.visible_to(actor)
        .filter(recorded_at__gte=clock.now() - LATELY, state=types.ChangeState.APPLIED)
        .exclude(field__in=("left_on", "left_reason"))
        .select_related("elder")
        .order_by("-recorded_at", "-id")[:MOST]
    )
    return [
        Change(
            row.elder_id,
            row.elder.name,
            str(FIELDS[row.field].label),
            str(types.Source(row.source).label),
            row.recorded_at,
        )
        for row in rows
    ]
