"""Money: `Decimal` yuan, to the fen, rounded half up. Floats never get in, and nothing is rounded unnamed.

Parsing takes what people type and spreadsheets hold: full-width digits, thousands separators, ¥, 元, 万元, 亿元.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NewType

from django.utils.translation import gettext_lazy as _

from sangyu.kernel.errors import DomainError
from sangyu.kernel.text import to_half_width, without_blanks

Yuan = NewType("Yuan", Decimal)
"""An amount in yuan, exact to the fen."""

FEN = Decimal("0.01")
ZERO = Yuan(Decimal("0.00"))
LARGEST = Decimal("1e15")
"""Above this (a thousand trillion yuan) an amount is a typing error, not money."""

_UNITS = {"": Decimal(1), "元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_FORM = re.compile(
    r"(?P<sign>[+-]?)(?:RMB|人民币)?[¥]?(?P<late_sign>[+-]?)"
    r"(?P<number>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)(?P<unit>(?:万|亿)?元|)"
)
_VARIANTS = str.maketrans("￥\u2212圆", "¥-元")


class BadAmount(DomainError):
    """A text that is not an amount of money; the message says why."""


def round_half_up_to_fen(amount: Decimal | int) -> Yuan:
    """The amount to the nearest fen, half a fen upwards in size (四舍五入): 0.005 → 0.01, -0.005 → -0.01."""
    if isinstance(amount, bool) or not isinstance(amount, Decimal | int):
        raise TypeError("Money is Decimal or whole yuan, never float.")
    exact = Decimal(amount)
    if not exact.is_finite() or abs(exact) > LARGEST:
        raise _too_large()
    rounded = exact.quantize(FEN, rounding=ROUND_HALF_UP)
    return Yuan(rounded or ZERO)


def yuan(amount: Decimal | int) -> Yuan:
    """The amount as it stands; refuses to round, for amounts that must already be exact to the fen."""
    rounded = round_half_up_to_fen(amount)
    if rounded != amount:
        raise _finer_than_fen()
    return rounded


def parse_yuan(text: str) -> Yuan:
    """The amount a person typed: "1,234.5", full-width digits, "¥200", "1.2万元". Refuses to round or to guess."""
    plain = without_blanks(to_half_width(text)).translate(_VARIANTS)
    if not plain:
        raise BadAmount(
            "amount-empty", _("No amount is given."), remedy=_("Type it, as in 1234.50.")
        )
    found = _FORM.fullmatch(plain)
    if found is None or (found["sign"] and found["late_sign"]):
        raise BadAmount(
            "amount-form",
            _("This is not an amount of money."),
            remedy=_("Type digits with at most two decimals, as in 1234.50 or 1,234.50."),
        )
    if len(found["number"]) > 40:
        raise _too_large()
    amount = Decimal(found["number"].replace(",", "")) * _UNITS[found["unit"]]
    return yuan(-amount if "-" in (found["sign"], found["late_sign"]) else amount)


def format_yuan(amount: Decimal) -> str:
    """Digits with thousands separators and both decimals, for tables and exports: "-1,234.50"."""
    return f"{round_half_up_to_fen(amount):,.2f}"


def format_yuan_with_unit(amount: Decimal) -> str:
    """The amount with its unit, for running text: "1,234.50元"."""
    return str(_("%(amount)s yuan") % {"amount": format_yuan(amount)})


def _too_large() -> BadAmount:
    return BadAmount(
        "amount-too-large",
        _("This amount is too large to be meant."),
        remedy=_("Check the number and its unit."),
    )


def _finer_than_fen() -> BadAmount:
    return BadAmount(
        "amount-finer-than-fen",
        _("This amount is finer than one fen (0.01 yuan)."),
        remedy=_("Give at most two decimals."),
    )
