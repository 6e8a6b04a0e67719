"""Writes of the unit register."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations import rights
from sangyu.city.organisations.loading import shipped_aliases, shipped_units
from sangyu.city.organisations.matching import Register
from sangyu.city.organisations.models import Organisation, OrganisationAlias
from sangyu.city.organisations.types import AliasKind
from sangyu.kernel import audit
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import DomainError


@transaction.atomic
def organisation_create(
    *,
    actor: Actor,
    name: str,
    kind: str,
    area_code: str,
    at: datetime | None = None,
    **fields: Any,
) -> Organisation:
    """Enter a unit into the register."""
    row = Organisation(
        name=name, kind=kind, area_code=area_code, **{"short_name": name[:60], **fields}
    )
    row.full_clean()
    row.save()
    audit.record(
        actor, rights.UNIT_CREATED, kind="organisation", id=row.pk, area_code=area_code, label=name,
        after={"name": name, "kind": str(kind), "area_code": area_code}, at=at,
    )  # fmt: skip
    return row


@transaction.atomic
def organisation_close(
    *,
    actor: Actor,
    organisation_id: int,
    successor_id: int | None,
    on: date,
    at: datetime | None = None,
) -> Organisation:
    """Close a unit; its name leads to its successor from then on."""
    row = Organisation.objects.select_for_update().get(pk=organisation_id)
    if row.closed_on is not None:
        raise DomainError(
            "organisation-closed",
            _("This unit is closed already."),
            remedy=_("Look at its successor in the register."),
        )
    row.closed_on, row.successor_id = on, successor_id
    row.full_clean()
    row.save()
    audit.record(
        actor, rights.UNIT_CLOSED, kind="organisation", id=row.pk, area_code=row.area_code, label=row.name,
        after={"closed_on": on, "successor": successor_id}, at=at,
    )  # fmt: skip
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
    aliases = _aliases_load(area_code)
    audit.record(
        actor, rights.UNITS_LOADED, kind="area", id=area_code, area_code=area_code,
        after={"units": len(rows), "aliases": aliases},
    )  # fmt: skip
    return len(rows), aliases


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
