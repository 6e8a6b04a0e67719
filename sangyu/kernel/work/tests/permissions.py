"""Who may see a job: its starter (here a town clerk) and the system administrator; to all others it is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sangyu.city.organisations.selectors import actor_of
from sangyu.kernel import work
from sangyu.kernel.work.tests import sample_jobs
from tests.permissions import ANY, Row

if TYPE_CHECKING:
    from tests.permissions import World

OURS = {"town_clerk", "system_admin"}
TABLE = {
    "work:list": Row(allow=ANY),
    "work:progress": Row(allow=OURS, refused=404, stranger=404),
    "work:cancel": Row(allow=OURS, refused=404, stranger=404, method="post", ok=303),
    "work:again": Row(allow=OURS, refused=404, stranger=404, method="post", ok=409),
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    """A waiting job of the town clerk."""
    actor = actor_of(world.posts["town_clerk"])
    job = work.start(actor=actor, job=sample_jobs.STEPS, payload={"n": 1, "seconds": 0})
    return {name: {"pk": job.pk} for name in TABLE if name != "work:list"}
