"""What an address asks for: an area within (or above) the reader's own, and a day."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from sangyu.kernel import clock
from sangyu.kernel.access import AREA_DIGITS, ActorRequest

LONGEST = 12


def area_asked(request: ActorRequest, otherwise: str = "") -> str:
    """The area of `?area=` if the reader may see its figures, else `otherwise` or the reader's own."""
    asked = request.GET.get("area", "")
    own = request.actor.area_code
    if (
        asked.isdecimal()
        and len(asked) in AREA_DIGITS
        and (request.actor.covers(asked) or own.startswith(asked))
    ):
        return asked
    return otherwise or own


def day_asked(request: ActorRequest) -> date:
    """The day of `?on=`, not after yesterday; yesterday if none is given: today is not over."""
    yesterday = clock.today() - timedelta(days=1)
    with suppress(ValueError):
        return min(date.fromisoformat(request.GET.get("on", "")), yesterday)
    return yesterday
