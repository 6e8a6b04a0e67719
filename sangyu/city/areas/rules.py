"""Whether a figure can stand: pure, with reasons."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangyu.city.areas.types import UNIT_OF, Indicator, Unit
from sangyu.kernel.text import to_half_width, without_blanks

WHOLE = frozenset({Unit.PERSONS, Unit.HOUSEHOLDS})
LARGEST = Decimal(10) ** 15
PLACES = 4
MOST_PERCENT = 100


def value_read(text: str) -> Decimal | None:
    """1,234.5, full-width digits, 22.67% → a number; None for anything else."""
    plain = without_blanks(to_half_width(text)).replace(",", "").removesuffix("%")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def value_fault(indicator: str, value: Decimal) -> Promise | None:
    """Why the value cannot be this indicator's; None if it can."""
    unit = UNIT_OF[Indicator(indicator)]
    if not 0 <= value < LARGEST:
        return _("A figure is zero or more.")
    if unit == Unit.PERCENT and value > MOST_PERCENT:
        return _("A share is between 0 and 100 per cent.")
    if unit in WHOLE and value != value.to_integral_value():
        return _("Persons and households are whole numbers.")
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > PLACES:
        return _("At most four decimals are kept.")
    return None


def day_fault(as_of: date, today: date) -> Promise | None:
    """A figure is of a day that has been."""
    return _("A figure cannot be of a day to come.") if as_of > today else None
