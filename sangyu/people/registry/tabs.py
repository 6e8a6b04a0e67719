"""Further pages about a person: rooms above lend them, so that the record's tabs lead there."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Tab:
    """A page that takes the elder's `pk`, for who carries the right."""

    name: str
    label: str | Promise
    right: str


_tabs: dict[str, Tab] = {}


def register(name: str, label: str | Promise, right: str) -> None:
    """Lend a page (at start-up). `name` is the address's name."""
    _tabs[name] = Tab(name, label, right)


def lent() -> list[Tab]:
    """What rooms have lent, in the order in which they did."""
    return list(_tabs.values())
