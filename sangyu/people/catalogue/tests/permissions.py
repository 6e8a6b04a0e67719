"""Who may open the addresses of the lists."""

from __future__ import annotations

from sangyu.city.organisations.types import Role
from sangyu.people.catalogue.tests.factories import make_release, make_wish, make_work, released
from sangyu.people.catalogue.types import ListKind
from sangyu.people.registry.tests.factories import make_actor, make_elder
from tests.permissions import Row, World

MANAGERS = {"director", "officer"}
EDITORS = {"town_clerk", "community_worker"}
STAFF = {*MANAGERS, "town_clerk", "community_worker", "inspector", "hotline"}

TABLE = {
    "catalogue:list": Row(allow=STAFF),
    "catalogue:new": Row(allow=MANAGERS),
    "catalogue:mine": Row(allow={"family"}),
    "catalogue:item": Row(allow=STAFF, stranger=404),
    "catalogue:person": Row(allow=STAFF, stranger=404),
    "catalogue:detail": Row(allow=STAFF, stranger=404),
    "catalogue:head": Row(allow=MANAGERS, stranger=404),
    "catalogue:release": Row(allow={"director"}, stranger=404),
    "catalogue:discard": Row(allow=MANAGERS, method="post", ok=302, stranger=404),
    "catalogue:import": Row(allow=MANAGERS, stranger=404),
    "catalogue:export": Row(allow=STAFF, stranger=404),
    "catalogue:print": Row(allow=STAFF, stranger=404),
    "catalogue:changes": Row(allow=STAFF, stranger=404),
    "catalogue:line-new": Row(allow=MANAGERS, stranger=404),
    "catalogue:line-edit": Row(allow=MANAGERS, stranger=404),
    "catalogue:line-remove": Row(allow=MANAGERS, method="post", ok=302, stranger=404),
    "catalogue:wishes": Row(allow=STAFF),
    "catalogue:wishes-find": Row(allow=EDITORS, method="post", ok=302),
    "catalogue:wish-new": Row(allow=EDITORS, stranger=404),
    "catalogue:wish": Row(allow=STAFF, stranger=404),
    "catalogue:wish-step": Row(allow=EDITORS, stranger=404),
    "catalogue:works": Row(allow=STAFF),
    "catalogue:works-find": Row(allow=MANAGERS, method="post", ok=302),
    "catalogue:work": Row(allow=STAFF, stranger=404),
    "catalogue:work-step": Row(allow=MANAGERS, stranger=404),
    "catalogue:public": Row(public=True),
    "catalogue:public-list": Row(public=True),
    "catalogue:public-check": Row(public=True),
    "api-v1:service-lists": Row(allow=STAFF, anonymous=401),
    "api-v1:service-list": Row(allow=STAFF, anonymous=401, stranger=404),
    "api-v1:elder-services": Row(allow=STAFF, anonymous=401, stranger=404, except_={"family": 404}),
}
OF_DRAFT = ("head", "release", "discard", "import", "export", "print", "changes", "line-new")


def prepare(world: World) -> dict[str, dict[str, object]]:
    """A released list of last year, the draft that follows it, and somebody who lives there."""
    director = make_actor(Role.DIRECTOR, world.city)
    last = released(director, kind=ListKind.SERVICES)
    draft = make_release(director, kind=ListKind.SERVICES, begin_with="last")
    line = draft.items.earliest("pk")
    elder = make_elder(area_code=world.community)
    wish, work = make_wish(elder), make_work(elder)
    return {
        "catalogue:wish-new": {"pk": elder.pk},
        "catalogue:wish": {"pk": wish.pk},
        "catalogue:wish-step": {"pk": wish.pk, "step": "withdraw"},
        "catalogue:work": {"pk": work.pk},
        "catalogue:work-step": {"pk": work.pk, "step": "drop"},
        "catalogue:item": {"pk": last.items.earliest("pk").pk},
        "catalogue:person": {"pk": elder.pk},
        "catalogue:detail": {"pk": last.pk},
        "catalogue:public-list": {"pk": last.pk},
        "catalogue:public-check": {"pk": last.pk},
        "api-v1:service-list": {"release_id": last.pk},
        "api-v1:elder-services": {"elder_id": elder.pk},
        **{f"catalogue:{step}": {"pk": draft.pk} for step in OF_DRAFT},
        **{
            f"catalogue:line-{step}": {"pk": draft.pk, "line_id": line.pk}
            for step in ("edit", "remove")
        },
    }
