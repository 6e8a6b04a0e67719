"""Pure: whether a change of colour is told of."""

from __future__ import annotations

from sangyu.accountability.indicators.choices import Colour

TOLD = (Colour.ORANGE, Colour.RED)
"""The colours somebody hears of at once; a target a little behind (yellow) waits for the monthly page."""


def is_told(before: str, after: str) -> bool:
    """True where a target turns orange or red and was not as bad before; what gets better rings no bell."""
    if after not in TOLD:
        return False
    return before not in TOLD or TOLD.index(Colour(after)) > TOLD.index(Colour(before))
