"""The permission rows of the duties room."""

from __future__ import annotations

from sangyu.city.duties.services import duty_open
from sangyu.city.duties.tests.factories import SYSTEM
from sangyu.city.duties.types import Subject
from sangyu.city.organisations.tests.factories import make_unit
from tests.permissions import Row, World

READERS = {
    "director",
    "officer",
    "town_clerk",
    "inspector",
}
"""They oversee the town in which the duty lies."""
OWN_ONLY = {"community_worker": 404, "hotline": 404, "assessor": 404, "home_operator": 404}
"""They work with duties, but this one is another unit's and lies outside what they oversee."""

TABLE = {
    "duties:board": Row(allow=READERS | set(OWN_ONLY)),
    "duties:detail": Row(allow=READERS, except_=OWN_ONLY, stranger=404),
    "duties:act": Row(allow=READERS, except_=OWN_ONLY, stranger=404),
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    """A town's duty without a rule."""
    unit = make_unit(world.town, "town")
    duty = duty_open(
        actor=SYSTEM, kind="task", title="核对台账", subject=Subject("", "", world.town, unit.pk)
    )
    return {
        "duties:detail": {"duty_id": duty.pk},
        "duties:act": {"duty_id": duty.pk, "step": "submit"},
    }
