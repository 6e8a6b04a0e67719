"""Who may open the addresses of the entitlement room."""

from __future__ import annotations

from datetime import date

from sangyu.people.entitlement.tests.factories import make_decision, make_version
from sangyu.people.registry.tests.factories import make_elder
from tests.permissions import Row, World

STAFF = {"director", "officer", "town_clerk", "community_worker"}
READERS = {*STAFF, "inspector", "hotline"}
PEOPLE = {*STAFF, "hotline"}
TELLERS = {"town_clerk", "community_worker"}

TABLE = {
    "entitlement:list": Row(allow=READERS),
    "entitlement:programme": Row(allow=READERS, stranger=404),
    "entitlement:people": Row(allow=PEOPLE),
    "entitlement:export": Row(allow={"officer", "town_clerk"}),
    "entitlement:mine": Row(allow={"family"}),
    "entitlement:elder": Row(allow=PEOPLE, stranger=404),
    "entitlement:print": Row(allow=PEOPLE, stranger=404),
    "entitlement:claim": Row(allow=TELLERS, stranger=404),
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    """An elder of the home community with a decision of the home city's own programme."""
    elder = make_elder(area_code=world.community, birth_date=date(1940, 1, 1))
    version = make_version("home-allowance", programme={"area_code": world.city})
    make_decision(elder, version)
    one: dict[str, object] = {"pk": elder.pk, "code": "home-allowance"}
    return {
        "entitlement:programme": {"code": "home-allowance"},
        "entitlement:elder": {"pk": elder.pk},
        "entitlement:print": one,
        "entitlement:claim": one,
    }
