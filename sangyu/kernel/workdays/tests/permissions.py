"""The permission rows of the calendar: everybody may look, the system administrator may change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.permissions import ANY, Row

if TYPE_CHECKING:
    from tests.permissions import World

TABLE = {
    "workdays:home": Row(allow=ANY, ok=302),
    "workdays:year": Row(allow=ANY),
    "workdays:set": Row(allow={"system_admin"}, method="post", ok=422),
    "workdays:remove": Row(allow={"system_admin"}, method="post", ok=404),
    "workdays:import": Row(allow={"system_admin"}),
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    """A year that is published."""
    return {"workdays:year": {"year": 2026}}
