"""The four other places whose papers come along: lighter cities, with their units, some people and their plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from django.db import transaction

from sangyu.city.areas.figures import figures_load, successions_load
from sangyu.city.areas.selectors import area_descendants
from sangyu.city.areas.services import areas_load, shipped_rows
from sangyu.city.organisations import services as organisations
from sangyu.city.organisations.selectors import units_of_area
from sangyu.city.organisations.types import OrganisationKind, Role
from sangyu.demo import accounts, kept, settling
from sangyu.demo.accounts import DemoAccount
from sangyu.demo.names import Names
from sangyu.demo.population import Person, people, shares
from sangyu.kernel.actors import Actor
from sangyu.people.registry.selectors import search

FAR_APART = 500_000
"""Between the running numbers of two cities, so that no two people share an ID number."""


@dataclass(frozen=True)
class Place:
    """A lighter city: its code and name, the county and town where its people live, its packs and when they began."""

    code: str
    name: str
    county: str
    town: str
    packs: tuple[str, ...]
    began: date


@dataclass(frozen=True)
class Draw:
    """The draws of one place: its generator, where its running numbers begin, and how many people it has."""

    rng: Random
    first: int
    elders: int


PLACES = (
    Place("2310", "牡丹江市", "231005", "231005100", ("mudanjiang",), date(2018, 4, 10)),
    Place("3715", "聊城市", "371502", "371502100", ("liaocheng",), date(2020, 12, 1)),
    Place("3206", "南通市", "320685", "320685100", ("urban-plan", "supervision"), date(2022, 3, 1)),
    Place("6207", "张掖市", "620702", "620702100", ("zhangye",), date(2018, 9, 3)),
)
COMMUNITY = "演示社区居委会"
HAN = "01"


def is_there(place: Place) -> bool:
    """Whether the place has been built."""
    return accounts.is_open(_username(place, "director"))


def draw(place: Place, *, seed: int, elders: int) -> Draw:
    """What is drawn for a place, whichever others there are."""
    number = PLACES.index(place) + 1
    return Draw(Random(seed + 10 * number), number * FAR_APART, elders)


@transaction.atomic
def build(*, actor: Actor, place: Place, draw: Draw, at: datetime, today: date) -> None:
    """One place, whole or not at all."""
    areas_load(shipped_rows(place.code))
    successions_load(place.code)
    figures_load(actor=actor, prefix=place.code)
    organisations.units_load(actor=actor, area_code=place.code)
    communities = [
        (area.code, area.name)
        for area in area_descendants(actor=actor, code=place.county, level="community")
    ]
    home = next(code for code, _name in communities if code.startswith(place.town))
    _accounts(actor, place, home)
    own = actor.within(place.code)
    if not search.elder_count(actor=own, limit=1).number:
        settling.settle(own, _people(communities, draw, today), at=at, today=today)
    director, officer = (
        accounts.actor_named(_username(place, role)) for role in ("director", "officer")
    )
    city = kept.City(own, director, (officer,), today, draw.rng)
    for pack in place.packs:
        kept.keep(city, pack, place.began)


def _people(communities: list[tuple[str, str]], draw: Draw, today: date) -> list[Person]:
    """So many people, spread over as many of the communities as there are people for."""
    names = Names(draw.rng, first=draw.first)
    chosen = communities[:: max(1, -(-len(communities) // max(draw.elders, 1)))]
    found = [
        person
        for one in shares(chosen, elders=draw.elders, rng=draw.rng)
        for person in people(one, today=today, rng=draw.rng, names=names)
    ]
    for person in found:
        person.columns["ethnicity"] = HAN
    return found


def _username(place: Place, role: str) -> str:
    return f"demo-{role}-{place.code}"


def _accounts(actor: Actor, place: Place, home: str) -> None:
    """The main roles: one account each, and the unit that only the demonstration has."""
    organisations.organisation_create(
        actor=actor, name=COMMUNITY, kind=OrganisationKind.COMMUNITY, area_code=home
    )
    by_name = {unit.short_name: unit for unit in units_of_area(place.code)}
    town = next(unit for unit in by_name.values() if unit.area_code == place.town)
    posts = (
        ("director", "演示局长", Role.DIRECTOR, "市民政局"),
        ("officer", "演示卫健科员", Role.OFFICER, "市卫生健康委"),
        ("clerk", "演示乡镇经办", Role.TOWN_CLERK, town.short_name),
        ("community", "演示社区网格员", Role.COMMUNITY_WORKER, COMMUNITY),
        ("inspector", "演示检查员", Role.INSPECTOR, "市民政局"),
    )
    for word, name, role, unit in posts:
        account = DemoAccount(_username(place, word), name, role, by_name[unit].name)
        accounts.open_account(actor, account, by_name[unit], since=place.began)
