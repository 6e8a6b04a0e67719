"""What happens in the payments room, told to the rooms above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class BatchAdvanced:
    """A batch came to a new state (types.BatchState)."""

    batch_id: int
    area_code: str
    programme: str
    month: date
    state: str


@dataclass(frozen=True)
class ResultsApplied:
    """The bank's results were booked: so many were paid, so many refused or sent back."""

    batch_id: int
    area_code: str
    paid: int
    failed: int


@dataclass(frozen=True)
class RecoveriesChanged:
    """Overpaid months of a programme in an area were found, recovered or written off."""

    area_code: str
    programme: str


@dataclass(frozen=True)
class AccountsChanged:
    """Accounts in an area failed or were settled."""

    area_code: str
