"""A released list closes its duty and has its target groups counted; ordered works have a clock."""

from __future__ import annotations

from sangyu.kernel import events, work
from sangyu.kernel.actors import system_actor
from sangyu.people.catalogue import duties
from sangyu.people.catalogue.events import ListReleased, WorkMoved
from sangyu.people.catalogue.types import ListKind

COUNT_ONE = "catalogue.count"


@events.subscribe(ListReleased)
def follow_release(event: ListReleased) -> None:
    """The duty is done; the numbers are made by the worker, for a city's register takes seconds."""
    if event.kind != ListKind.SERVICES:
        return
    duties.releases_match(only=[event.area_code])
    work.start(
        actor=system_actor("catalogue.count"), job=COUNT_ONE, payload={"release": event.release_id},
        key=f"catalogue-{event.release_id}",
    )  # fmt: skip


@events.subscribe(WorkMoved)
def follow_work(event: WorkMoved) -> None:
    """Ordered works are owed; done ones are not, unless they are sent back."""
    duties.works_match(only=[str(event.work_id)])
