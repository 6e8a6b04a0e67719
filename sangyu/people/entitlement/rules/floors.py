"""The floors of destitute support: a month's standard against last year's income and the minimum living allowance."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sangyu.kernel.money import Yuan, round_half_up_to_fen

MONTHS = 12


@dataclass(frozen=True)
class Floor:
    """The lowest lawful standard of a month: by the income share, by the minimum living allowance, and the higher."""

    by_income: Yuan | None
    by_minimum: Yuan | None

    @property
    def lowest(self) -> Yuan | None:
        known = [each for each in (self.by_income, self.by_minimum) if each is not None]
        return max(known, default=None)


def floor_of(
    *,
    income_year: Decimal | None,
    share: Decimal,
    minimum_living: Decimal | None,
    over_minimum: Decimal,
) -> Floor:
    """The floor from a year's income per head and a month's minimum living allowance (yuan)."""
    return Floor(
        None if income_year is None else round_half_up_to_fen(income_year * share / MONTHS),
        None if minimum_living is None else round_half_up_to_fen(minimum_living * over_minimum),
    )
