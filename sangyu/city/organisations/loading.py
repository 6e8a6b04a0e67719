"""The shipped unit registers and general aliases, as files in `data/`.

`aliases.csv` is general (机构改革 of 2018 and later); a name is loaded for an area only where its unit exists.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from sangyu.city.organisations.types import AliasKind

SHIPPED = {
    "2310": "mudanjiang_units.csv",
    "3206": "nantong_units.csv",
    "3715": "liaocheng_units.csv",
    "522601": "kaili_units.csv",
    "6207": "zhangye_units.csv",
}
"""Of the four prefecture-level cities: the departments that their papers name, the governments of their counties and
the towns of one county each. Where a paper gives an old name, today's is from memory; a city corrects its register."""


@dataclass(frozen=True)
class UnitRow:
    """One unit of a shipped register."""

    area_code: str
    name: str
    short_name: str
    kind: str
    uscc: str


@dataclass(frozen=True)
class AliasRow:
    """One general alias: `stands_for` is a unit's name, or for a group the kind of unit."""

    how: AliasKind
    name: str
    stands_for: str
    since: date | None
    source: str


def shipped_units(area_code: str) -> list[UnitRow]:
    """The shipped register of an area; empty where none is shipped."""
    name = SHIPPED.get(area_code)
    return [UnitRow(**row) for row in _read(name)] if name else []


def shipped_aliases() -> list[AliasRow]:
    """The general aliases."""
    return [
        AliasRow(
            AliasKind(row["how"]),
            row["name"],
            row["stands_for"],
            date.fromisoformat(row["since"]) if row["since"] else None,
            row["source"],
        )
        for row in _read("aliases.csv")
    ]


def _read(name: str) -> list[dict[str, str]]:
    text = files("sangyu.city.organisations").joinpath(f"data/{name}").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
