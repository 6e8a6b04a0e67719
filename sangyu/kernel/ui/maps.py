"""Maps declared in Python: areas or points as GeoJSON, coloured by a figure, with a table behind.

Coordinates are WGS-84 / CGCS2000 (GCJ-02 is converted where data enters). No tile server is assumed; a page may give
one by the setting SANGYU_TILE_URL.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Text = str | Promise

SHADES = ("#E9F1EC", "#BFD8CA", "#8DBAA2", "#56936F", "#2F6B4F")


@dataclass(frozen=True)
class Place:
    """A feature: its GeoJSON geometry, what it is called, its figure, where a click leads."""

    name: Text
    geometry: Mapping[str, Any]
    figure: int | float | None = None
    url: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Map:
    """`steps` are the lower bounds of the shades above the lightest, ascending; at most four."""

    id: str
    title: Text
    places: Sequence[Place]
    steps: Sequence[int | float] = ()
    unit: Text = ""
    heading: Text = ""

    @property
    def data(self) -> dict[str, Any]:
        """What the browser draws."""
        return {
            "type": "FeatureCollection",
            "features": [self._feature(place) for place in self.places],
        }

    @property
    def legend(self) -> list[tuple[int, str]]:
        """Shade number and its range in words."""
        if not self.steps:
            return []
        bounds = [None, *self.steps]
        ends = [*self.steps, None]
        return [
            (shade, _span(low, high))
            for shade, (low, high) in enumerate(zip(bounds, ends, strict=True))
        ]

    def _feature(self, place: Place) -> dict[str, Any]:
        shade = 0 if place.figure is None else sum(place.figure >= step for step in self.steps)
        properties = {
            "name": str(place.name),
            "figure": place.figure,
            "unit": str(self.unit),
            "url": place.url,
            "fill": SHADES[min(shade, len(SHADES) - 1)],
            "tone": place.tone,
        }
        return {"type": "Feature", "geometry": dict(place.geometry), "properties": properties}


def _span(low: float | None, high: float | None) -> str:
    if low is None:
        return f"< {high:,}"
    if high is None:
        return f"≥ {low:,}"
    return f"{low:,} – {high:,}"
