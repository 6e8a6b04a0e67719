"""Reads of areas. Names are kept in each process: areas change a few times a year.

`services` clears what its own process keeps; the others notice within `KEPT_SECONDS`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from time import monotonic
from typing import Any

from sangyu.city.areas.models import Area, AreaStatistic, AreaSuccession
from sangyu.city.areas.rights import AREA_VIEW
from sangyu.city.areas.types import AreaName, Indicator, Sureness, Unit, parent_code
from sangyu.kernel.access import load
from sangyu.kernel.actors import Actor

KEPT_SECONDS = 300
_kept_until = 0.0
_edition = 0


def area_name(code: str) -> AreaName:
    """An area's short name (清江村) and its path from the county (or its level) down; an unknown code is its name."""
    _look_again()
    return _area_name(code)


@lru_cache(maxsize=65536)
def _area_name(code: str) -> AreaName:
    name = _short_names().get(code, code)
    above = parent_code(code)
    path = (*_area_name(above).path, name) if len(above) >= 6 else (name,)
    return AreaName(code, name, path)


@lru_cache(maxsize=1)
def _short_names() -> dict[str, str]:
    """Every short name at once: a list of people names hundreds of communities, and a city has a few thousand."""
    return dict(Area.objects.values_list("code", "short_name").iterator(chunk_size=10_000))


def area_children(*, actor: Actor, code: str) -> list[AreaName]:
    """The areas directly below `code`, within the actor's scope, by code."""
    _look_again()
    return [area for area in _children(code) if actor.covers(area.code)]


@lru_cache(maxsize=4096)
def _children(code: str) -> tuple[AreaName, ...]:
    rows = Area.objects.filter(parent_id=code, valid_to__isnull=True).order_by("code")
    return tuple(
        AreaName(row.code, row.name, (*area_name(code).path, row.name))
        for row in rows.only("code", "name")
    )


def names_changed() -> None:
    """Forget the names kept in this process."""
    global _edition  # noqa: PLW0603  one number per process
    for kept in (_area_name, _short_names, _children):
        kept.cache_clear()
    _edition += 1


def names_edition() -> int:
    """A number that changes with the names kept in this process, for what is kept and shows them."""
    _look_again()
    return _edition


def _look_again() -> None:
    global _kept_until  # noqa: PLW0603  one number per process
    if monotonic() > _kept_until:
        names_changed()
        _kept_until = monotonic() + KEPT_SECONDS


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


@dataclass(frozen=True)
class FigureRow:
    """One figure as pages and the API show it."""

    indicator: str
    label: str
    unit_code: str
    unit: str
    as_of: date
    value: Decimal
    sureness: str
    sureness_label: str
    source: str
    is_shipped: bool

    @property
    def decimals(self) -> int:
        """As many decimals as the value carries."""
        exponent = self.value.normalize().as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0

    @property
    def tone(self) -> str:
        return {"official": "good", "seen": "info", "derived": "warn"}.get(self.sureness, "bad")


@dataclass(frozen=True)
class FigureHistory:
    """The figures of one indicator, the newest first."""

    latest: FigureRow
    earlier: list[FigureRow]


@dataclass(frozen=True)
class Succession:
    """A link from or to another area."""

    area: AreaName
    on: date
    source: str


def area_get(*, actor: Actor, code: str) -> Area:
    """One area of the actor's own, abolished ones too; 404 outside."""
    return load(Area.objects.all(), actor, AREA_VIEW, code=code)


def figures_of(*, actor: Actor, code: str) -> list[FigureHistory]:
    """An area's figures by indicator, in the order of the indicators."""
    rows = AreaStatistic.objects.visible_to(actor).filter(area_id=code).order_by("-as_of")
    by_indicator: dict[str, list[FigureRow]] = {}
    for row in rows:
        by_indicator.setdefault(row.indicator, []).append(_figure(row))
    return [
        FigureHistory(found[0], found[1:])
        for indicator in Indicator.values
        if (found := by_indicator.get(indicator))
    ]


def figure_of(code: str, indicator: str, on: date) -> FigureRow | None:
    """The newest figure of an area as of a day: what a formula stands on. A retired code leads to its one successor."""
    ends = current_codes(code)
    wanted = ends[0] if len(ends) == 1 else code
    rows = AreaStatistic.objects.filter(area_id=wanted, indicator=indicator, as_of__lte=on)
    row = rows.order_by("-as_of").first()
    return _figure(row) if row else None


def latest_of_children(*, actor: Actor, code: str, indicator: str) -> dict[str, FigureRow]:
    """The newest figure of one indicator for each area directly below."""
    rows = AreaStatistic.objects.visible_to(actor).filter(
        area__parent_id=code, area__valid_to__isnull=True, indicator=indicator
    )
    return {row.area_id: _figure(row) for row in rows.order_by("as_of")}


def successors_of(code: str) -> list[Succession]:
    """What took an area's place."""
    rows = AreaSuccession.objects.filter(old_id=code).order_by("new_id")
    return [Succession(area_name(row.new_id), row.on, row.source) for row in rows]


def predecessors_of(code: str) -> list[Succession]:
    """Whose place an area took."""
    rows = AreaSuccession.objects.filter(new_id=code).order_by("old_id")
    return [Succession(area_name(row.old_id), row.on, row.source) for row in rows]


def _figure(row: AreaStatistic) -> FigureRow:
    return FigureRow(
        row.indicator, str(Indicator(row.indicator).label), row.unit, str(Unit(row.unit).label), row.as_of,
        row.value, row.sureness, str(Sureness(row.sureness).label), row.source, row.is_shipped,
    )  # fmt: skip
