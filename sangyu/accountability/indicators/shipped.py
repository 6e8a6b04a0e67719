"""The indicators and targets that come with Sangyu, read from `policy/` and checked."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from sangyu.accountability.indicators.types import IndicatorDraft, PaperRef, ProposedTarget

_ROOM = "sangyu.accountability.indicators"


@dataclass(frozen=True)
class Colours:
    """The house's own figures for colours and lists (`policy/colours.toml`)."""

    tolerance: Decimal
    due_soon_days: int
    keep_daily_days: int


@cache
def colours() -> Colours:
    """How far behind is still yellow, how soon is soon, how long daily values stay."""
    data = _read("colours.toml")
    return Colours(Decimal(data["tolerance"]), data["due_soon_days"], data["keep_daily_days"])


@dataclass(frozen=True)
class Matching:
    """How alike names must be for an indicator to be suggested (`policy/matching.toml`)."""

    least: Decimal
    sure: Decimal
    most: int


@cache
def matching() -> Matching:
    """When an indicator is suggested for what a paper promises."""
    data = _read("matching.toml")
    return Matching(Decimal(data["least"]), Decimal(data["sure"]), data["most"])


@cache
def indicator_drafts() -> tuple[IndicatorDraft, ...]:
    """Every shipped definition, by code and version."""
    found = [
        _draft(row) for name in _names("indicators") for row in _read(f"indicators/{name}")["indicator"]
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda draft: (draft.code, draft.version or 0)))


@cache
def papers() -> tuple[tuple[PaperRef, tuple[ProposedTarget, ...]], ...]:
    """Every shipped paper with its targets."""
    return tuple(_paper(_read(f"targets/{name}")) for name in _names("targets"))


def _names(folder: str) -> list[str]:
    entries = files(_ROOM).joinpath("policy").joinpath(folder).iterdir()
    return sorted(entry.name for entry in entries if entry.name.endswith(".toml"))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files(_ROOM).joinpath("policy").joinpath(name).read_text("utf-8"))


def _draft(row: dict[str, Any]) -> IndicatorDraft:
    dated = row | {"effective_from": date.fromisoformat(row["effective_from"])}
    return IndicatorDraft(**dated | {"clauses": tuple(row.get("clauses", ()))})


def _paper(data: dict[str, Any]) -> tuple[PaperRef, tuple[ProposedTarget, ...]]:
    paper = PaperRef(
        data["document_title"], data["document_number"], data["area"], _day(data["starts_on"])
    )
    return paper, tuple(_target(row) for row in data["target"])


def _target(row: dict[str, Any]) -> ProposedTarget:
    path = tuple((date.fromisoformat(day), Decimal(value)) for day, value in row.get("path", ()))
    read = {"value": Decimal(row["value"]), "due_on": _day(row.get("due_on", "")), "path": path}
    return ProposedTarget(**row | read)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
