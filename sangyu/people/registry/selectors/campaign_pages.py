"""Campaigns as their pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sangyu.city.areas.selectors import area_name
from sangyu.kernel import clock
from sangyu.kernel.access import load, require
from sangyu.kernel.actors import Actor
from sangyu.people.registry import rights
from sangyu.people.registry.models import Campaign, CampaignTown
from sangyu.people.registry.selectors.counts import Check, TownProgress, campaign_progress
from sangyu.people.registry.types import CampaignTownState


@dataclass(frozen=True)
class Standing:
    """How far a campaign is within the actor's area."""

    campaign: Campaign
    area: str
    confirmed: int
    towns: int
    own_town: str
    own_is_open: bool

    @property
    def is_late(self) -> bool:
        """Past its day with towns that have not confirmed."""
        return self.campaign.due_on < clock.today() and self.confirmed < self.towns


def standings(*, actor: Actor) -> list[Standing]:
    """The campaigns that concern the actor, the latest first, each with its progress."""
    require(actor, rights.ELDER_VIEW)
    campaigns = list(Campaign.objects.visible_to(actor))
    towns: dict[int, list[CampaignTown]] = {one.pk: [] for one in campaigns}
    for row in CampaignTown.objects.visible_to(actor).filter(campaign__in=campaigns):
        towns[row.campaign_id].append(row)
    return [_standing(one, towns[one.pk], actor) for one in campaigns]


def campaign_get(*, actor: Actor, campaign_id: int) -> Campaign:
    """One campaign; 404 where it does not concern the actor."""
    return load(Campaign.objects.all(), actor, rights.ELDER_VIEW, pk=campaign_id)


def progress(*, actor: Actor, campaign_id: int) -> list[tuple[str, TownProgress, list[Check]]]:
    """Each town with its name and the checks that still say something."""
    rows = campaign_progress(actor=actor, campaign_id=campaign_id)
    return [
        (area_name(row.town_code).name, row, [one for one in row.checks if one.number])
        for row in rows
    ]


def town_get(*, actor: Actor, campaign_id: int, town_code: str) -> CampaignTown:
    """One town's part."""
    rows = CampaignTown.objects.select_related("campaign")
    return load(rows, actor, rights.ELDER_VIEW, campaign_id=campaign_id, town_code=town_code)


def open_towns(*, actor: Actor, campaign_id: int) -> list[str]:
    """The codes of the towns that have not confirmed."""
    rows = CampaignTown.objects.visible_to(actor).filter(campaign_id=campaign_id)
    return list(rows.exclude(state=CampaignTownState.CONFIRMED).values_list("town_code", flat=True))


def days_left(campaign: Campaign, today: date) -> int:
    """Days until the campaign's day; negative when it is past."""
    return (campaign.due_on - today).days


def _standing(one: Campaign, towns: list[CampaignTown], actor: Actor) -> Standing:
    own = actor.area_code[:9] if len(actor.area_code) >= 9 else ""
    mine = next((row for row in towns if row.town_code == own), None)
    return Standing(
        campaign=one,
        area=area_name(one.area_code).name,
        confirmed=sum(row.state == CampaignTownState.CONFIRMED for row in towns),
        towns=len(towns),
        own_town=own if mine else "",
        own_is_open=bool(mine and mine.state != CampaignTownState.CONFIRMED and not one.closed_at),
    )
