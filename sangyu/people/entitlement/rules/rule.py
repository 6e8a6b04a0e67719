"""A rule as the engine takes it: the part of a programme's version that decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

NO, MAYBE, EXCLUDED, LOWER = -1, -2, -3, -4
"""Outcomes that are no amount: not entitled; cannot tell; another programme excludes it; a higher one is given."""
MOST_CONDITIONS = 31
"""Two bits each in a 64-bit word."""


@dataclass(frozen=True)
class AmountRow:
    """One row of the amount table: monthly fen, for whom ("" everybody left)."""

    fen: int
    when: str = ""
    words: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Rule:
    """A version's rule. `higher`: of the programmes of one such group only the highest is given; `excluded_by` and
    `deducts` name programmes whose holders get nothing here, or whose sum is taken off."""

    programme: str
    version_id: int
    condition: str
    amounts: tuple[AmountRow, ...]
    area_code: str = ""
    higher: str = ""
    excluded_by: tuple[str, ...] = ()
    deducts: tuple[str, ...] = ()
    ends_on_admission: bool = False

    @property
    def text(self) -> str:
        """The whole condition: the place, the end on admission to a home, and the version's own."""
        parts = [f"({self.condition})"]
        if self.ends_on_admission:
            parts.insert(0, "living <> 'institution'")
        if self.area_code:
            parts.insert(0, f"starts_with(area_code, '{self.area_code}')")
        return " AND ".join(parts) if len(parts) > 1 else self.condition


def amounts_of(rows: list[dict[str, Any]]) -> tuple[AmountRow, ...]:
    """The amount table as it is kept (JSON)."""
    return tuple(AmountRow(row["fen"], row.get("when", ""), row.get("words", {})) for row in rows)
