"""What a count needs to know of campaigns: is there one for a day, and which towns have confirmed."""

from __future__ import annotations

from datetime import date

from sangyu.kernel.access import in_area
from sangyu.kernel.actors import Actor
from sangyu.people.registry.models import Campaign, CampaignTown
from sangyu.people.registry.types import CampaignTownState


def campaign_id_of(*, area_code: str, as_of: date) -> int | None:
    """The campaign that counts an area as of a day; the last one if there were several."""
    rows = Campaign.objects.filter(area_code=area_code, as_of=as_of).order_by("-pk")
    found: int | None = rows.values_list("pk", flat=True).first()
    return found


def towns_confirmed(*, actor: Actor, area_code: str, as_of: date) -> set[str]:
    """The towns of an area that have confirmed their register for a day."""
    rows = (
        CampaignTown.objects.visible_to(actor)
        .filter(
            in_area(area_code, "town_code"),
            campaign__as_of=as_of,
            state=CampaignTownState.CONFIRMED,
        )
        .values_list("town_code", flat=True)
    )
    return set(rows)
