"""The wrapper that Django looks for in a backend's module `base`."""

from __future__ import annotations

import select
from typing import Any

import psycopg
from django.db.backends.postgresql import base, operations
from django.db.backends.utils import CursorWrapper


class DatabaseOperations(operations.DatabaseOperations):
    """The log of statements, which Django keeps where it is asked to."""

    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        """What was asked; a statement that was planned before is sent by its name, so it is told as it was written."""
        return super().last_executed_query(cursor, sql, params) or sql


class DatabaseWrapper(base.DatabaseWrapper):
    """A kept connection is proved before each request (CONN_HEALTH_CHECKS), nearly always for nothing."""

    ops_class = DatabaseOperations

    def is_usable(self) -> bool:
        """True if the server lives. A server that has ended or restarted has said so on the socket, or closed it: only
        where something waits there is the server asked; the question took as long as the search of an elder."""
        if self.connection is None or self.connection.closed:
            return False
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
        return not waiting.poll(0) or bool(super().is_usable())

    def planned_once(self) -> CursorWrapper:
        """A cursor whose statements the server plans once for each connection, from the second time on.

        Django's own cursors write the values into the statement, so that each is planned anew; for who is signed in,
        which every page asks first, that took longer than answering.
        """
        self.ensure_connection()
        self.connection.prepare_threshold = 2
        prepared: CursorWrapper = self._prepare_cursor(psycopg.Cursor(self.connection))  # type: ignore[attr-defined]
        return prepared
