"""What may go wrong with snapshots and questions to them."""

from __future__ import annotations

from sangyu.kernel.errors import Conflict, DomainError, NotFound


class SnapshotError(DomainError):
    """A snapshot could not be taken or is not as it was written."""

    status = 500


class SnapshotBusy(Conflict):
    """Another process is taking the same snapshot just now."""


class SnapshotMissing(NotFound):
    """There is no such snapshot, or its files are gone."""


class QueryError(DomainError):
    """A question was refused, or took too long or too much memory."""

    status = 422
