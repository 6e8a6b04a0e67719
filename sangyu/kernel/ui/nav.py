"""Navigation, declared by the rooms at start-up and shown by right.

A room's AppConfig.ready calls `nav.register(Item("people", _("Elders"), "registry:list", "users", "elder.view", 10))`.
Rooms whose pages stand beneath another address also give `prefix`, so that the entry stays lit on their inner pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.actors import Actor
from sangyu.kernel.ui.links import address

Text = str | Promise
Kept = TypeVar("Kept")
Counter = Callable[[Actor], int]
BADGE_SECONDS = 30
"""What others did shows in the badges so much later; what one did oneself shows at once."""

SECTIONS: dict[str, Text] = {
    "today": "",
    "people": _("People"),
    "places": _("Places"),
    "care": _("Care"),
    "safety": _("Safety"),
    "oversight": _("Oversight"),
    "accountability": _("Accountability"),
    "insight": _("Insight"),
    "city": _("City"),
    "system": _("System"),
}


@dataclass(frozen=True)
class Item:
    """One entry. `right` "" shows it to everybody signed in; `badge` counts what waits (0 shows nothing).

    `key` is the second letter of its keyboard shortcut: "w" makes `g w` go there.
    """

    section: str
    label: Text
    url_name: str
    icon: str
    right: str = ""
    order: int = 100
    badge: Counter | None = None
    key: str = ""
    prefix: str = ""


@dataclass(frozen=True)
class Entry:
    """An item as one actor sees it."""

    label: Text
    url: str
    icon: str
    count: int
    key: str
    is_current: bool


@dataclass(frozen=True)
class Section:
    """A titled group of entries."""

    title: Text
    entries: tuple[Entry, ...]


_items: dict[str, Item] = {}


def register(item: Item) -> None:
    """Declare an entry. Declaring the same address again replaces it."""
    if item.section not in SECTIONS:
        raise ValueError(f"There is no navigation section {item.section}; see ui.nav.SECTIONS.")
    _items[item.url_name] = item
    _shown.cache_clear()


class Menu:
    """What an actor may open, seen from one page. `key` tells apart all that the menu shows, for kept fragments.

    `mark` changes with each of the actor's own writes (middleware.WROTE_COOKIE): then badges are counted anew.
    """

    def __init__(self, actor: Actor | None, path: str, mark: str = "") -> None:
        shown = _shown(actor.rights) if actor else []
        self._shown = shown
        self._counts = _counts([item for item, _url in shown], actor, mark) if actor else {}
        self._current = _current([(item.prefix or url, item.url_name) for item, url in shown], path)

    @property
    def key(self) -> str:
        """The entries, the current one and the badges."""
        badges = ",".join(str(self._counts.get(item.url_name, "")) for item, _url in self._shown)
        names = ",".join(item.url_name for item, _url in self._shown)
        return f"{names}|{self._current}|{badges}"

    def __iter__(self) -> Iterator[Section]:
        return iter(_sections(self._shown, self._counts, self._current))


@lru_cache(maxsize=128)
def _shown(rights: frozenset[str]) -> list[tuple[Item, str]]:
    """The entries of a set of rights, with their addresses."""
    return [
        (item, url)
        for item in _items.values()
        if not item.right or item.right in rights
        if (url := address(item.url_name))
    ]


def _sections(
    shown: Sequence[tuple[Item, str]], counts: Mapping[str, int], current: str
) -> list[Section]:
    found = []
    for key, title in SECTIONS.items():
        group = sorted(
            (pair for pair in shown if pair[0].section == key), key=lambda pair: pair[0].order
        )
        entries = tuple(
            Entry(
                label=item.label,
                url=url,
                icon=item.icon,
                count=counts.get(item.url_name, 0),
                key=item.key,
                is_current=item.url_name == current,
            )
            for item, url in group
        )
        if entries:
            found.append(Section(title, entries))
    return found


def kept(name: str, actor: Actor, mark: str, make: Callable[[], Kept]) -> Kept:
    """What the frame shows of an actor's post, made anew after `BADGE_SECONDS` or one of the actor's own writes."""
    if actor.membership_id is None:
        return make()
    key = f"{name}:{actor.membership_id}:{mark}"
    known: Kept | None = cache.get(key)
    if known is None:
        known = make()
        cache.set(key, known, BADGE_SECONDS)
    return known


def _counts(items: Sequence[Item], actor: Actor, mark: str) -> dict[str, int]:
    """The badges; half of a page's work would go into them otherwise."""
    return kept(
        "nav-counts",
        actor,
        mark,
        lambda: {item.url_name: item.badge(actor) for item in items if item.badge},
    )


def _current(candidates: Sequence[tuple[str, str]], path: str) -> str:
    matching = [(len(prefix), name) for prefix, name in candidates if _covers(prefix, path)]
    return max(matching)[1] if matching else ""


def _covers(prefix: str, path: str) -> bool:
    return path == prefix or (prefix != "/" and path.startswith(prefix))


@dataclass(frozen=True)
class Post:
    """One of the posts (memberships) a person can act in."""

    key: str
    role: Text
    organisation: str
    is_current: bool


@dataclass(frozen=True)
class Notices:
    """How many unread notices there are and where to read them."""

    unread: int
    url: str


@dataclass
class Shell:
    """What rooms above the kernel lend to the console's frame. Each is optional; what is absent is left out."""

    posts: Callable[[HttpRequest], Sequence[Post]] | None = None
    post_switch_url: str = ""
    notices: Callable[[HttpRequest], Notices | None] | None = None
    home_url: str = "console:home"
    search_url: str = "console:search"
    help_url: str = "console:help"
    sign_out_url: str = "console:sign-out"
    account_url: str = "console:account"


shell = Shell()
