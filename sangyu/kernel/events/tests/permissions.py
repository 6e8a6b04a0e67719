"""Who may see undeliverable events: the system administrator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sangyu.kernel import clock
from sangyu.kernel.events.models import Delivery, OutboxEvent
from tests.permissions import Row

if TYPE_CHECKING:
    from tests.permissions import World

TABLE = {
    "events:dead": Row(allow={"system_admin"}),
    "events:again": Row(allow={"system_admin"}, method="post", ok=303),
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    """One dead delivery."""
    at = clock.now()
    event = OutboxEvent.objects.create(name="test.gone", payload={}, published_at=at)
    row = Delivery.objects.create(event=event, handler="test", state="dead", next_at=at)
    return {"events:again": {"pk": row.pk}}
