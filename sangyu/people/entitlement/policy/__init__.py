"""The programmes that come with Sangyu, and their worked cases: dated data with clause and source; nothing else reads
the files. Amounts stand in yuan as texts ("100", "672.10"); they are read exactly, to the fen."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from sangyu.kernel.money import parse_yuan
from sangyu.people.entitlement.types import BackPay, Stop


@dataclass(frozen=True)
class VersionDraft:
    """One version as the file states it; field names are those of the model."""

    number: int
    effective_from: date
    effective_to: date | None
    in_force: bool
    values: Mapping[str, Any]


@dataclass(frozen=True)
class ProgrammeDraft:
    """One programme as the file states it."""

    code: str
    area_code: str
    kind: str
    name: Mapping[str, str]
    versions: tuple[VersionDraft, ...]


@dataclass(frozen=True)
class Floors:
    """The floors of destitute support, checked yearly (policy/floors.toml): shares as decimal texts."""

    urban_share: str
    rural_share: str
    over_minimum_living: str
    clause: Mapping[str, str]
    minimum_clause: Mapping[str, str]


@cache
def programmes() -> tuple[ProgrammeDraft, ...]:
    """Every shipped programme, by code."""
    found = [_programme(row) for name in _names() for row in _read(f"programmes/{name}")["programme"]]  # fmt: skip
    return tuple(sorted(found, key=lambda each: each.code))


@cache
def floors() -> Floors:
    """The floors of destitute support."""
    return Floors(**_read("floors.toml"))


def _names() -> list[str]:
    entries = files(__package__).joinpath("programmes").iterdir()
    return sorted(entry.name for entry in entries if entry.name.endswith(".toml"))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(name).read_text("utf-8"))


def _programme(row: dict[str, Any]) -> ProgrammeDraft:
    versions = tuple(_version(each) for each in row["version"])
    return ProgrammeDraft(row["code"], row.get("area", ""), row["kind"], row["name"], versions)


def _version(row: dict[str, Any]) -> VersionDraft:
    stops = row.get("stop", {})
    values = {
        "condition": " ".join(row["condition"].split()),
        "amounts": [amount_row(each) for each in row["amounts"]],
        "overlap": {key: row[key] for key in ("higher", "excluded_by", "deducts") if key in row},
        "needs_application": row.get("needs_application", False),
        "back_pay": row.get("back_pay", BackPay.NONE),
        "stop_death": stops.get("death", Stop.NEXT_MONTH),
        "stop_move": stops.get("move", Stop.NEXT_MONTH),
        "stop_loss": stops.get("loss", Stop.NEXT_MONTH),
        "ends_on_admission": stops.get("admission", False),
        "details": row.get("details", {}),
        "fund": row.get("fund", ""),
        "clause": row["clause"],
        "modality": row["modality"],
        "certainty": row["certainty"],
        "source_note": row.get("source", ""),
    }
    return VersionDraft(
        row["number"],
        row["effective_from"],
        row.get("effective_to"),
        row.get("in_force", True),
        values,
    )


def amount_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of an amount table as it is kept: whole fen, so that nothing is ever rounded."""
    fen = int(parse_yuan(row["yuan"]) * 100)
    return {"fen": fen, "when": row.get("when", ""), "words": {"zh": row["zh"], "en": row["en"]}}
