"""The limits of checking (checks.toml), by day."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any


def unknown_per_hour(on: date) -> int:
    """How many codes that no report bears one address may try within an hour."""
    rows = sorted(_read()["period"], key=lambda row: row["from"])
    period = next((row for row in reversed(rows) if row["from"] <= on), rows[0])
    return int(period["unknown_per_hour"])


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("checks.toml").read_text("utf-8"))
