"""The permission rows of the areas room."""

from __future__ import annotations

from sangyu.city.areas.services import areas_load
from tests.permissions import Row, World

VIEWERS = {
    "director", "officer", "town_clerk", "community_worker", "inspector", "hotline",
    "system_admin", "audit_admin",
}  # fmt: skip
TABLE = {
    "areas:home": Row(allow=VIEWERS, ok=302),
    "areas:detail": Row(allow=VIEWERS, stranger=404),
    "areas:export": Row(allow=VIEWERS, stranger=404),
    "areas:figure": Row(allow={"officer"}, method="post", ok=422, stranger=404),
    "areas:import": Row(allow={"officer"}),
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    """The home community, which all roles at home see."""
    areas_load([(world.city, "凯里市"), (world.town, "旁海镇"), (world.community, "旁海村")])
    return {
        name: {"code": world.community} for name in ("areas:detail", "areas:export", "areas:figure")
    }
