"""Rows that rooms above work out for a person by themselves: they go with a record that is taken back.

What somebody did for the person (an answer, a payment, an assessment) is not of this kind: it keeps the record.
"""

from __future__ import annotations

_tables: dict[str, str] = {}


def register(table: str, column: str) -> None:
    """Lend a table (at start-up); `column` refers to the elder."""
    _tables[table] = column


def tables() -> list[tuple[str, str]]:
    """What rooms have lent: table and column."""
    return list(_tables.items())
