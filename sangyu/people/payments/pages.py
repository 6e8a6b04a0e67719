"""Words and money as the pages show them."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import get_language

from sangyu.kernel.actors import Actor
from sangyu.kernel.money import format_yuan
from sangyu.people.entitlement.selectors import programmes_paid


def yuan(fen: int) -> str:
    """1,234.50."""
    return format_yuan(Decimal(fen) / 100)


def programme_names(actor: Actor) -> dict[str, str]:
    """The programmes' names in the reader's language, by code; nothing for those who may not see entitlements."""
    if not actor.may("entitlement.view"):
        return {}
    which = "zh" if (get_language() or "zh").startswith("zh") else "en"
    return {one.code: one.name.get(which, one.code) for one in programmes_paid(actor=actor)}
