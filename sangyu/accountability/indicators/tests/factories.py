"""Values and targets as other rooms' tests need them."""

from __future__ import annotations

from datetime import date

from sangyu.accountability.indicators.models import Indicator, IndicatorValue, Target


def make_value(code: str, area_code: str, as_of: date, met: int, total: int = 1000) -> None:
    """A value as the nightly count keeps it."""
    version = Indicator.objects.get(code=code).versions.get()
    IndicatorValue.objects.create(
        version=version, as_of=as_of, area_code=area_code, total=total, met=met, snapshot_id=1
    )


def recount(as_of: date, met: int, area_code: str = "") -> None:
    """Another count of the values of a day, of one area or of all."""
    rows = IndicatorValue.objects.filter(as_of=as_of)
    (rows.filter(area_code=area_code) if area_code else rows).update(met=met)


def only_target() -> int:
    """The id of the one target there is."""
    return int(Target.objects.get().pk)
