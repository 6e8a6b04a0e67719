"""The catalogue's policy data, with clause and source. Nothing else reads the files.

`national.toml` the sixteen national items, `lists/` what is known of five places' lists, `purchase.toml` an example to
begin a purchase catalogue from, `catalogue.toml` when a list is due.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any

from sangyu.people.catalogue.types import BoughtFacts, ItemFacts


@dataclass(frozen=True)
class NationalList:
    """The floor: its items, and how far they can be trusted."""

    edition: str
    source: str
    official_text: bool
    items: tuple[ItemFacts, ...]


@dataclass(frozen=True)
class ShippedList:
    """What is known of one place's list."""

    name: str
    area_code: str
    title: str
    year: int
    source: str
    note: str
    items: tuple[ItemFacts, ...]


@dataclass(frozen=True)
class ExampleCatalogue:
    """An example of a purchase catalogue; its prices are nobody's."""

    title: str
    clause: str
    note: str
    items: tuple[BoughtFacts, ...]


@dataclass(frozen=True)
class ReleasePolicy:
    """By which day of a year its list is released, from when it is owed, by whom, on which clause."""

    month: int
    day: int
    opens: tuple[int, int]
    escalation: str
    lead: str
    clause: str
    modality: str

    def due_on(self, year: int) -> date:
        """The day for a year's list."""
        return date(year, self.month, self.day)

    def opens_on(self, year: int) -> date:
        """The first day on which a year's list is owed."""
        return date(year, *self.opens)


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__name__).joinpath(name).read_text("utf-8"))


@lru_cache(maxsize=1)
def national() -> NationalList:
    """The sixteen items that no list may go below."""
    data = _toml("national.toml")
    items = []
    for row in data["item"]:
        reading = row.pop("reading")
        items.append(ItemFacts(**row, floor=row["code"], note=reading))
    return NationalList(data["edition"], data["source"], data["official_text"], tuple(items))


@lru_cache(maxsize=1)
def shipped() -> dict[str, ShippedList]:
    """The five places' lists by name: their own rows in the place of the national items they replace."""
    folder = files(__name__).joinpath("lists")
    names = sorted(one.name for one in folder.iterdir() if one.name.endswith(".toml"))
    return {name.removesuffix(".toml"): _list(name) for name in names}


def _list(name: str) -> ShippedList:
    data = _toml(f"lists/{name}")
    by_floor = {one.code: one for one in national().items}
    own = [_own(row, by_floor[row["floor"]], data["lead_unit"]) for row in data["item"]]
    items: list[ItemFacts] = []
    for one in national().items:
        if one.code in data["replaces"]:
            items += [row for row in own if row.floor == one.code]
        else:
            items.append(one)
    return ShippedList(
        name.removesuffix(".toml"), data["area_code"], data["title"], data["year"], data["source"],
        data["note"], tuple(items),
    )  # fmt: skip


def _own(row: dict[str, Any], floor: ItemFacts, lead_unit: str) -> ItemFacts:
    facts = row | {"amount": Decimal(row["amount"])}
    return ItemFacts(
        **facts, form=floor.form, content=floor.content, funding=floor.funding, lead_unit=lead_unit
    )


@lru_cache(maxsize=1)
def example_purchase() -> ExampleCatalogue:
    """The example."""
    data = _toml("purchase.toml")
    items = tuple(
        BoughtFacts(**(row | {"price": Decimal(row["price"]), "clause": data["clause"]}))
        for row in data["item"]
    )
    return ExampleCatalogue(data["title"], data["clause"], data["note"], items)


@lru_cache(maxsize=64)
def release_policy(on: date) -> ReleasePolicy:
    """When lists are due, as in force on a day."""
    periods = sorted(_toml("catalogue.toml")["period"], key=lambda one: one["from"])
    row = next((one for one in reversed(periods) if one["from"] <= on), periods[0])
    return ReleasePolicy(
        row["month"], row["day"], tuple(row["opens"]), row["escalation"], row["lead"], row["clause"],
        row["modality"],
    )  # fmt: skip


@dataclass(frozen=True)
class DuePolicy:
    """Whose wish for a place comes first, whose home is due to be adapted, and how long works may take."""

    place: str
    place_clause: str
    work: str
    work_clause: str
    work_days: int


@lru_cache(maxsize=64)
def due_policy(on: date) -> DuePolicy:
    """As in force on a day."""
    periods = sorted(_toml("catalogue.toml")["due"], key=lambda one: one["from"])
    row = next((one for one in reversed(periods) if one["from"] <= on), periods[0])
    return DuePolicy(**{name: row[name] for name in DuePolicy.__dataclass_fields__})
