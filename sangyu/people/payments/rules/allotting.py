"""From what is owed and what was paid to what is to be done: payments, deductions, and what stays open.

The batch does the same in SQL for everybody at once (`services/_sql.py`); the tests hold the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Allotment:
    """What one person gets under one programme. Fen; `payments` positive by month, `offsets` negative by month."""

    payments: Mapping[date, int]
    offsets: Mapping[date, int]
    open: int

    @property
    def sent(self) -> int:
        """What goes to the bank."""
        return sum(self.payments.values()) + sum(self.offsets.values())


def allot(due: Mapping[date, int], net: Mapping[date, int]) -> Allotment:
    """`due` and `net` (paid less recovered) by month. Overpaid months are deducted, the oldest first, from what is
    paid now and never below zero; what the payment does not cover stays open."""
    gaps = {m: due.get(m, 0) - net.get(m, 0) for m in sorted({*due, *net})}
    payments = {m: gap for m, gap in gaps.items() if gap > 0}
    overpaid = [(m, -gap) for m, gap in gaps.items() if gap < 0]
    offsets = {m: -fen for m, fen in spread(overpaid, sum(payments.values()))}
    return Allotment(payments, offsets, sum(f for _m, f in overpaid) + sum(offsets.values()))


def spread(months: Iterable[tuple[date, int]], amount: int) -> list[tuple[date, int]]:
    """An amount over months with so much each, the oldest first."""
    found = []
    for month, most in sorted(months):
        taken = min(most, amount)
        if taken > 0:
            found.append((month, taken))
            amount -= taken
    return found
