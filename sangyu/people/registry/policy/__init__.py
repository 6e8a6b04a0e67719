"""The registry's policy data: dated, with clause and source. Nothing else reads the files.

`changes.toml` who may change what, `categories.toml` the categories, `register.toml` who belongs on the register,
`duties.toml` how long what waits for a decision may wait,
`codes.csv` the national code lists.
"""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language

from sangyu.kernel.errors import Text


@dataclass(frozen=True)
class CodeName:
    """One code of a national list."""

    code: str
    zh: str
    en: str
    source: str

    @property
    def label(self) -> Text:
        """In the reader's language."""
        return _label(self)


def _in_language(name: CodeName) -> str:
    return name.zh if (get_language() or "zh").startswith("zh") else name.en


_label = lazy(_in_language, str)


@dataclass(frozen=True)
class CategoryPolicy:
    """A category: derived where it has a condition, declared with proof where it may be."""

    code: str
    zh: str
    clause: str
    condition: str = ""
    declarable: bool = False
    since_age: int | None = None
    note: str = ""


@dataclass(frozen=True)
class RegisterPolicy:
    """Who belongs on the register, from a date on."""

    clause: str
    minimum_age: int
    plausible_age: int


@dataclass(frozen=True)
class ChangePolicy:
    """Field → source → mode, from a date on."""

    modes: dict[str, dict[str, str]]
    groups: dict[str, str]


@dataclass(frozen=True)
class DutyPolicy:
    """How long a kind of thing may wait for a decision, from a date on."""

    workdays: int
    step_days: int
    escalation: str
    overseer: str


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__name__).joinpath(name).read_text("utf-8"))


def _in_force(periods: list[dict[str, Any]], on: date) -> dict[str, Any]:
    """The last period that begins on or before the day; the first one for days before all of them."""
    ordered = sorted(periods, key=lambda period: period["from"])
    return next((p for p in reversed(ordered) if p["from"] <= on), ordered[0])


@lru_cache(maxsize=1)
def _codes() -> dict[str, dict[str, CodeName]]:
    lists: dict[str, dict[str, CodeName]] = {}
    text = files(__name__).joinpath("codes.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        name = CodeName(row["code"], row["zh"], row["en"], row["source"])
        lists.setdefault(row["list"], {})[row["code"]] = name
    return lists


def codes(which: str) -> dict[str, CodeName]:
    """A national code list: ethnicity (GB/T 3304), education (4658), marriage (2261.2), relation (4761)."""
    return _codes()[which]


@lru_cache(maxsize=1)
def categories() -> tuple[CategoryPolicy, ...]:
    """Every category, in the order papers name them."""
    return tuple(CategoryPolicy(**entry) for entry in _toml("categories.toml")["category"])


@lru_cache(maxsize=64)
def register_policy(on: date) -> RegisterPolicy:
    """Who belongs on the register on a day."""
    period = _in_force(_toml("register.toml")["period"], on)
    return RegisterPolicy(period["clause"], period["minimum_age"], period["plausible_age"])


@lru_cache(maxsize=64)
def change_policy(on: date) -> ChangePolicy:
    """Who may change what on a day."""
    modes: dict[str, dict[str, str]] = {}
    groups: dict[str, str] = {}
    period = _in_force(_toml("changes.toml")["period"], on)
    for group, table in period["groups"].items():
        rules = {source: mode for source, mode in table.items() if source != "fields"}
        for field in table["fields"]:
            modes[field], groups[field] = rules, group
    return ChangePolicy(modes, groups)


@lru_cache(maxsize=64)
def duty_policy(kind: str, on: date) -> DutyPolicy:
    """The clocks of the registry's duties of one kind on a day."""
    period = _in_force(_toml("duties.toml")["period"], on)
    terms = period[kind]
    return DutyPolicy(
        terms["workdays"], terms["step_days"], terms["escalation"], period["overseer"]
    )
