"""Statements that every request asks in the same words: planned by the server once for each connection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.db import connection

from sangyu.kernel.database.base import DatabaseWrapper


def ask(statement: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement. Keep it to statements of which one plan suits all values."""
    with cast("DatabaseWrapper", connection).planned_once() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall())
