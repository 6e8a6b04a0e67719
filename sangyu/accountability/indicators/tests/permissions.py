"""The permission rows of the indicators room."""

from __future__ import annotations

from datetime import date

from sangyu.accountability.indicators.definitions import ELDER_POPULATION, definition
from sangyu.accountability.indicators.models import Statistic
from tests.permissions import Row, World

READERS = {"director", "officer", "town_clerk", "community_worker", "inspector", "hotline"}
PREPARERS = {"director", "officer"}
TABLE = {
    "indicators:list": Row(allow=READERS),
    "indicators:prepare": Row(allow=PREPARERS, method="post", ok=422),
    "indicators:detail": Row(allow=READERS, stranger=404),
    "indicators:compute": Row(allow=PREPARERS, method="post", ok=302, stranger=404),
    "indicators:analysis": Row(allow=PREPARERS, stranger=404),
    "indicators:freeze": Row(allow={"officer"}, stranger=404),
    "indicators:people": Row(allow=READERS, ok=404, stranger=404),
    "indicators:print": Row(allow=READERS, stranger=404),
    "indicators:export": Row(allow=READERS, stranger=404),
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    """A draft of the city that has not been counted, so no figure opens yet."""
    row = Statistic.objects.create(
        code=ELDER_POPULATION, area_code=world.city, as_of=date(2025, 12, 31),
        definition=definition(ELDER_POPULATION).source,
    )  # fmt: skip
    return {
        name: {"pk": row.pk}
        for name in TABLE
        if name not in {"indicators:list", "indicators:prepare"}
    }
