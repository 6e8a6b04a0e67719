"""The instruments and crosswalks as dated data; nothing else reads the files.

One file for each version of an instrument; `crosswalks.toml` says which answers of one mean the same in another.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from sangyu.people.assessment.types import (
    Answer,
    Band,
    ByLadder,
    ByMatrix,
    ByTotal,
    ChangeRule,
    Crosswalk,
    CutOffs,
    Instrument,
    Item,
    Method,
    Name,
    Section,
    Threshold,
)

CODES = ("gbt42195", "ltc2021", "ltc2021_screening", "mzt039", "barthel", "mmse")
"""Every instrument, the ones in daily use first."""


@cache
def instruments() -> Mapping[str, Instrument]:
    """Every instrument by its code."""
    return MappingProxyType({code: _instrument(_read(f"{code}.toml")) for code in CODES})


@cache
def crosswalks() -> Mapping[tuple[str, str], Crosswalk]:
    """Every crosswalk by (old instrument, new instrument)."""
    rows = [_crosswalk(row) for row in _read("crosswalks.toml")["crosswalk"]]
    return MappingProxyType({(row.old, row.new): row for row in rows})


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(name).read_text("utf-8"))


def _name(row: Mapping[str, Any]) -> Name:
    return Name(zh=row["zh"], en=row["en"])


def _instrument(data: Mapping[str, Any]) -> Instrument:
    levels, changes = data["levels"], data.get("changes", {})
    cut_offs = data.get("cut_offs")
    return Instrument(
        code=data["code"],
        version=data["version"],
        name=_name(data),
        in_force=data["from"],
        until=data.get("until"),
        source=data["source"],
        note=data["note"],
        sums=data["sums"],
        sections=tuple(_section(row) for row in data["section"]),
        levels=tuple(_name(row) for row in sorted(levels["names"], key=lambda row: row["level"])),
        level_clause=levels["clause"],
        method=_method(levels),
        section_bands={code: _bands(rows) for code, rows in levels.get("sections", {}).items()},
        section_limits={code: _limits(rows) for code, rows in levels.get("limits", {}).items()},
        changes=tuple(_change(row) for row in changes.get("rule", ())),
        stacking=changes.get("stacking", False),
        events=tuple(changes.get("events", ())),
        cut_offs=CutOffs(**cut_offs) if cut_offs else None,
        may_apply_from=levels.get("may_apply_from"),
    )


def _section(row: Mapping[str, Any]) -> Section:
    return Section(row["code"], _name(row), tuple(_item(item) for item in row["item"]))


def _item(row: Mapping[str, Any]) -> Item:
    options: dict[Answer, int] = dict(row.get("options", {}))
    options |= {score: score for score in row.get("scores", ())}
    return Item(row["code"], _name(row), MappingProxyType(options), row.get("required", True))


def _bands(rows: list[dict[str, int]]) -> tuple[Band, ...]:
    return tuple(Band(**row) for row in rows)


def _limits(rows: list[dict[str, int]]) -> tuple[Threshold, ...]:
    return tuple(
        Threshold(row["level"], {code: least for code, least in row.items() if code != "level"})
        for row in rows
    )


def _method(levels: Mapping[str, Any]) -> Method:
    if "bands" in levels:
        return ByTotal(_bands(levels["bands"]))
    if "matrix" in levels:
        matrix = levels["matrix"]
        return ByMatrix(
            matrix["row"], tuple(matrix["columns"]), tuple(tuple(row) for row in matrix["cells"])
        )
    ladder = levels["ladder"]
    return ByLadder(
        over_levels=ladder["over"] == "levels",
        rules=tuple(Threshold(row["level"], row["least"]) for row in ladder["rules"]),
    )


def _change(row: Mapping[str, Any]) -> ChangeRule:
    diagnoses = row.get("diagnoses")
    return ChangeRule(**{**row, "diagnoses": tuple(diagnoses) if diagnoses else None})


def _crosswalk(row: Mapping[str, Any]) -> Crosswalk:
    return Crosswalk(
        old=row["from"],
        new=row["to"],
        source=row["source"],
        items={
            code: (
                cell["from"],
                {_answer(old): new for old, new in cell.get("answers", {}).items()},
            )
            for code, cell in row["items"].items()
        },
    )


def _answer(key: str) -> Answer:
    """A key of TOML is text; a score is a number."""
    return int(key) if key.isdecimal() else key
