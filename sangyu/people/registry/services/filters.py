"""Saving and sharing filters of the elders' list."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from sangyu.kernel import audit, clock
from sangyu.kernel.access import load, require
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError
from sangyu.people.registry import audit_codes, rights
from sangyu.people.registry.models import SavedFilter
from sangyu.people.registry.rules.search import Way, looks

NEVER_KEPT = ("at", "via", "more", "found", "csrfmiddlewaretoken")
MOST = 50
"""Per account; more are not found again."""


@transaction.atomic
def filter_save(
    *, actor: Actor, name: str, query: str, is_shared: bool = False, at: datetime | None = None
) -> SavedFilter:
    """Keep a query under a name; the same name again replaces it. Searched numbers are never kept."""
    require(actor, rights.ELDER_VIEW)
    clean = _clean(query)
    mine = SavedFilter.objects.filter(account_id=_account(actor))
    if not mine.filter(name=name).exists() and mine.count() >= MOST:
        raise Conflict(
            "too-many-filters",
            _("You have saved %(most)s filters already.") % {"most": MOST},
            field="name",
            remedy=_("Delete one you no longer use."),
        )
    row, _new = SavedFilter.objects.update_or_create(
        account_id=_account(actor),
        name=name[:60],
        defaults={
            "organisation_id": actor.organisation_id,
            "query": clean,
            "is_shared": is_shared,
            "created_at": at or clock.now(),
        },
    )
    audit.record(
        actor, audit_codes.FILTER_SAVED, kind="filter", id=row.pk, label=row.name,
        after={"query": clean, "shared": is_shared}, at=at,
    )  # fmt: skip
    return row


@transaction.atomic
def filter_delete(*, actor: Actor, filter_id: int, at: datetime | None = None) -> None:
    """Delete an own filter."""
    row = load(
        SavedFilter.objects.filter(account_id=_account(actor)),
        actor,
        rights.ELDER_VIEW,
        pk=filter_id,
    )
    audit.record(
        actor, audit_codes.FILTER_DELETED, kind="filter", id=row.pk, label=row.name,
        before={"query": row.query}, at=at,
    )  # fmt: skip
    row.delete()


def _clean(query: str) -> str:
    kept = QueryDict(query).copy()
    for key in NEVER_KEPT:
        kept.pop(key, None)
    if any(look.way in {Way.ID, Way.PHONE} for look in looks(kept.get("q", ""))):
        kept.pop("q")
    clean = kept.urlencode()
    if not clean or len(clean) > 1000:
        raise DomainError(
            "nothing-to-save",
            _("There is no filter to save, or it is too long."),
            remedy=_("Choose at least one filter first."),
        )
    return clean


def _account(actor: Actor) -> int:
    """Filters belong to people; the system has none."""
    return actor.account_id or 0
