"""What leaves the areas room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

LEVEL_BY_LENGTH = {2: "province", 4: "city", 6: "county", 9: "town", 12: "community"}


class Indicator(models.TextChoices):
    """The figures that are kept about an area."""

    RESIDENTS = "residents", _("Residents")
    RESIDENTS_60 = "residents_60", _("Residents aged 60 and over")
    SHARE_60 = "share_60", _("Share aged 60 and over")
    RESIDENTS_65 = "residents_65", _("Residents aged 65 and over")
    SHARE_65 = "share_65", _("Share aged 65 and over")
    MALE_SHARE = "male_share", _("Share of men")
    REGISTERED = "registered", _("Registered population")
    REGISTERED_60 = "registered_60", _("Registered population aged 60 and over")
    HOUSEHOLDS = "households", _("Households")
    HOUSEHOLD_SIZE = "household_size", _("Persons in a household")
    URBAN_INCOME = "urban_income", _("Disposable income per head, urban")
    RURAL_INCOME = "rural_income", _("Disposable income per head, rural")
    URBAN_DIBAO = "urban_dibao", _("Minimum living allowance, urban")
    RURAL_DIBAO = "rural_dibao", _("Minimum living allowance, rural")
    MINIMUM_WAGE = "minimum_wage", _("Minimum wage")


class Unit(models.TextChoices):
    """What a figure counts."""

    PERSONS = "persons", _("persons")
    HOUSEHOLDS = "households", _("households")
    PERCENT = "percent", _("%")
    YUAN_A_YEAR = "yuan_year", _("yuan a year")
    YUAN_A_MONTH = "yuan_month", _("yuan a month")
    RATIO = "ratio", _("persons per household")


UNIT_OF = {
    Indicator.RESIDENTS: Unit.PERSONS,
    Indicator.RESIDENTS_60: Unit.PERSONS,
    Indicator.SHARE_60: Unit.PERCENT,
    Indicator.RESIDENTS_65: Unit.PERSONS,
    Indicator.SHARE_65: Unit.PERCENT,
    Indicator.MALE_SHARE: Unit.PERCENT,
    Indicator.REGISTERED: Unit.PERSONS,
    Indicator.REGISTERED_60: Unit.PERSONS,
    Indicator.HOUSEHOLDS: Unit.HOUSEHOLDS,
    Indicator.HOUSEHOLD_SIZE: Unit.RATIO,
    Indicator.URBAN_INCOME: Unit.YUAN_A_YEAR,
    Indicator.RURAL_INCOME: Unit.YUAN_A_YEAR,
    Indicator.URBAN_DIBAO: Unit.YUAN_A_MONTH,
    Indicator.RURAL_DIBAO: Unit.YUAN_A_MONTH,
    Indicator.MINIMUM_WAGE: Unit.YUAN_A_MONTH,
}


class Sureness(models.TextChoices):
    """How sure a figure is. Only an official one may stand under a decision."""

    OFFICIAL = "official", _("From the official publication")
    SEEN = "seen", _("From a copy, the original not checked")
    DERIVED = "derived", _("Worked out from other figures")
    MEMORY = "memory", _("From memory, not checked")


@dataclass(frozen=True)
class Figure:
    """One figure that is to be kept."""

    area_code: str
    indicator: str
    as_of: date
    value: Decimal
    sureness: str
    source: str


@dataclass(frozen=True)
class Loaded:
    """What a loading did. `kept`: figures of the city's own that stand instead of shipped ones."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0
    unknown: int = 0


@dataclass(frozen=True)
class AreaName:
    """An area as other rooms show it: its code and its names from the county down."""

    code: str
    name: str
    path: tuple[str, ...]

    @property
    def full_name(self) -> str:
        return " ".join(self.path)


def parent_code(code: str) -> str:
    """The code one level up; "" above the province."""
    for length in (9, 6, 4, 2):
        if len(code) > length:
            return code[:length]
    return ""
