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
    "papers:packs": Row(allow=READERS),
    "papers:pack": Row(allow=READERS),
    "papers:pack-load": Row(allow={"director"}, method="post", ok=422),
    "papers:task": Row(allow={"director"}, stranger=404),
    "papers:changes": Row(allow=READERS, stranger=404),
    "papers:split": Row(allow={"director"}, method="post", ok=409, stranger=404),
    "papers:join": Row(allow={"director"}, method="post", ok=409, stranger=404),
    "papers:target": Row(allow={"director"}, stranger=404),
    "papers:rule": Row(allow={"director"}, stranger=404),
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    """One paper of the city."""
    paper = make_paper(world.city)
    task = paper.tasks.first()
    target, rule = paper.papertargets.first(), paper.paperrules.first()
    assert task
    assert target
    assert rule
    return {
        "papers:detail": {"pk": paper.pk},
        "papers:confirm": {"pk": paper.pk},
        "papers:file": {"pk": paper.pk},
        "papers:pack": {"name": "zhangye"},
        "papers:pack-load": {"name": "zhangye"},
        "papers:task": {"pk": task.pk},
        "papers:changes": {"pk": paper.pk},
        "papers:split": {"pk": task.pk},
        "papers:join": {"pk": task.pk},
        "papers:target": {"pk": target.pk},
        "papers:rule": {"pk": rule.pk},
    }
