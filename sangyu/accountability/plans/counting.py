"""The yearly count of elders: the campaign that its towns confirm in."""

from __future__ import annotations

from datetime import date, timedelta

from sangyu.city.areas.selectors import area_name
from sangyu.city.duties import selectors as duties
from sangyu.kernel.actors import Actor
from sangyu.people.registry.selectors.campaigns import campaign_id_of
from sangyu.people.registry.services.campaigns import campaign_open


def campaign_ensure(*, actor: Actor, subject: str, duty_id: int) -> None:
    """The registration campaign for a count ("area:day"), opened unless it is there."""
    area, _colon, day = subject.partition(":")
    as_of = date.fromisoformat(day)
    if campaign_id_of(area_code=area, as_of=as_of) is not None:
        return
    duty = duties.duty_detail(actor=actor, duty_id=duty_id).duty
    campaign_open(
        actor=actor,
        name=f"{as_of.year}年度{area_name(area).name}老年人摸底",
        clause=duty.clause.label[:120],
        area_code=area,
        as_of=as_of,
        opens_on=as_of + timedelta(days=1),
        due_on=duty.statutory_due or as_of + timedelta(days=31),
        duty_ref=str(duty_id),
    )
