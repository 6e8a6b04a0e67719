"""Reminding towns that have not confirmed their register."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangyu.city.areas.selectors import area_name
from sangyu.city.duties import notices
from sangyu.city.duties.services import notice_send
from sangyu.city.organisations.selectors import units_in
from sangyu.city.organisations.types import OrganisationKind
from sangyu.kernel import audit
from sangyu.kernel.access import load, require_area
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict
from sangyu.people.registry import audit_codes, rights
from sangyu.people.registry.models import Campaign
from sangyu.people.registry.selectors.campaign_pages import open_towns

REMINDER = notices.register(
    "registry.campaign.reminder",
    gettext_lazy("Please confirm the register of %(town)s: %(name)s, due %(due)s"),
)


@transaction.atomic
def campaign_remind(*, actor: Actor, campaign_id: int, at: datetime | None = None) -> int:
    """Tell the unit of every town that has not confirmed; returns how many towns were told."""
    campaign: Campaign = load(Campaign.objects.all(), actor, rights.CAMPAIGN_MANAGE, pk=campaign_id)
    require_area(actor, campaign.area_code)
    towns = [] if campaign.closed_at else open_towns(actor=actor, campaign_id=campaign_id)
    if not towns:
        raise Conflict(
            "nobody-to-remind",
            _("Every town has confirmed, or the campaign is closed."),
            remedy=_("Nothing is left to remind of."),
        )
    for town in towns:
        for unit in units_in(area_code=town, kind=OrganisationKind.TOWN):
            notice_send(
                actor=actor,
                code=REMINDER,
                words={
                    "town": area_name(town).name,
                    "name": campaign.name,
                    "due": campaign.due_on.isoformat(),
                },
                link=reverse("registry:campaign-town", args=[campaign.pk, town]),
                organisation_id=unit.id,
                at=at,
            )
    audit.record(
        actor, audit_codes.CAMPAIGN_REMINDED, kind="campaign", id=campaign.pk, label=campaign.name,
        area_code=campaign.area_code, after={"towns": len(towns)}, at=at,
    )  # fmt: skip
    return len(towns)
