"""The permission rows of the plans room."""

from __future__ import annotations

from sangyu.accountability.plans.models import Plan
from sangyu.accountability.plans.tests.factories import adopt
from tests.permissions import Row, World

READERS = {"director", "officer", "town_clerk", "community_worker", "inspector"}
TABLE = {
    "plans:list": Row(allow=READERS),
    "plans:detail": Row(allow=READERS, stranger=404),
    "plans:print": Row(allow=READERS, stranger=404),
    "plans:task": Row(allow=READERS, stranger=404),
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    """A plan of the city."""
    plan: Plan = adopt(world.city)
    task = plan.tasks.first()
    assert task is not None
    return {
        "plans:detail": {"pk": plan.pk},
        "plans:print": {"pk": plan.pk},
        "plans:task": {"pk": task.pk},
    }
