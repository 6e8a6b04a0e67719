"""What the indicators room does when something happens below."""

from __future__ import annotations

from sangyu.accountability.indicators.services.readings import readings_take
from sangyu.city.papers.events import TasksConfirmed
from sangyu.kernel import events


@events.subscribe(TasksConfirmed)
def take_targets(event: TasksConfirmed) -> None:
    """The targets of a confirmed paper wait for somebody to say what speaks of them; in the same transaction."""
    readings_take(actor=event.actor, event=event)
