"""Writes of units, accounts and posts."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations.loading import shipped_aliases, shipped_units
from sangyu.city.organisations.matching import Register
from sangyu.city.organisations.models import (
    Account,
    Membership,
    Organisation,
    OrganisationAlias,
)
from sangyu.city.organisations.types import ADMINISTRATOR_ROLES, AliasKind
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict


@transaction.atomic
def organisation_create(
    *, actor: Actor, name: str, kind: str, area_code: str, **fields: Any
) -> Organisation:
    """Enter a unit into the register."""
    row = Organisation(
        name=name, kind=kind, area_code=area_code, **{"short_name": name[:60], **fields}
    )
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def account_open(
    *, actor: Actor, username: str, name: str, password: str | None, **fields: Any
) -> Account:
    """Open an account; it can do nothing until a post is granted."""
    return Account.objects.create_user(username, password, name=name, **fields)


@transaction.atomic
def membership_grant(
    *,
    actor: Actor,
    account: Account,
    organisation: Organisation,
    role: str,
    on: date,
    area_code: str = "",
) -> Membership:
    """Give an account a post, within the unit's area or a narrower one. Administrators stay apart (三员分立)."""
    if role in ADMINISTRATOR_ROLES:
        others = account.memberships.filter(
            role__in=ADMINISTRATOR_ROLES - {role}, ended_on__isnull=True
        )
        if others.exists():
            raise Conflict(
                "administrators-apart",
                _("One person cannot be two of the three administrators."),
                remedy=_(
                    "Give this post to another account, or end the other administrator's post first."
                ),
            )
    row = Membership(
        account=account, organisation=organisation, role=role, started_on=on,
        area_code=area_code or organisation.area_code,
    )  # fmt: skip
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def units_load(*, actor: Actor, area_code: str) -> tuple[int, int]:
    """Bring the shipped register of an area and the general aliases into the database; safe to repeat.

    Units and aliases that were entered by hand stay. Returns how many units and aliases the files hold for the area.
    """
    rows = shipped_units(area_code)
    known = {
        (row.area_code, row.name): row
        for row in Organisation.objects.active().filter(area_code__startswith=area_code)
    }
    for row in rows:
        if (row.area_code, row.name) not in known:
            organisation_create(actor=actor, **asdict(row))
    return len(rows), _aliases_load(area_code)


def _aliases_load(area_code: str) -> int:
    register = Register.load(area_code)
    aliases = []
    for row in shipped_aliases():
        fields = {
            "area_code": area_code,
            "name": row.name,
            "how": row.how,
            "since": row.since,
            "source": row.source,
        }
        if row.how == AliasKind.GROUP:
            aliases.append(OrganisationAlias(group_kind=row.stands_for, **fields))
            continue
        aliases += [
            OrganisationAlias(organisation_id=pk, **fields)
            for pk in register.own.get(register.key(row.stands_for), [])
        ]
    OrganisationAlias.objects.bulk_create(aliases, ignore_conflicts=True)
    return len(aliases)
