"""Reads of areas. Names are cached per process: areas change a few times a year, and `services` clears the cache."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sangyu.city.areas.models import Area, AreaSuccession
from sangyu.city.areas.types import AreaName, parent_code
from sangyu.kernel.actors import Actor


@lru_cache(maxsize=65536)
def area_name(code: str) -> AreaName:
    """An area's short name (清江村) and its path from the county (or its level) down; an unknown code is its name."""
    found = Area.objects.filter(code=code).only("short_name").first()
    name = found.short_name if found else code
    above = parent_code(code)
    path = (*area_name(above).path, name) if len(above) >= 6 else (name,)
    return AreaName(code, name, path)


def area_children(*, actor: Actor, code: str) -> list[AreaName]:
    """The areas directly below `code`, within the actor's scope, by code."""
    rows = (
        Area.objects.visible_to(actor)
        .filter(parent_id=code, valid_to__isnull=True)
        .order_by("code")
    )
    return [AreaName(row.code, row.name, (*area_name(code).path, row.name)) for row in rows]


def area_descendants(*, actor: Actor, code: str, level: str) -> list[AreaName]:
    """All areas of one level within `code` and within the actor's scope, by code."""
    rows = (
        Area.objects.visible_to(actor)
        .filter(code__gte=code, code__lt=code + "\uffff", level=level, valid_to__isnull=True)
        .order_by("code")
    )
    return [area_name(row.code) for row in rows]


def area_exists(code: str) -> bool:
    """True for a code in force."""
    return Area.objects.filter(code=code, valid_to__isnull=True).exists()


def current_codes(code: str) -> list[str]:
    """The codes that stand for an area today: itself, or its successors, followed to the end."""
    links = AreaSuccession.objects.filter(old_id=code).values_list("new_id", flat=True)
    found = [end for link in links for end in current_codes(link)]
    return sorted(set(found)) or [code]


def area_outlines(codes: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The outlines (GeoJSON geometry, WGS 84) of those areas that have one."""
    rows = Area.objects.filter(code__in=list(codes), outline__isnull=False)
    return {code: outline for code, outline in rows.values_list("code", "outline") if outline}
