"""What the registry puts into the frame: navigation, home cards, the search box."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sangyu.city.areas.selectors import area_name
from sangyu.kernel.actors import Actor
from sangyu.kernel.ui import cards, finder, nav
from sangyu.kernel.ui.cards import Card
from sangyu.kernel.ui.finder import Finder, Hit
from sangyu.kernel.ui.nav import Item
from sangyu.people.registry import rights
from sangyu.people.registry.pages import terms
from sangyu.people.registry.selectors import campaign_pages, family, home, queues
from sangyu.people.registry.services.looking import elder_search


def proposals(actor: Actor) -> int:
    """Proposals that wait; a badge for those who decide."""
    return queues.waiting(actor)["proposals"] if actor.may(rights.ELDER_APPROVE) else 0


def transfers(actor: Actor) -> int:
    """Transfers that wait for our answer."""
    return queues.waiting(actor)["transfers"] if actor.may(rights.ELDER_APPROVE) else 0


def duplicates(actor: Actor) -> int:
    """Pairs to be decided."""
    return queues.waiting(actor)["duplicates"]


def find_elders(actor: Actor, text: str, limit: int) -> list[Hit]:
    """Elders by name, letters, number, phone or address; that somebody looked stands in the trail."""
    return [
        Hit(
            line.name,
            reverse("registry:elder-detail", args=[line.id]),
            f"{line.age} · {area_name(line.area_code).full_name}",
            "user",
        )
        for line in elder_search(actor=actor, text=text, size=limit).lines
    ]


def figures(actor: Actor) -> dict[str, Any]:
    """How many are on the register, and of them in the categories that papers ask about most."""
    return {"figures": home.figures(actor=actor)}


def undecided(actor: Actor) -> dict[str, Any] | None:
    """What waits for a decision."""
    found = queues.waiting(actor)
    rows = [
        (label, found[key], reverse(name), icon)
        for key, label, name, icon in (
            ("proposals", _("Proposed changes"), "registry:proposal-list", "checklist"),
            ("transfers", _("Transfers"), "registry:transfer-list", "arrows-exchange"),
            ("duplicates", _("Duplicates"), "registry:pair-list", "git-merge"),
        )
        if found[key]
    ]
    return {"rows": rows} if rows else None


def campaigns(actor: Actor) -> dict[str, Any] | None:
    """Campaigns that run."""
    rows = [one for one in campaign_pages.standings(actor=actor) if one.campaign.closed_at is None]
    return {"rows": rows[:3]} if rows else None


def changes(actor: Actor) -> dict[str, Any] | None:
    """What the last days changed in the register."""
    rows = home.latest_changes(actor=actor)
    return {"rows": rows} if rows else None


def own(actor: Actor) -> dict[str, Any] | None:
    """A family's own elders, who answers for them."""
    rows = [
        {
            "name": elder.name,
            "age": age,
            "area": area_name(elder.area_code).full_name,
            "chain": [link for link in elder.responsible.all() if link.ended_on is None],
        }
        for elder, age, _phone in family.own_elders(actor=actor)
    ]
    return {"rows": rows}


def declare() -> None:
    """At start-up."""
    for item in (
        Item(
            "people",
            _("Elders"),
            "registry:elder-list",
            "users",
            rights.ELDER_VIEW,
            order=10,
            key="e",
        ),
        Item("people", _("My family"), "registry:mine", "home-heart", rights.ELDER_OWN, order=10),
        Item("people", _("Map"), "registry:map", "map-2", rights.ELDER_VIEW, order=20),
        Item(
            "people",
            _("Proposed changes"),
            "registry:proposal-list",
            "checklist",
            rights.ELDER_VIEW,
            order=30,
            badge=proposals,
        ),
        Item(
            "people",
            _("Transfers"),
            "registry:transfer-list",
            "arrows-exchange",
            rights.ELDER_VIEW,
            order=40,
            badge=transfers,
        ),
        Item(
            "people",
            _("Duplicates"),
            "registry:pair-list",
            "git-merge",
            rights.ELDER_MERGE,
            order=50,
            badge=duplicates,
        ),
        Item(
            "people",
            _("Campaigns"),
            "registry:campaign-list",
            "clipboard-check",
            rights.ELDER_VIEW,
            order=60,
        ),
    ):
        nav.register(item)
    for card in (
        Card(
            "registry.figures",
            "figures",
            "",
            rights.ELDER_VIEW,
            "registry/cards/figures.html",
            figures,
            order=20,
        ),
        Card(
            "registry.campaigns",
            "due",
            _("Campaigns"),
            rights.ELDER_VIEW,
            "registry/cards/campaigns.html",
            campaigns,
            order=20,
            icon="clipboard-check",
            url_name="registry:campaign-list",
            link=_("All campaigns"),
        ),
        Card(
            "registry.undecided",
            "due",
            _("Waiting for a decision"),
            rights.ELDER_APPROVE,
            "registry/cards/undecided.html",
            undecided,
            order=30,
            icon="hourglass",
        ),
        Card(
            "registry.own",
            "changed",
            _("My family"),
            rights.ELDER_OWN,
            "registry/cards/own.html",
            own,
            order=5,
            icon="home-heart",
            url_name="registry:mine",
            link=_("The whole record"),
        ),
        Card(
            "registry.changes",
            "changed",
            _("The register lately"),
            rights.ELDER_VIEW,
            "registry/cards/changes.html",
            changes,
            order=30,
            icon="history",
            url_name="registry:elder-list",
            link=_("Elders"),
        ),
    ):
        cards.register(card)
    finder.register(
        Finder("elders", _("Elders"), rights.ELDER_VIEW, find_elders, order=10, url_name="registry:elder-list",
               is_private=terms.is_personal)
    )  # fmt: skip
