"""What has already happened in the demonstration city: a statistic that was frozen, and work that waits in one town."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from sangyu.accountability.indicators import behind, services
from sangyu.accountability.indicators.definitions import ELDER_POPULATION
from sangyu.accountability.plans.counting import count_campaign
from sangyu.demo.accounts import COMMUNITY, TOWN
from sangyu.kernel.actors import Actor
from sangyu.people.registry.selectors.counts import campaign_progress
from sangyu.people.registry.selectors.filters import ElderFilters
from sangyu.people.registry.selectors.search import ElderLine, elder_page
from sangyu.people.registry.services.campaigns import (
    campaign_close,
    campaign_confirm,
)
from sangyu.people.registry.services.duplicates import duplicates_find
from sangyu.people.registry.services.elders import elder_change, elder_register
from sangyu.people.registry.services.transfers import transfer_request
from sangyu.people.registry.types import Evidence, Source

NEIGHBOUR = "522601104"


def statistic_of_the_year_before_last(
    *, actor: Actor, area_code: str, today: date, at: datetime
) -> None:
    """The statistic of the campaign, counted and frozen. Nothing to do if it is there already."""
    as_of = date(today.year - 2, 12, 31)
    row = services.statistic_prepare(
        actor=actor, code=ELDER_POPULATION, area_code=area_code, as_of=as_of
    )
    if row.seal:
        return
    counted = behind.count(actor=actor, row=row)
    with transaction.atomic():
        services.statistic_store(
            actor=actor, statistic_id=row.pk, cells=counted.cells,
            snapshot=(counted.snapshot_id, counted.snapshot_hash), at=at,
        )  # fmt: skip
        services.statistic_freeze(actor=actor, statistic_id=row.pk, reasons={}, at=at)


@transaction.atomic
def campaign_of_the_year_before_last(
    *, actor: Actor, area_code: str, today: date, at: datetime
) -> None:
    """The campaign that statistic rests on, confirmed by every town. Before `work_waiting`, which would hinder it."""
    as_of = date(today.year - 2, 12, 31)
    campaign_id = count_campaign(actor=actor, area_code=area_code, as_of=as_of, at=at)
    if campaign_id is None:
        return
    for town in campaign_progress(actor=actor, campaign_id=campaign_id):
        campaign_confirm(actor=actor, campaign_id=campaign_id, town_code=town.town_code, at=at)
    campaign_close(actor=actor, campaign_id=campaign_id, at=at)


@transaction.atomic
def work_waiting(*, actor: Actor, today: date, at: datetime) -> None:
    """In the demonstration's town: reports to approve, a transfer to answer, records that look alike."""
    here = elder_page(actor=actor, filters=ElderFilters(area_code=TOWN), size=12).lines
    there = elder_page(actor=actor, filters=ElderFilters(area_code=NEIGHBOUR), size=2).lines
    for line in here[:3]:
        elder_change(
            actor=actor, elder_id=line.id, version=line.version,
            values={"address": f"{line.address}（新址）"},
            evidence=Evidence(Source.SELF_REPORT, today - timedelta(days=3), "老人来电，附房产证照片"), at=at,
        )  # fmt: skip
    for line in there:
        transfer_request(
            actor=actor.within(NEIGHBOUR), elder_id=line.id, to_area_code=TOWN, effective_on=today - timedelta(days=10),
            reason="随子女迁居", at=at,
        )  # fmt: skip
    for line in here[3:6]:
        _double(actor, line, today, at)
    duplicates_find(actor=actor.within(TOWN), at=at)


def _double(actor: Actor, line: ElderLine, today: date, at: datetime) -> None:
    """The same person, entered a second time without papers."""
    elder_register(
        actor=actor,
        values={
            "name": line.name, "sex": line.sex, "birth_date": line.birth_date, "area_code": COMMUNITY,
            "address": line.address, "id_kind": "none",
        },
        evidence=Evidence(Source.COMMUNITY_VISIT, today - timedelta(days=30), "入户登记"), at=at,
    )  # fmt: skip
