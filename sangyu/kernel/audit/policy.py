"""How long entries are kept at least, from the room's own policy file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Retention:
    """The least number of months, and the law that says so."""

    months: int
    law: str


@cache
def retention() -> Retention:
    """From data/retention.toml."""
    text = (Path(__file__).parent / "data" / "retention.toml").read_text("utf-8")
    values = tomllib.loads(text)
    return Retention(int(values["months"]), str(values["law"]))
