"""The room's policy data: days of the supervision and the formula of the score, in supervision.toml."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from sangyu.accountability.plans.rules.score import Extra, Part, Scheme


@cache
def _data() -> dict[str, Any]:
    text = files(__package__).joinpath("supervision.toml").read_text("utf-8")
    return tomllib.loads(text, parse_float=Decimal)


def days(name: str) -> int:
    """A number of days by its name in the file; KeyError if there is none."""
    return int(_data()[name])


@cache
def scheme() -> Scheme:
    """The formula of the score in force."""
    score = _data()["score"]
    return Scheme(
        version=str(_data()["version"]),
        source=str(_data()["source"]),
        least=Decimal(score["least"]),
        most=Decimal(score["most"]),
        parts=tuple(
            Part(code, Decimal(part["weight"]), Decimal(part.get("late_worth", 0)))
            for code, part in score["part"].items()
        ),
        extras=tuple(
            Extra(code, Decimal(extra["points"]), Decimal(extra["most"]))
            for code, extra in score["extra"].items()
        ),
    )
