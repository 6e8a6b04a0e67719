"""Head counts of the register: by town, by category, as of a day, and a campaign's progress."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Count

from sangyu.kernel.access import load, require
from sangyu.kernel.actors import Actor
from sangyu.people.registry import rights
from sangyu.people.registry.models import (
    Campaign,
    CampaignTown,
    DuplicatePair,
    Elder,
    ElderCategory,
    ElderChange,
    Transfer,
)
from sangyu.people.registry.models.elder import lives_in
from sangyu.people.registry.rules.asof import as_of_sql
from sangyu.people.registry.types import (
    CampaignTownState,
    ChangeState,
    IdKind,
    Living,
    PairDecision,
    Status,
    TransferState,
)


@dataclass(frozen=True)
class Check:
    """One thing looked at before a town confirms. `blocks`: confirming waits until the number is 0."""

    code: str
    number: int
    blocks: bool = False


@dataclass(frozen=True)
class TownProgress:
    """A town's part of a campaign as its list shows it."""

    town_code: str
    state: str
    head_count: int | None
    confirmed_at: datetime | None
    confirmed_by: str
    note: str
    checks: tuple[Check, ...]


def head_count(*, actor: Actor, area_code: str, on: date) -> int:
    """People on the register of an area on a day, whatever happened since."""
    require(actor, rights.ELDER_VIEW)
    scope = _narrower(actor, area_code)
    if scope is None:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM ({as_of_sql(fields=('area_code', 'status'))}) AS day "
            "WHERE status = 'present' AND area_code >= %(low)s AND area_code < %(high)s",
            {"as_of": on, "low": scope, "high": scope + "\uffff"},
        )
        return int((cursor.fetchone() or (0,))[0])


def present_by_area(*, actor: Actor, area_code: str = "") -> dict[str, int]:
    """People on the register today, by community within a town, else by town."""
    require(actor, rights.ELDER_VIEW)
    scope = _narrower(actor, area_code)
    if scope is None:
        return {}
    column = "area_code" if len(scope) >= 9 else "town_code"
    rows = Elder.objects.visible_to(actor.within(scope)).present().order_by(column)
    return dict(rows.values_list(column).annotate(Count("pk")))


def category_counts(*, actor: Actor, area_code: str = "") -> dict[str, dict[str, int]]:
    """People on the register in each category today: town → category → number."""
    require(actor, rights.ELDER_VIEW)
    scope = _narrower(actor, area_code)
    if scope is None:
        return {}
    elders = Elder.objects.visible_to(actor.within(scope)).present()
    rows = (
        ElderCategory.objects.filter(ended_on__isnull=True, elder__in=elders)
        .order_by("elder__town_code", "category")
        .values_list("elder__town_code", "category")
        .annotate(Count("pk"))
    )
    counts: dict[str, dict[str, int]] = {}
    for town, category, number in rows:
        counts.setdefault(town, {})[category] = number
    return counts


def campaign_list(*, actor: Actor) -> list[Campaign]:
    """The campaigns that concern the actor, the latest first."""
    require(actor, rights.ELDER_VIEW)
    return list(Campaign.objects.visible_to(actor))


def campaign_progress(*, actor: Actor, campaign_id: int) -> list[TownProgress]:
    """How far each town within the actor's area is, by code."""
    load(Campaign.objects.all(), actor, rights.ELDER_VIEW, pk=campaign_id)
    rows = CampaignTown.objects.visible_to(actor).filter(campaign_id=campaign_id)
    return [
        TownProgress(
            town_code=row.town_code,
            state=row.state,
            head_count=row.head_count,
            confirmed_at=row.confirmed_at,
            confirmed_by=row.confirmed_by,
            note=row.note,
            checks=tuple(Check(**check) for check in row.checks),
        )
        for row in rows.order_by("town_code")
    ]


def town_checks(*, actor: Actor, town_code: str, as_of: date) -> list[Check]:
    """What is still undecided or unknown in a town's register. What is undecided blocks its confirmation."""
    require(actor, rights.ELDER_VIEW)
    if not actor.covers(town_code):
        return []
    here = Elder.objects.filter(lives_in(town_code)).present()
    proposals = ElderChange.objects.filter(
        state=ChangeState.PROPOSED, elder__town_code=town_code, effective_on__lte=as_of
    )
    transfers = Transfer.objects.filter(
        state=TransferState.REQUESTED, to_area_code__startswith=town_code
    )
    pairs = DuplicatePair.objects.filter(
        decision=PairDecision.OPEN, left__town_code=town_code, right__town_code=town_code
    )
    return [
        Check("proposals", proposals.values("group").distinct().count(), blocks=True),
        Check("transfers", transfers.count(), blocks=True),
        Check("duplicates", pairs.count()),
        Check("without_id", here.filter(id_kind=IdKind.NONE).count()),
        Check("living_unknown", here.filter(living=Living.UNKNOWN).count()),
        Check("community_unknown", here.filter(area_code=town_code).count()),
    ]


def undecided(*, actor: Actor) -> dict[str, int]:
    """What waits for the actor's decision, for the home page."""
    require(actor, rights.ELDER_VIEW)
    proposals = ElderChange.objects.visible_to(actor).filter(state=ChangeState.PROPOSED)
    transfers = Transfer.objects.visible_to(actor).filter(state=TransferState.REQUESTED)
    pairs = DuplicatePair.objects.visible_to(actor).filter(decision=PairDecision.OPEN)
    towns = CampaignTown.objects.visible_to(actor).exclude(state=CampaignTownState.CONFIRMED)
    return {
        "proposals": proposals.values("group").distinct().count(),
        "transfers": transfers.count(),
        "duplicates": pairs.exclude(left__status=Status.MERGED)
        .exclude(right__status=Status.MERGED)
        .count(),
        "campaign_towns": towns.filter(campaign__closed_at__isnull=True).count(),
    }


def _narrower(actor: Actor, area_code: str) -> str | None:
    """The smaller of the actor's area and the asked one; None if they do not meet."""
    if area_code.startswith(actor.area_code):
        return area_code
    return actor.area_code if actor.area_code.startswith(area_code) else None


def as_rows(checks: list[Check]) -> list[dict[str, Any]]:
    """Checks as the campaign keeps them."""
    return [vars(check) for check in checks]
