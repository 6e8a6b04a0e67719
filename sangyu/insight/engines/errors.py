"""What may go wrong with snapshots and questions to them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

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


def missing() -> SnapshotMissing:
    """The refusal where a snapshot's files are gone."""
    return SnapshotMissing(
        "snapshot-missing",
        _("This snapshot is not there any more."),
        remedy=_("Take it again."),
    )


def too_long() -> QueryError:
    """The refusal of what took more time than it may."""
    return QueryError(
        "query-time",
        _("The question took too long and was stopped."),
        remedy=_("Ask for a smaller area or fewer conditions."),
    )
