"""The shipped definitions, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from sangyu.accountability.indicators.rules import definition_read
from sangyu.accountability.indicators.types import Definition

ELDER_POPULATION = "elder-population"


@cache
def definition(code: str) -> Definition:
    """The definition in force, by its code."""
    text = (
        files("sangyu.accountability.indicators").joinpath(f"policy/{code}.toml").read_text("utf-8")
    )
    return definition_read(tomllib.loads(text))
