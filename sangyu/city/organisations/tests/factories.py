"""Units, accounts and posts for every room's tests: plain functions, no hidden state."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from sangyu.city.organisations import selectors, services
from sangyu.city.organisations.models import Account, Membership, Organisation
from sangyu.city.organisations.types import OrganisationKind, Role
from sangyu.kernel.actors import Actor, system_actor

SYSTEM = system_actor("test")
START = date(2020, 1, 1)
KIND_OF = {
    Role.TOWN_CLERK: OrganisationKind.TOWN,
    Role.COMMUNITY_WORKER: OrganisationKind.COMMUNITY,
    Role.HOME_OPERATOR: OrganisationKind.HOME,
    Role.CARER: OrganisationKind.HOME,
    Role.ASSESSOR: OrganisationKind.AGENCY,
}
_number = count(1)


def make_unit(
    area_code: str = "522601",
    kind: str = OrganisationKind.DEPARTMENT,
    name: str = "",
    **over: Any,
) -> Organisation:
    """A unit with a name of its own."""
    name = name or f"示例单位{next(_number)}"
    return services.organisation_create(
        actor=SYSTEM, name=name, kind=kind, area_code=area_code, **over
    )


def make_account(username: str = "", name: str = "", password: str | None = None) -> Account:
    """An account without a post."""
    number = next(_number)
    return services.account_open(
        actor=SYSTEM,
        username=username or f"test-{number}",
        name=name or f"测试{number}",
        password=password,
    )


def make_post(
    role: str,
    area_code: str = "522601",
    organisation: Organisation | None = None,
    account: Account | None = None,
) -> Membership:
    """A post of this role in this area, with a unit and an account of its own unless given."""
    kind = KIND_OF.get(Role(role), OrganisationKind.DEPARTMENT)
    return services.membership_grant(
        actor=SYSTEM,
        account=account or make_account(),
        organisation=organisation or make_unit(area_code, kind),
        role=role,
        on=START,
        area_code=area_code,
    )


def make_actor(
    role: str, area_code: str = "522601", organisation: Organisation | None = None
) -> Actor:
    """The actor of a new post."""
    return selectors.actor_of(make_post(role, area_code, organisation))
