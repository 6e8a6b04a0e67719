"""The areas' routes in the open API: what lies below an area, and its dated figures with their sources."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import cast

from django.http import HttpRequest
from ninja import Router, Schema

from sangyu.city.areas import rights, selectors
from sangyu.kernel.access import ActorRequest, require
from sangyu.kernel.actors import Actor

router = Router(tags=["areas"])


class AreaItem(Schema):
    """One area."""

    code: str
    name: str
    full_name: str


class AreaDetail(AreaItem):
    """An area with those directly below; `successors` are the codes that took the place of an abolished one."""

    level: str
    valid_to: date | None
    successors: list[str]
    children: list[AreaItem]


class AreaFigure(Schema):
    """One figure. Only an `official` one may stand under a decision."""

    indicator: str
    as_of: date
    value: Decimal
    unit: str
    sureness: str
    source: str


@router.get("/areas/{code}", response=AreaDetail, url_name="area")
def area(request: HttpRequest, code: str) -> AreaDetail:
    """One area within the caller's, abolished ones too."""
    actor = _actor(request)
    found = selectors.area_get(actor=actor, code=code)
    return AreaDetail(
        code=found.code,
        name=found.short_name,
        full_name=selectors.area_name(code).full_name,
        level=found.level,
        valid_to=found.valid_to,
        successors=[one.area.code for one in selectors.successors_of(code)],
        children=[
            AreaItem(code=one.code, name=one.name, full_name=one.full_name)
            for one in selectors.area_children(actor=actor, code=code)
        ],
    )


@router.get("/areas/{code}/statistics", response=list[AreaFigure], url_name="area-statistics")
def statistics(request: HttpRequest, code: str, indicator: str = "") -> list[AreaFigure]:
    """An area's figures, the newest first of each indicator."""
    actor = _actor(request)
    selectors.area_get(actor=actor, code=code)
    return [
        AreaFigure(
            indicator=row.indicator, as_of=row.as_of, value=row.value.normalize(), unit=row.unit_code,
            sureness=row.sureness, source=row.source,
        )
        for history in selectors.figures_of(actor=actor, code=code)
        for row in (history.latest, *history.earlier)
        if indicator in {"", row.indicator}
    ]  # fmt: skip


def _actor(request: HttpRequest) -> Actor:
    actor = cast("ActorRequest", request).actor
    require(actor, rights.AREA_VIEW)
    return actor
