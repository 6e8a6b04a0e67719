"""A schematic map where no outlines are known: one tile per area, shaded by its figure, in the order of the codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from sangyu.kernel.ui import formats
from sangyu.people.registry.selectors.maps import AreaCount

SHADES = 5


@dataclass(frozen=True)
class Tile:
    """One area: its figure, its shade (0 to 4), where it leads and the list behind it."""

    name: str
    figure: str
    people: int
    marked: int | None
    shade: int
    url: str
    list_url: str


def steps_of(counts: Sequence[AreaCount], category: str) -> list[float]:
    """Four lower bounds that part the areas into fifths; fewer where figures repeat."""
    figures = sorted({_figure(one, category) for one in counts})
    if len(figures) < 2:
        return []
    bounds = [figures[len(figures) * part // SHADES] for part in range(1, SHADES)]
    return sorted({bound for bound in bounds if bound > figures[0]})


def tiles(counts: Sequence[AreaCount], category: str) -> list[Tile]:
    """The areas as tiles."""
    steps = steps_of(counts, category)
    return [
        Tile(
            one.name,
            formats.percent(one.share, 1) if category else formats.number(one.people),
            one.people,
            one.marked,
            sum(_figure(one, category) >= step for step in steps),
            _inner(one, category),
            _list(one, category),
        )
        for one in counts
    ]


def _figure(one: AreaCount, category: str) -> float:
    return (one.share or 0.0) if category else float(one.people)


def _inner(one: AreaCount, category: str) -> str:
    """A town opens its communities; a community its list."""
    if len(one.code) >= 12 or not one.name:
        return _list(one, category)
    query = {"area": one.code} | ({"category": category} if category else {})
    return f"{reverse('registry:map')}?{urlencode(query)}"


def _list(one: AreaCount, category: str) -> str:
    query = {"area_code": one.code} | ({"category": category} if category else {})
    if not one.name:
        query["gap"] = "community"
    return f"{reverse('registry:elder-list')}?{urlencode(query)}"
