"""Publishing: handlers of now run at once; for handlers of later, outbox rows join the publisher's transaction."""

from __future__ import annotations

import json
from typing import cast

from django.db import connection

from sangyu.kernel import clock
from sangyu.kernel.codec import encode
from sangyu.kernel.events.registry import event_name, handler_names, handlers_now


def publish(event: object) -> None:
    """Tell the subscribers. Refused outside a transaction: an event belongs to the change it reports."""
    if not connection.in_atomic_block:
        raise RuntimeError("Publish an event inside the transaction of its change.")
    cls = type(event)
    for handler in handlers_now(cls):
        handler(event)
    names = handler_names(cls)
    if not names:
        return
    at = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO events_outboxevent (name, payload, published_at) VALUES (%s, %s, %s) RETURNING id",
            (event_name(cls), json.dumps(encode(event), ensure_ascii=False), at),
        )
        (number,) = cast("tuple[int]", cursor.fetchone())
        cursor.executemany(
            "INSERT INTO events_delivery (event_id, handler, state, attempts, next_at, error) "
            "VALUES (%s, %s, 'waiting', 0, %s, '')",
            [(number, name, at) for name in names],
        )
