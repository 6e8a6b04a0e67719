"""The demonstration's lists of services: released where the national list is kept, else a draft that tells its gap.

Kaili has the lists of two years, the second with one item of its own, a purchase catalogue with example prices, the
wish register as the register of elders tells it, and the homes that are due to be adapted.
"""

from __future__ import annotations

from datetime import date, datetime

from sangyu.kernel.actors import Actor
from sangyu.people.catalogue import policy
from sangyu.people.catalogue.selectors.releases import areas_with_lists, shortfalls_of
from sangyu.people.catalogue.services.counts import counts_refresh
from sangyu.people.catalogue.services.lines import line_save
from sangyu.people.catalogue.services.releases import EXAMPLE, LAST, release_draft, release_publish
from sangyu.people.catalogue.services.wishes import wishes_find
from sangyu.people.catalogue.services.works import works_find
from sangyu.people.catalogue.types import ItemFacts, ListKind, ServiceForm

MEAL = ItemFacts(
    code="Z1", name="独居高龄老人助餐补贴", form=ServiceForm.MATERIAL, group="80周岁及以上独居老年人",
    condition="age >= 80 AND living = 'alone'", content="助餐点就餐或送餐",
    standard="每餐补贴3元（演示数据）",
    funding="地方财政、福利彩票公益金", lead_unit="市民政局", clause="演示数据：市民政局年度工作安排",
)  # fmt: skip


def lists_of_the_city(
    *, actor: Actor, area_code: str, name: str, today: date, at: datetime
) -> None:
    """One place's lists. What is there already stays as it is."""
    if area_code in areas_with_lists(kind=ListKind.SERVICES):
        return
    about = policy.shipped()[name]
    last = today.year - 1
    heading = {
        "title": about.title, "year": last, "starts_on": date(last, 1, 1), "source": about.source, "note": about.note,
    }  # fmt: skip
    draft = release_draft(
        actor=actor, kind=ListKind.SERVICES, area_code=area_code, heading=heading, begin_with=name, at=at
    )  # fmt: skip
    if shortfalls_of(draft):
        return
    release_publish(actor=actor, release_id=draft.pk, at=at)
    if name != "kaili":
        counts_refresh(actor=actor, release_id=draft.pk, on=today, at=at)
        return
    wishes_find(actor=actor.within(area_code), at=at)
    works_find(actor=actor.within(area_code), at=at)
    _second_year(
        actor, area_code, heading | {"year": today.year, "starts_on": date(today.year, 1, 1)}, at
    )
    example = policy.example_purchase()
    release_draft(
        actor=actor, kind=ListKind.PURCHASE, area_code=area_code, begin_with=EXAMPLE, at=at,
        heading={"title": example.title, "year": today.year, "starts_on": date(today.year, 1, 1), "note": example.note},
    )  # fmt: skip


def _second_year(actor: Actor, area_code: str, heading: dict[str, object], at: datetime) -> None:
    draft = release_draft(
        actor=actor, kind=ListKind.SERVICES, area_code=area_code, heading=heading, begin_with=LAST, at=at
    )  # fmt: skip
    line_save(actor=actor, release_id=draft.pk, facts=MEAL, at=at)
    release_publish(actor=actor, release_id=draft.pk, at=at)
    counts_refresh(actor=actor, release_id=draft.pk, at=at)
