"""People for tests. ID numbers begin with 990000-999999, a prefix that no area has."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from typing import Any

from sangyu.city.areas.services import areas_load, shipped_rows
from sangyu.city.organisations.types import Role
from sangyu.kernel import access, ids
from sangyu.kernel.actors import Actor, ActorKind
from sangyu.people.registry import rights  # noqa: F401  declares the rights that actors carry
from sangyu.people.registry.models import Elder
from sangyu.people.registry.rules.names import spelling
from sangyu.people.registry.services._rows import columns_of
from sangyu.people.registry.types import Evidence

TOWN = "522601103"
COMMUNITY = "522601103200"
OTHER_TOWN = "522601104"
OTHER_COMMUNITY = "522601104200"
LONG_AGO = date(2020, 1, 1)
_serial = itertools.count(1)


def resident_id(birth: date = date(1950, 5, 1), *, serial: int | None = None) -> str:
    """A valid resident ID number with the unassigned prefix 990000."""
    number = next(_serial) if serial is None else serial
    first = f"{990000 + number // 1000 % 10000}{birth:%Y%m%d}{number % 1000:03d}"
    return first + ids.resident_id_check_character(first)


def make_actor(role: str = Role.TOWN_CLERK, area_code: str = TOWN, **over: Any) -> Actor:
    """An actor with the rights of its role, without an account behind it."""
    fields = {
        "kind": ActorKind.ACCOUNT,
        "label": f"{role} {area_code}",
        "role": str(role),
        "area_code": area_code,
        "rights": access.rights_of(role),
        "organisation_name": "test unit",
    }
    return Actor(**(fields | over))


def load_areas() -> None:
    """The towns and communities of Kaili, which services look up."""
    areas_load(shipped_rows("522601"))


def evidence(source: str = "community_visit", on: date = date(2024, 1, 1), **over: Any) -> Evidence:
    """Evidence with a proof."""
    return Evidence(source, on, **({"proof": "seen"} | over))


def make_elder(**over: Any) -> Elder:
    """An elder of 1950 in COMMUNITY, on the register since LONG_AGO; `over` names columns, or `id`, `phone`, `bank`."""
    number = next(_serial)
    for part in ("id", "phone", "bank"):
        over |= columns_of({part: over.pop(part)}) if part in over else {}
    name = over.pop("name", f"测试{chr(0x4E00 + number % 5000)}")
    letters = spelling(name)
    fields: dict[str, Any] = {
        "name": name,
        "name_pinyin": letters.pinyin,
        "name_initials": letters.initials,
        "id_kind": "resident" if over.get("id_sealed") else "none",
        "sex": "2",
        "birth_date": date(1950, 5, 1),
        "area_code": COMMUNITY,
        "registered_on": LONG_AGO,
        "updated_at": datetime(2020, 1, 1, tzinfo=UTC),
    }
    return Elder.objects.create(**(fields | over))
