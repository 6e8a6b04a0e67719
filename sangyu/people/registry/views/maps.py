"""The map: areas shaded by their elders, or by the share of one category, down to the list."""

from __future__ import annotations

from itertools import pairwise
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sangyu.city.areas.selectors import area_name
from sangyu.city.areas.types import parent_code
from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.ui.maps import Map, Place
from sangyu.people.registry import rights
from sangyu.people.registry.forms.maps import MapForm
from sangyu.people.registry.pages.tiles import steps_of, tiles
from sangyu.people.registry.selectors.maps import AreaCount, area_counts


@needs(rights.ELDER_VIEW)
def elder_map(request: ActorRequest) -> HttpResponse:
    """Towns, or one town's communities."""
    form = MapForm(request.GET)
    category = form.chosen()
    area = _area(request)
    counts = area_counts(actor=request.actor, area_code=area, category=category)
    is_drawn = bool(counts) and all(one.outline for one in counts if one.name)
    context = {
        "form": form,
        "area": area_name(area),
        "above": _above(request, area),
        "people": sum(one.people for one in counts),
        "marked": sum(one.marked or 0 for one in counts) if category else None,
        "category": form.label() if category else "",
        "map": _drawn(counts, category) if is_drawn else None,
        "tiles": tiles(counts, category) if not is_drawn else [],
        "legend": [(at, text) for at, text in enumerate(_legend(counts, category))],
    }
    return render(request, "registry/map.html", context)


def _area(request: ActorRequest) -> str:
    """The asked area, or the actor's own; a community's own map is its town's."""
    asked = request.GET.get("area", "")
    own = request.actor.area_code
    if asked.isdecimal() and asked.startswith(own) and len(asked) in {4, 6, 9}:
        return asked
    return own[:9]


def _above(request: ActorRequest, area: str) -> str:
    above = parent_code(area)
    return above if above and above.startswith(request.actor.area_code) else ""


def _drawn(counts: list[AreaCount], category: str) -> Map:
    """The map of outlines."""
    base = reverse("registry:map")
    figure = [(one.share or 0) * 100 if category else one.people for one in counts]
    return Map(
        id="registry-map",
        title=_("Elders by area"),
        heading=_("Area"),
        unit="%" if category else _("people"),
        steps=[step * 100 if category else step for step in steps_of(counts, category)],
        places=[
            Place(
                one.name,
                one.outline or {},
                round(number, 1),
                f"{base}?{urlencode({'area': one.code, 'category': category})}"
                if len(one.code) < 12
                else f"{reverse('registry:elder-list')}?{urlencode({'area_code': one.code})}",
            )
            for one, number in zip(counts, figure, strict=True)
            if one.name
        ],
    )


def _legend(counts: list[AreaCount], category: str) -> list[str]:
    steps = steps_of(counts, category)
    shown = [f"{step:.0%}" if category else f"{step:,.0f}" for step in steps]
    if not shown:
        return []
    return [
        f"< {shown[0]}",
        *(f"{low} – {high}" for low, high in pairwise(shown)),
        f"≥ {shown[-1]}",
    ]
