"""Reads of the overlay. The calendar is public, so no actor narrows it."""

from __future__ import annotations

from sangyu.kernel.workdays.models import DayOverride, KnownYear
from sangyu.kernel.workdays.types import Override


def override_list(year: int | None = None) -> list[Override]:
    """The overlay's days, of one year or all, in order."""
    rows = DayOverride.objects.order_by("date")
    if year is not None:
        rows = rows.filter(date__year=year)
    return [Override(row.date, row.is_workday, row.note, row.source) for row in rows]


def known_year_sources() -> dict[int, str]:
    """The years whose whole notice is in the overlay, and where it came from."""
    return dict(KnownYear.objects.order_by("year").values_list("year", "source"))
