"""The permission table: every address of the site × every role → the expected status.

Each room keeps its own rows in `sangyu/<wing>/<room>/tests/permissions.py`:

    from tests.permissions import Row, World

    TABLE = {
        "registry:list": Row(allow={"director", "officer", "town_clerk"}),
        "registry:detail": Row(allow={"town_clerk"}, stranger=404),
        "registry:save": Row(allow={"town_clerk"}, method="post", ok=422, stranger=404),
        "registry:about": Row(public=True),
    }

    def prepare(world: World) -> dict[str, dict[str, object]]:      # only if addresses need arguments or POST data
        elder = make_elder(area_code=world.community)
        return {"registry:detail": {"pk": elder.pk}, "registry:save": {"pk": elder.pk}}

Who is tried on each row: nobody signed in; every role in the home area (director and the other city roles at
`world.city`, a town clerk at `world.town`, a community worker at `world.community`); and of the allowed roles a
stranger each, in another county. Roles are written out, never computed from the declared rights: this table is the
second opinion. `allow=ANY` means every signed-in account. An address without a row, or a row without an address, fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from sangyu.city.organisations.models import Membership
from sangyu.city.organisations.tests.factories import make_post
from sangyu.city.organisations.types import Role

ANY = frozenset(map(str, Role))
CITY, TOWN, COMMUNITY = "522601", "522601103", "522601103001"
ELSEWHERE = {CITY: "371502", TOWN: "371502001", COMMUNITY: "371502001001"}
HOME_AREA = {Role.TOWN_CLERK: TOWN, Role.COMMUNITY_WORKER: COMMUNITY}
"""Every other role works for the whole city."""
FRAMEWORK_ADDRESSES = frozenset({"set_language"})


@dataclass(frozen=True)
class Row:
    """What one address answers: `ok` to the allowed roles, 403 to the others, `stranger` to those of another area.

    `stranger` is `ok` unless given: lists and forms exist everywhere, single objects are 404 (say so). `except_`
    names roles whose answer differs from both, with that answer.
    """

    allow: frozenset[str] | set[str] = frozenset()
    public: bool = False
    method: str = "get"
    ok: int = 200
    refused: int = 403
    stranger: int | None = None
    anonymous: int = 302
    data: Mapping[str, Any] = field(default_factory=dict)
    except_: Mapping[str, int] = field(default_factory=dict)

    def expected(self, role: str) -> int:
        """The status for a role in the home area."""
        if role in self.except_:
            return self.except_[role]
        return self.ok if self.public or role in self.allow else self.refused


@dataclass
class World:
    """One signed-in client per role at home, and one elsewhere for each role that is asked for."""

    city: str = CITY
    town: str = TOWN
    community: str = COMMUNITY
    posts: dict[str, Membership] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    strangers: dict[str, Client] = field(default_factory=dict)

    @classmethod
    def build(cls) -> World:
        """Open all the accounts."""
        world = cls()
        for role in Role:
            home = HOME_AREA.get(role, CITY)
            world.posts[role] = make_post(role, home)
            world.clients[role] = signed_in(world.posts[role])
        return world

    def stranger(self, role: str) -> Client:
        """A client of the same role in another county."""
        if role not in self.strangers:
            post = make_post(role, ELSEWHERE[HOME_AREA.get(Role(role), CITY)])
            self.strangers[role] = signed_in(post)
        return self.strangers[role]


def signed_in(post: Membership) -> Client:
    """A client with an open session of this post's account."""
    client = Client(raise_request_exception=False)
    client.force_login(post.account)
    return client


Arguments = Mapping[str, Mapping[str, object]]
Preparation = Callable[[World], Arguments]


def tables() -> Iterator[tuple[str, Mapping[str, Row], Preparation | None]]:
    """The rows of every installed room: (room, rows, preparation)."""
    for config in apps.get_app_configs():
        if not config.name.startswith("sangyu."):
            continue
        if find_spec(f"{config.name}.tests") is None:
            continue
        if find_spec(f"{config.name}.tests.permissions") is None:
            continue
        module = import_module(f"{config.name}.tests.permissions")
        yield config.label, module.TABLE, getattr(module, "prepare", None)


def all_rows() -> dict[str, Row]:
    """Every row by its address's name. The same address in two rooms is an error."""
    rows: dict[str, Row] = {}
    for room, table, _prepare in tables():
        for name, row in table.items():
            if name in rows:
                raise ValueError(f"{name} has two rows, one of them in {room}.")
            rows[name] = row
    return rows


def addresses() -> dict[str, Callable[..., Any]]:
    """Every address of the site by its qualified name, with its view."""
    return dict(_walk(get_resolver().url_patterns, ""))


def _walk(
    patterns: list[URLPattern | URLResolver], prefix: str
) -> Iterator[tuple[str, Callable[..., Any]]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _walk(pattern.url_patterns, inner)
        else:
            name = f"{prefix}{pattern.name}" if pattern.name else f"(unnamed) {pattern.pattern}"
            if name not in FRAMEWORK_ADDRESSES:
                yield name, pattern.callback
