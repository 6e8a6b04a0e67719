"""Events: what happened in one room, told to the rooms above it.

    from sangyu.kernel import events

    @dataclass(frozen=True)
    class ElderDied:                       # in the room's events.py
        elder_id: int
        on: date

    events.publish(ElderDied(…))           # inside the transaction of the change

    @events.subscribe(ElderDied)           # in the room's handlers.py, which is imported at start-up
    def close_duties(event: ElderDied) -> None: …        # same transaction; may refuse the change

    @events.subscribe_later(ElderDied, name="duties.tell_town")
    def tell_town(event: ElderDied) -> None: …           # by the worker, at least once tried, once done

A later handler runs in its own transaction together with its delivery row, so its database work is done exactly once
however often the worker is killed; what it does outside the database (a message sent) may happen twice. Deliveries
that keep failing are retried with growing pauses and then listed as undeliverable, where the system administrator
can start them again. Later handlers of different events keep no order among themselves.
"""

from __future__ import annotations

from sangyu.kernel.events.registry import subscribe, subscribe_later
from sangyu.kernel.events.services import publish

__all__ = ["publish", "subscribe", "subscribe_later"]
