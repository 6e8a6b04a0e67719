"""Navigation shows what the actor may open, and lights the place one is at."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sangyu.kernel.actors import Actor, ActorKind
from sangyu.kernel.ui import nav

CLERK = Actor(kind=ActorKind.ACCOUNT, label="示例", rights=frozenset({"sample.view"}))
OPEN = nav.Item("people", "陈列", "ui-gallery", "users", "sample.view", 10, key="e")


@pytest.fixture(autouse=True)
def own_items(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nav, "_items", {})
    nav._shown.cache_clear()


def labels(actor: Actor | None, path: str = "/") -> list[str]:
    return [str(entry.label) for section in nav.Menu(actor, path) for entry in section.entries]


def test_an_entry_shows_to_who_carries_its_right() -> None:
    nav.register(OPEN)
    nav.register(replace(OPEN, url_name="ui-gallery-document", right="sample.edit"))
    nav.register(replace(OPEN, url_name="set_language", right="", section="system"))
    assert labels(CLERK) == ["陈列", "陈列"]
    assert labels(None) == []
    assert [str(section.title) for section in nav.Menu(CLERK, "/")] == ["对象", "系统"]


def test_the_longest_matching_address_is_lit() -> None:
    nav.register(OPEN)
    nav.register(replace(OPEN, url_name="ui-gallery-document", order=20))
    entries = next(iter(nav.Menu(CLERK, "/_ui/document/"))).entries
    assert [entry.is_current for entry in entries] == [False, True]
    inner = next(iter(nav.Menu(CLERK, "/_ui/error/404/"))).entries
    assert [entry.is_current for entry in inner] == [True, False]


def test_a_badge_counts_for_its_actor() -> None:
    nav.register(replace(OPEN, badge=lambda actor: len(actor.rights)))
    assert next(iter(nav.Menu(CLERK, "/"))).entries[0].count == 1


def test_a_room_that_is_not_mounted_leaves_no_entry() -> None:
    nav.register(replace(OPEN, url_name="nowhere:list"))
    assert labels(CLERK) == []


def test_an_unknown_section_is_refused_at_start_up() -> None:
    with pytest.raises(ValueError, match="no navigation section"):
        nav.register(replace(OPEN, section="elsewhere"))
