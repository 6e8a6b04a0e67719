"""The one search box: rooms declare what can be found in them.

    finder.register(Finder("elders", _("Elders"), "elder.view", find_elders, order=10, url_name="registry:list"))

`find(actor, text, limit)` returns hits within the actor's scope, the best first, and must be quick: the box asks all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from sangyu.kernel.actors import Actor

Text = str | Promise
LIMIT = 8


@dataclass(frozen=True)
class Hit:
    """One thing found. `note` tells it from others of the same name; neither carries unmasked personal data."""

    title: str
    url: str
    note: str = ""
    icon: str = ""


Find = Callable[[Actor, str, int], Sequence[Hit]]


@dataclass(frozen=True)
class Finder:
    """One kind of thing. `url_name` with `?q=` shows all that was found.

    `is_private` tells a text that must stand in no address (somebody's number).
    """

    code: str
    label: Text
    right: str
    find: Find
    order: int = 100
    url_name: str = ""
    is_private: Callable[[str], bool] | None = None


@dataclass(frozen=True)
class Found:
    """What one finder gave; `more_url` where there is more than shown."""

    label: Text
    hits: tuple[Hit, ...]
    more_url: str


_finders: dict[str, Finder] = {}


def register(finder: Finder) -> None:
    """Declare a finder. Declaring the same code again replaces it."""
    _finders[finder.code] = finder


def is_private(text: str) -> bool:
    """True if some finder says that this text must stand in no address, whoever types it."""
    return any(one.is_private(text) for one in _finders.values() if one.is_private)


def search(actor: Actor, text: str) -> list[Found]:
    """What every finder that the actor may use has for this text; those without a hit are left out."""
    text = text.strip()
    if not text:
        return []
    found = []
    for finder in sorted(_finders.values(), key=lambda one: (one.order, one.code)):
        if finder.right and not actor.may(finder.right):
            continue
        hits = tuple(finder.find(actor, text, LIMIT + 1))
        if hits:
            more = _address(finder.url_name) if len(hits) > LIMIT else ""
            found.append(Found(finder.label, hits[:LIMIT], more))
    return found


def _address(url_name: str) -> str:
    try:
        return reverse(url_name) if url_name else ""
    except NoReverseMatch:  # a room not mounted in this installation
        return ""
