"""The wrapper that Django looks for in a backend's module `base`."""

from __future__ import annotations

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A kept connection is proved before each request (CONN_HEALTH_CHECKS), nearly always for nothing."""

    def is_usable(self) -> bool:
        """True if the server lives. A server that has ended or restarted has said so on the socket, or closed it: only
        where something waits there is the server asked; the question took as long as the search of an elder."""
        if self.connection is None or self.connection.closed:
            return False
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
        return not waiting.poll(0) or bool(super().is_usable())
