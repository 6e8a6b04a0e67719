"""Who may read the trail: the audit and security administrators, within their area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sangyu.kernel import audit
from sangyu.kernel.actors import system_actor
from tests.permissions import Row

if TYPE_CHECKING:
    from tests.permissions import World

READERS = {"audit_admin", "security_admin"}
TABLE = {
    "audit:list": Row(allow=READERS),
    "audit:entry": Row(allow=READERS, stranger=404),
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    """One entry in the home community."""
    action = audit.register("test.seen", "%(who)s saw %(object)s")
    number = audit.record(
        system_actor("test"), action, kind="thing", id=1, area_code=world.community
    )
    return {"audit:entry": {"pk": number}}
