"""Writes of notices and of what leaves the house: any room may send one, its reader reads it, old ones go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from sangyu.city.duties import notices, rights
from sangyu.city.duties.models import Notice
from sangyu.kernel import access, audit, clock
from sangyu.kernel.actors import Actor


@transaction.atomic
def notice_send(  # noqa: PLR0913  a notice has this many facts
    *,
    actor: Actor,
    code: str,
    words: Mapping[str, str],
    link: str = "",
    account_id: int | None = None,
    organisation_id: int | None = None,
    at: datetime | None = None,
) -> Notice:
    """Tell an account or a unit. The code must be registered; `words` carry no personal data beyond names of things."""
    if not notices.is_known(code):
        raise LookupError(f"The notice {code!r} is not registered (duties.notices.register).")
    row = Notice(
        account_id=account_id, organisation_id=organisation_id, code=code, words=dict(words), link=link,
        made_at=at or clock.now(),
    )  # fmt: skip
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def duties_exported(
    *, actor: Actor, count: int, what: str, is_printed: bool = False, at: datetime | None = None
) -> None:
    """A list of duties left the house: that stands in the trail, with its filters."""
    access.require(actor, rights.DUTY_VIEW)
    audit.record(
        actor, rights.EXPORTED, kind="duty-list", id=actor.account_id or 0, label=what[:200],
        after={"duties": count, "printed": is_printed}, at=at,
    )  # fmt: skip


@transaction.atomic
def notice_read(
    *, actor: Actor, notice_ids: Sequence[int] | None = None, at: datetime | None = None
) -> int:
    """Mark notices as read (None: all of the actor's). A unit's notice is read for the whole unit."""
    at = at or clock.now()
    rows = Notice.objects.visible_to(actor).filter(read_at__isnull=True)
    if notice_ids is not None:
        rows = rows.filter(pk__in=notice_ids)
    count = int(rows.update(read_at=at))
    if count:
        audit.record(
            actor, rights.NOTICE_READ, kind="notice", id=actor.account_id or 0,
            after={"count": count}, at=at,
        )  # fmt: skip
    return count


@transaction.atomic
def notices_prune(*, before: datetime) -> int:
    """Delete what was read before a moment; unread notices stay. Returns how many."""
    count, _per_model = Notice.objects.filter(read_at__lt=before).delete()
    return int(count)
