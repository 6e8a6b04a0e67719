"""Indicators, values and targets a page at a time, by key: what the open API lists."""

from __future__ import annotations

from datetime import date

from sangyu.accountability.indicators.models import Indicator, IndicatorValue, Target
from sangyu.kernel.actors import Actor
from sangyu.kernel.ui.paging import Page, paginate

__all__ = ["Page", "indicator_page", "target_page", "value_page"]


def indicator_page(*, actor: Actor, cursor: str, size: int) -> Page[Indicator]:
    """The indicators the actor sees, by code. One without a definition yet is none."""
    rows = Indicator.objects.visible_to(actor).filter(versions__isnull=False).distinct()
    return paginate(rows, ["code"], cursor, size)


def value_page(  # noqa: PLR0913  # what narrows a series, and which page of it
    *,
    actor: Actor,
    indicator: Indicator,
    area_code: str,
    since: date | None,
    until: date | None,
    cursor: str,
    size: int,
) -> Page[IndicatorValue]:
    """An indicator's values for one area that the actor sees, the newest first; of every version and scope."""
    mine = IndicatorValue.objects.visible_to(actor).filter(
        version__indicator=indicator, area_code=area_code
    )
    rows = mine.select_related("version")
    if since:
        rows = rows.filter(as_of__gte=since)
    if until:
        rows = rows.filter(as_of__lte=until)
    return paginate(rows, ["-as_of"], cursor, size, scope=mine)


def target_page(*, actor: Actor, area_code: str, on: date, cursor: str, size: int) -> Page[Target]:
    """The targets in force on a day that the actor sees, area by area and paper by paper."""
    mine = Target.objects.visible_to(actor)
    rows = mine.exclude(retired_on__lte=on).select_related("indicator", "parent")
    if area_code:
        rows = rows.filter(area_code=area_code)
    return paginate(
        rows.prefetch_related("checkpoints"), ["area_code", "document_title", "code"], cursor, size,
        scope=mine,
    )  # fmt: skip
