"""The yearly count of elders: the campaign that its towns confirm in."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sangyu.city.areas.selectors import area_name
from sangyu.city.duties import selectors as duties
from sangyu.kernel.actors import Actor
from sangyu.people.registry.selectors.campaigns import campaign_id_of
from sangyu.people.registry.services.campaigns import campaign_open

MONTH = timedelta(days=31)


def campaign_ensure(*, actor: Actor, subject: str, duty_id: int) -> None:
    """The registration campaign for a count ("area:day") that a duty asks for, opened unless it is there."""
    area, _colon, day = subject.partition(":")
    duty = duties.duty_detail(actor=actor, duty_id=duty_id).duty
    count_campaign(
        actor=actor, area_code=area, as_of=date.fromisoformat(day), clause=duty.clause.label[:120],
        due_on=duty.statutory_due, duty_ref=str(duty_id),
    )  # fmt: skip


def count_campaign(  # noqa: PLR0913  the facts of a campaign
    *,
    actor: Actor,
    area_code: str,
    as_of: date,
    clause: str = "",
    due_on: date | None = None,
    duty_ref: str = "",
    at: datetime | None = None,
) -> int | None:
    """Open the campaign that counts an area's elders as of a day; its number, or None if it is there already."""
    if campaign_id_of(area_code=area_code, as_of=as_of) is not None:
        return None
    name = f"{as_of.year}年度{area_name(area_code).name}老年人摸底"
    campaign = campaign_open(
        actor=actor, name=name, clause=clause, area_code=area_code, as_of=as_of, duty_ref=duty_ref,
        opens_on=as_of + timedelta(days=1), due_on=due_on or as_of + MONTH, at=at,
    )  # fmt: skip
    return int(campaign.pk)
