"""Cards of the home page, declared by the rooms at start-up and shown by right.

    cards.register(Card("registry.doubles", "wrong", _("Possible doubles"), "elder.merge", "registry/card_doubles.html",
                        doubles, order=20, icon="users", url_name="registry:duplicates", link=_("Decide")))

`content(actor)` gives the context of the template, or None when there is nothing to say: an empty card is no card.
Three sections answer the three questions of every page: `due`, `wrong`, `changed`; `figures` stands above them and
holds `{% stat %}` tags.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from sangyu.kernel.actors import Actor

Text = str | Promise
Content = Callable[[Actor], Mapping[str, Any] | None]
SECTIONS = ("figures", "due", "wrong", "changed")


@dataclass(frozen=True)
class Card:
    """One card. `right` "" shows it to everybody signed in; `roles` narrows it further (empty: all)."""

    code: str
    section: str
    title: Text
    right: str
    template: str
    content: Content
    order: int = 100
    icon: str = ""
    url_name: str = ""
    link: Text = ""
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Shown:
    """A card as one actor sees it."""

    card: Card
    context: Mapping[str, Any]
    url: str


_cards: dict[str, Card] = {}


def register(card: Card) -> None:
    """Declare a card. Declaring the same code again replaces it."""
    if card.section not in SECTIONS:
        raise ValueError(
            f"There is no section {card.section} of the home page; see ui.cards.SECTIONS."
        )
    _cards[card.code] = card


def cards_for(actor: Actor) -> dict[str, list[Shown]]:
    """The cards with something to say to this actor, by section, in order."""
    found: dict[str, list[Shown]] = {section: [] for section in SECTIONS}
    for card in sorted(_cards.values(), key=lambda one: (one.order, one.code)):
        if (card.right and not actor.may(card.right)) or (
            card.roles and actor.role not in card.roles
        ):
            continue
        context = card.content(actor)
        if context is not None:
            found[card.section].append(Shown(card, context, _address(card.url_name)))
    return found


def _address(url_name: str) -> str:
    try:
        return reverse(url_name) if url_name else ""
    except NoReverseMatch:  # a room not mounted in this installation
        return ""
