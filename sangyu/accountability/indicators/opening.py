"""How the records behind a value are named and opened, dataset by dataset, and who may look.

A room whose dataset has pages of its own registers an opener; a dataset without one lists keys to whoever sees people.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from sangyu.kernel.actors import Actor
from sangyu.kernel.ui.links import address
from sangyu.people.registry.selectors.names import people_now

Rows = Sequence[Mapping[str, object]]


@dataclass(frozen=True)
class Named:
    """What a record is called today, and its page ("" where the reader may not open it)."""

    name: str
    url: str


@dataclass(frozen=True)
class Opener:
    """`right` to look; the `columns` that `named` needs; names by key of those that the reader may see."""

    right: str
    columns: tuple[str, ...]
    named: Callable[[Actor, Rows], dict[int, Named]]
    otherwise: object = ""
    """What stands for a record that is not named."""


def _elders(actor: Actor, rows: Rows) -> dict[int, Named]:
    """Today's names, of those still within the reader's area."""
    found = people_now(actor=actor, ids=[int(str(row["id"])) for row in rows])
    return {
        key: Named(one.name, address("registry:elder-detail", key)) for key, one in found.items()
    }


_openers: dict[str, Opener] = {
    "elders": Opener("elder.view", (), _elders, _("No longer in your area")),
}
PLAIN = Opener("elder.view", (), lambda _actor, _rows: {})


def register(dataset: str, opener: Opener) -> None:
    """Say how a dataset's records are opened."""
    _openers[dataset] = opener


def opener_of(dataset: str) -> Opener:
    """The opener of a dataset."""
    return _openers.get(dataset, PLAIN)
