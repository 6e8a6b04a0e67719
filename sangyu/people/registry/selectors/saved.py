"""Saved filters."""

from __future__ import annotations

from uuid import UUID

from sangyu.kernel.access import load, require
from sangyu.kernel.actors import Actor
from sangyu.kernel.ui import nav
from sangyu.people.registry import rights
from sangyu.people.registry.models import SavedFilter


def filter_list(*, actor: Actor, mark: str) -> list[SavedFilter]:
    """The actor's own filters and those shared within the unit; what a colleague shares shows as late as a badge."""
    require(actor, rights.ELDER_VIEW)
    return nav.kept(
        "saved-filters",
        actor,
        mark,
        lambda: list(SavedFilter.objects.visible_to(actor).select_related("account")),
    )


def filter_get(*, actor: Actor, ref: UUID) -> SavedFilter:
    """The filter behind a link; 404 for another unit's."""
    return load(SavedFilter.objects.all(), actor, rights.ELDER_VIEW, ref=ref)
