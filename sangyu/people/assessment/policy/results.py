"""The terms of orders and results (results.toml) and the hints of the form (hints.toml), by day."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from sangyu.people.assessment.rules.plausible import Condition, Hint


@dataclass(frozen=True)
class Terms:
    """What holds on a day. `workdays`: by occasion of the order; `valid_months` and `scale`: by instrument."""

    clause: str
    source: str
    assessors: int
    medical: int
    remind_days: int
    overseer: str
    step_days: int
    escalation: str
    valid_months: Mapping[str, int]
    scale: Mapping[str, str]
    workdays: Mapping[str, int]

    def instruments_of(self, scale: str) -> list[str]:
        """The instruments whose results stand on one scale."""
        return [code for code, found in self.scale.items() if found == scale]


@lru_cache(maxsize=64)
def terms(on: date) -> Terms:
    """The last period that begins on or before the day; the first one for days before all of them."""
    ordered = sorted(_read("results.toml")["period"], key=lambda row: row["from"])
    period = next((row for row in reversed(ordered) if row["from"] <= on), ordered[0])
    return Terms(**{key: value for key, value in period.items() if key != "from"})


@cache
def hints(instrument: str) -> tuple[Hint, ...]:
    """The hints of one instrument's form."""
    return tuple(
        Hint(row["code"], tuple(Condition(**one) for one in row["when"]))
        for row in _read("hints.toml")["hint"]
        if row["instrument"] == instrument
    )


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(name).read_text("utf-8"))


@dataclass(frozen=True)
class Advice:
    """What a sheet says at a level: places where care fits, the best first, and sentences in both languages."""

    places: tuple[str, ...]
    zh: tuple[str, ...]
    en: tuple[str, ...]


@cache
def advice() -> Mapping[int, Advice]:
    """The advice by level of the ability scale."""
    return {
        row["level"]: Advice(tuple(row["places"]), tuple(row["zh"]), tuple(row["en"]))
        for row in _read("advice.toml")["level"]
    }
