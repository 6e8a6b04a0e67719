"""One elder's page: cards of facts, the chain of responsibility with its gaps, categories with their grounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangyu.kernel import clock
from sangyu.kernel.actors import Actor
from sangyu.kernel.ui.links import address
from sangyu.people.registry import rights, types
from sangyu.people.registry.models import ElderCategory, ResponsibleLink
from sangyu.people.registry.pages import words
from sangyu.people.registry.pages.sections import PARTS, SEALED, Part
from sangyu.people.registry.selectors.elders import ElderDetail

Text = str | Promise
ABOVE = (("assessment.view", "assessment:elder", _("Assessments")),)
"""Pages of other rooms about one person: (right, address, label). Where a room is not mounted there is no tab."""


@dataclass(frozen=True)
class Card:
    """One part of the record as facts, and where it is edited ("" where it is not)."""

    part: Part
    facts: list[tuple[str, str]]
    edit_url: str


@dataclass(frozen=True)
class Link:
    """One link of the chain: who answers now; nobody is a gap."""

    kind: str
    label: Text
    icon: str
    people: tuple[ResponsibleLink, ...]


@dataclass(frozen=True)
class Group:
    """A category in force or past, with its grounds."""

    id: int
    label: str
    tone: str
    since: date
    until: date | None
    is_declared: bool
    source: str
    clause: str
    proof: str


def cards(detail: ElderDetail, actor: Actor) -> list[Card]:
    """The record's cards; only a person on the register is edited."""
    may_edit = actor.may(rights.ELDER_EDIT) and detail.values["status"] == types.Status.PRESENT
    return [
        Card(
            part,
            words.facts(part.fields, values_of(detail)),
            reverse("registry:elder-edit", args=[detail.id, part.key]) if may_edit else "",
        )
        for part in PARTS.values()
    ]


def values_of(detail: ElderDetail) -> dict[str, Any]:
    """All values as the page shows them: sealed ones masked."""
    return detail.values | {name: detail.masked[name] for name in SEALED}


def chain(links: Sequence[ResponsibleLink], on: date) -> list[Link]:
    """Family, officer, volunteer, agency: who answers on a day."""
    return [
        Link(
            kind,
            label,
            icon,
            tuple(
                link
                for link in links
                if link.kind == kind and (link.ended_on is None or link.ended_on > on)
            ),
        )
        for kind, (label, icon) in words.CHAIN.items()
    ]


def groups(rows: Sequence[ElderCategory]) -> tuple[list[Group], list[Group]]:
    """Categories in force, and past ones."""
    today = clock.today()
    found = [
        Group(
            row.pk,
            str(types.CategoryCode(row.category).label),
            words.CATEGORY_TONES.get(row.category, "info"),
            row.started_on,
            row.ended_on,
            row.origin == types.CategoryOrigin.DECLARED,
            str(types.Source(row.source).label),
            row.clause,
            row.proof,
        )
        for row in rows
    ]
    now = [one for one in found if one.until is None or one.until > today]
    return now, [one for one in found if one not in now]


def steps(detail: ElderDetail, actor: Actor) -> list[tuple[Text, str, str]]:
    """What can happen to this person next, for who may record it: (label, address, icon)."""
    if not actor.may(rights.ELDER_EDIT):
        return []
    possible: dict[str, tuple[tuple[str, Text, str], ...]] = {
        "present": (
            ("death", _("Record a death"), "circle-x"),
            ("transfer", _("Hand over to another town"), "arrows-exchange"),
            ("move", _("Moved out of the city"), "logout"),
        ),
        "moved": (
            ("return", _("Came back"), "home"),
            ("reinstate", _("Recorded by mistake: take back"), "rotate"),
        ),
        "died": (("reinstate", _("Recorded by mistake: take back"), "rotate"),),
    }
    return [
        (label, reverse("registry:elder-step", args=[detail.id, step]), icon)
        for step, label, icon in possible.get(str(detail.values["status"]), ())
    ]


def tabs(elder_id: int, current: str, actor: Actor) -> list[dict[str, Any]]:
    """The pages about one person."""
    items = [
        ("registry:elder-detail", _("Record")),
        ("registry:elder-history", _("History")),
    ]
    if actor.may(rights.ELDER_UNMASK):
        items.append(("registry:elder-looks", _("Who looked")))
    items += [(name, label) for right, name, label in ABOVE if actor.may(right)]
    return [
        {"label": label, "url": url, "is_current": name == current}
        for name, label in items
        if (url := address(name, elder_id))
    ]
