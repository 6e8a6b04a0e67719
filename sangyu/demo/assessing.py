"""Assessments of the demonstration's town: an accredited agency, a year and a half of results, orders that are open."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction

from sangyu.city.organisations.selectors import units_in
from sangyu.city.organisations.types import OrganisationKind
from sangyu.demo.accounts import SINCE, TOWN
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor
from sangyu.people.assessment.policy import instruments
from sangyu.people.assessment.selectors.lists import accredited
from sangyu.people.assessment.services.agencies import agency_accredit, assessor_keep
from sangyu.people.assessment.services.orders import order_make, order_plan
from sangyu.people.assessment.services.results import result_record
from sangyu.people.assessment.types import Answer, Sheet
from sangyu.people.registry.selectors.filters import ElderFilters
from sangyu.people.registry.selectors.search import elder_page

ASSESSED, OPEN = 24, 5
INFORMANTS = ("self", "spouse", "child", "carer")


@transaction.atomic
def assessments_of_the_town(
    *, actor: Actor, area_code: str, today: date, at: datetime, seed: int
) -> None:
    """Nothing to do where an agency is accredited already."""
    if accredited(actor=actor.within(area_code), on=today):
        return
    rng = Random(seed)
    (agency,) = units_in(area_code=area_code, kind=OrganisationKind.AGENCY)[:1]
    agency_accredit(actor=actor, agency_id=agency.id, on=SINCE, proof="演示认定文件〔2023〕1号")
    team = [
        assessor_keep(
            actor=actor, agency_id=agency.id, name=f"演示评估员{mark}", certificate=f"DEMO-{number}",
            is_medical=is_medical, on=SINCE,
        )
        for number, (mark, is_medical) in enumerate((("甲", True), ("乙", False), ("丙", True)))
    ]  # fmt: skip
    filters = ElderFilters(area_code=TOWN, age_from=70)
    people = elder_page(actor=actor, filters=filters, size=ASSESSED + OPEN).lines
    for line in people[:ASSESSED]:
        _assess(actor, line.id, agency.id, team, _day(rng, today), rng)
    for number, line in enumerate(people[ASSESSED:]):
        order = order_make(
            actor=actor, elder_id=line.id, agency_id=agency.id,
            occasion="immediate" if number == 0 else "first", at=at - timedelta(days=number * 7),
        )  # fmt: skip
        if number % 2:
            when = at.replace(hour=2, minute=0, second=0, microsecond=0) + timedelta(days=number)
            order_plan(
                actor=actor, order_id=order.pk, version=order.version, appointment_at=when, at=at
            )


def _day(rng: Random, today: date) -> date:
    """Within the last eighteen months: some results have expired, some are about to."""
    return today - timedelta(days=rng.randrange(20, 540))


def _assess(
    actor: Actor, elder_id: int, agency_id: int, team: list[Any], day: date, rng: Random
) -> None:
    made = datetime.combine(day - timedelta(days=6), datetime.min.time(), clock.SHANGHAI)
    order = order_make(
        actor=actor, elder_id=elder_id, agency_id=agency_id, occasion="first", at=made
    )
    health = rng.random()
    second = rng.choice(team[1:])
    result_record(
        actor=actor, order_id=order.pk, version=order.version, ref=UUID(int=rng.getrandbits(128)),
        sheet=Sheet(_answers(rng, health), ["F00-F03"] if rng.random() < 0.1 else [], {}),
        assessed_on=day, lead_id=team[0].pk, second_id=second.pk, informant=rng.choice(INFORMANTS),
        at=made + timedelta(days=6, hours=10),
    )  # fmt: skip


def _answers(rng: Random, health: float) -> dict[str, Answer]:
    """Answers around one state of health (0 lost, 1 whole): each item's option lies near it."""
    found: dict[str, Answer] = {}
    for code, item in instruments()["gbt42195"].items.items():
        options = [one for one in item.options if one not in {"stupor", "coma"}]
        place = (1 - health) * (len(options) - 1) + rng.uniform(-0.8, 0.8)
        found[code] = options[min(max(round(place), 0), len(options) - 1)]
    return found
