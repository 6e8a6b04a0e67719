"""The room's policy data: escalation plans and day counts, in duties.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal


@dataclass(frozen=True)
class Step:
    """One step of an escalation plan: so many days after a clock's due day, who is told what."""

    step: str
    clock: Literal["statutory", "step", "review"]
    days: int
    to: Literal["owner", "overseer", "director"]
    notice: str


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("duties.toml").read_text("utf-8"))


def horizon_days() -> int:
    """How far ahead planned duties are entered."""
    return int(_data()["horizon_days"])


def notice_days() -> int:
    """How long read notices are kept."""
    return int(_data()["notice_days"])


@cache
def plans() -> dict[str, tuple[Step, ...]]:
    """Every escalation plan, mildest step first."""
    return {name: tuple(Step(**step) for step in steps) for name, steps in _data()["plan"].items()}
