"""The permission rows of the papers room."""

from __future__ import annotations

from sangyu.city.papers.tests.factories import make_paper
from tests.permissions import Row, World

READERS = {"director", "officer", "town_clerk", "community_worker", "inspector"}
TABLE = {
    "papers:list": Row(allow=READERS),
    "papers:upload": Row(allow={"director"}),
    "papers:detail": Row(allow=READERS, stranger=404),
    "papers:confirm": Row(allow={"director"}, method="post", ok=422, stranger=404),
    "papers:file": Row(allow=READERS, stranger=404),
    "papers:task": Row(allow={"director"}, stranger=404),
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    """One paper of the city."""
    paper = make_paper(world.city)
    task = paper.tasks.first()
    assert task is not None
    return {
        "papers:detail": {"pk": paper.pk},
        "papers:confirm": {"pk": paper.pk},
        "papers:file": {"pk": paper.pk},
        "papers:task": {"pk": task.pk},
    }
