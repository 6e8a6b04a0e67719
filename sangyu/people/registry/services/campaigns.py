"""Registration campaigns: opened for an area, confirmed town by town, reopened, closed."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sangyu.city.areas.selectors import area_descendants, area_name
from sangyu.kernel import audit, clock, events
from sangyu.kernel.access import load, require, require_area
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError
from sangyu.people.registry import audit_codes, rights
from sangyu.people.registry.events import (
    CampaignOpened,
    CampaignTownConfirmed,
    CampaignTownReopened,
)
from sangyu.people.registry.models import Campaign, CampaignTown
from sangyu.people.registry.models.columns import actor_values
from sangyu.people.registry.selectors.counts import as_rows, head_count, town_checks
from sangyu.people.registry.services._rows import ensure_covers
from sangyu.people.registry.types import CampaignTownState


@transaction.atomic
def campaign_open(  # noqa: PLR0913  the facts of a campaign
    *,
    actor: Actor,
    name: str,
    area_code: str,
    as_of: date,
    opens_on: date,
    due_on: date,
    clause: str = "",
    duty_ref: str = "",
    at: datetime | None = None,
) -> Campaign:
    """Ask every town of an area to bring its register up to date and confirm it as of a day."""
    require(actor, rights.CAMPAIGN_MANAGE)
    ensure_covers(actor, area_code)
    at = at or clock.now()
    towns = [area.code for area in area_descendants(actor=actor, code=area_code, level="town")]
    if not towns:
        raise DomainError(
            "no-towns",
            _("This area has no towns."),
            field="area_code",
            remedy=_("Choose a county or city, or load its areas first."),
        )
    if due_on < opens_on or Campaign.objects.filter(area_code=area_code, name=name).exists():
        raise DomainError(
            "bad-campaign",
            _("The campaign would end before it begins, or one of this name exists."),
            field="name",
            remedy=_("Check the days and the name."),
        )
    campaign = Campaign.objects.create(
        name=name,
        clause=clause,
        area_code=area_code,
        as_of=as_of,
        opens_on=opens_on,
        due_on=due_on,
        duty_ref=duty_ref,
        created_at=at,
        **actor_values(actor),
    )
    CampaignTown.objects.bulk_create(
        CampaignTown(campaign=campaign, town_code=code) for code in towns
    )
    _record(actor, audit_codes.CAMPAIGN_OPENED, campaign, area_code, at, clause)
    events.publish(CampaignOpened(campaign.pk, area_code, tuple(towns), as_of, due_on, clause))
    return campaign


@transaction.atomic
def campaign_confirm(
    *,
    actor: Actor,
    campaign_id: int,
    town_code: str,
    note: str = "",
    at: datetime | None = None,
) -> CampaignTown:
    """The town vouches for its register as of the campaign's day. What is undecided has to be decided first."""
    town = _town(actor, campaign_id, town_code, rights.CAMPAIGN_CONFIRM)
    ensure_covers(actor, town_code)
    at = at or clock.now()
    if town.state == CampaignTownState.CONFIRMED:
        raise Conflict(
            "town-confirmed",
            _("This town's register has been confirmed already."),
            remedy=_("Ask the city to reopen it if something has to be mended."),
        )
    as_of = town.campaign.as_of
    if as_of > clock.legal_day(at):
        raise DomainError(
            "too-early",
            _("The day the campaign counts has not come yet."),
            remedy=_("Confirm from %(day)s on.") % {"day": as_of.isoformat()},
        )
    checks = town_checks(actor=actor, town_code=town_code, as_of=as_of)
    if any(check.blocks and check.number for check in checks):
        raise Conflict(
            "undecided",
            _("There are proposals or transfers that nobody has decided yet."),
            remedy=_("Decide them, then confirm."),
        )
    town.state = str(CampaignTownState.CONFIRMED)
    town.head_count = head_count(actor=actor, area_code=town_code, on=as_of)
    town.checks = as_rows(checks)
    town.confirmed_at, town.confirmed_by, town.note = at, actor.label, note[:300]
    town.save()
    _record(
        actor, audit_codes.TOWN_CONFIRMED, town.campaign, town_code, at, town.campaign.clause,
        head_count=town.head_count,
    )  # fmt: skip
    events.publish(CampaignTownConfirmed(campaign_id, town_code, as_of, town.head_count))
    return town


@transaction.atomic
def campaign_reopen(
    *,
    actor: Actor,
    campaign_id: int,
    town_code: str,
    reason: str,
    at: datetime | None = None,
) -> CampaignTown:
    """Take a town's confirmation back, so that it can mend its register."""
    town = _town(actor, campaign_id, town_code, rights.CAMPAIGN_MANAGE)
    require_area(actor, town.campaign.area_code)
    at = at or clock.now()
    if town.state != CampaignTownState.CONFIRMED:
        raise Conflict(
            "town-open",
            _("This town has not confirmed, so there is nothing to reopen."),
            remedy=_("Wait for its confirmation."),
        )
    if not reason.strip():
        raise DomainError(
            "reason-missing",
            _("A reason is needed."),
            field="reason",
            remedy=_("Say what has to be mended."),
        )
    town.state, town.note = str(CampaignTownState.REOPENED), reason[:300]
    town.save(update_fields=["state", "note"])
    _record(actor, audit_codes.TOWN_REOPENED, town.campaign, town_code, at, "", reason=reason)
    events.publish(CampaignTownReopened(campaign_id, town_code, town.campaign.as_of))
    return town


@transaction.atomic
def campaign_close(*, actor: Actor, campaign_id: int, at: datetime | None = None) -> Campaign:
    """End a campaign; towns that have not confirmed stay listed as late."""
    campaign: Campaign = load(
        Campaign.objects.select_for_update(), actor, rights.CAMPAIGN_MANAGE, pk=campaign_id
    )
    ensure_covers(actor, campaign.area_code)
    if campaign.closed_at is not None:
        raise Conflict("campaign-closed", _("This campaign has been closed already."))
    campaign.closed_at = at or clock.now()
    campaign.save(update_fields=["closed_at"])
    _record(
        actor, audit_codes.CAMPAIGN_CLOSED, campaign, campaign.area_code, campaign.closed_at, ""
    )
    return campaign


def _town(actor: Actor, campaign_id: int, town_code: str, right: str) -> CampaignTown:
    rows = CampaignTown.objects.select_for_update(of=("self",)).select_related("campaign")
    town: CampaignTown = load(rows, actor, right, campaign_id=campaign_id, town_code=town_code)
    if town.campaign.closed_at is not None:
        raise Conflict(
            "campaign-closed",
            _("This campaign has been closed already."),
            remedy=_("Corrections go into the next one."),
        )
    return town


def _record(
    actor: Actor,
    code: str,
    campaign: Campaign,
    area_code: str,
    at: datetime,
    clause: str,
    **after: object,
) -> None:
    label = campaign.name if area_code == campaign.area_code else area_name(area_code).full_name
    audit.record(
        actor,
        code,
        kind="campaign",
        id=campaign.pk,
        area_code=area_code,
        label=label,
        after={"as_of": campaign.as_of, "due_on": campaign.due_on, **after},
        clause=clause,
        at=at,
    )
