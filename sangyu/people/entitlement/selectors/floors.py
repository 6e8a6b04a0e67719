"""Destitute support against its floors, area by area, from the areas' own statistics (C6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from sangyu.city.areas.selectors import area_children, area_name, figure_of
from sangyu.city.areas.types import Indicator
from sangyu.kernel import clock
from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.kernel.money import Yuan, format_yuan
from sangyu.people.entitlement import policy, rights
from sangyu.people.entitlement.in_force import versions_on
from sangyu.people.entitlement.models import ProgrammeVersion
from sangyu.people.entitlement.rules.floors import Floor, floor_of

INCOMES = {"urban": Indicator.URBAN_INCOME, "rural": Indicator.RURAL_INCOME}


@dataclass(frozen=True)
class FloorCheck:
    """One standard in one area: what is paid a month, the floor, and what the floor stands on."""

    area_code: str
    area: str
    programme: str
    row: str
    standard: Yuan
    floor: Floor
    income: Decimal | None
    income_of: date | None

    @property
    def is_below(self) -> bool | None:
        """True if below the floor; None while nothing says what the floor is."""
        lowest = self.floor.lowest
        return None if lowest is None else self.standard < lowest

    @property
    def sentence(self) -> str:
        """One line for a list or the console."""
        words = {
            "area": self.area,
            "row": self.row,
            "standard": format_yuan(self.standard),
            "floor": format_yuan(self.floor.lowest) if self.floor.lowest is not None else "–",
        }
        if self.is_below is None:
            return _("%(area)s, %(row)s: %(standard)s; no statistic says what the floor is.") % words  # fmt: skip
        if self.is_below:
            return _("%(area)s, %(row)s: %(standard)s is below the floor of %(floor)s.") % words
        return _("%(area)s, %(row)s: %(standard)s keeps the floor of %(floor)s.") % words


def floors_check(*, actor: Actor, on: date | None = None) -> list[FloorCheck]:
    """Every standard that has a floor, for the actor's area and the areas directly below it."""
    require(actor, rights.PROGRAMME_VIEW)
    day = on or clock.today()
    areas = [actor.area_code, *(child.code for child in area_children(actor=actor, code=actor.area_code))]  # fmt: skip
    return [
        _check(area, version, kind, place, day)
        for version in versions_on(day)
        for kind, place in version.details.get("floor_rows", {}).items()
        for area in areas
        if area and area.startswith(version.programme.area_code)
    ]


def _check(area: str, version: ProgrammeVersion, kind: str, place: int, day: date) -> FloorCheck:
    floors = policy.floors()
    share = Decimal(floors.urban_share if kind == "urban" else floors.rural_share)
    income = figure_of(area, INCOMES[kind], date(day.year - 1, 12, 31))
    minimum = version.details.get("minimum_living", {}).get(kind)
    row = version.amounts[place]
    return FloorCheck(
        area_code=area,
        area=area_name(area).name,
        programme=version.programme.code,
        row=row["words"]["zh"],
        standard=Yuan((Decimal(row["fen"]) / 100).quantize(Decimal("0.01"))),
        floor=floor_of(
            income_year=income.value if income else None,
            share=share,
            minimum_living=Decimal(minimum) if minimum else None,
            over_minimum=Decimal(floors.over_minimum_living),
        ),
        income=income.value if income else None,
        income_of=income.as_of if income else None,
    )
