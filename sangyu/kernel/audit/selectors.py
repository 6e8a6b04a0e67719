"""Reads of the trail: lists for the audit administrator, one entry, one object's history for its own page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sangyu.kernel import clock
from sangyu.kernel.access import in_area, load, require
from sangyu.kernel.actors import Actor
from sangyu.kernel.audit.codes import sentence_of
from sangyu.kernel.audit.kinds import Kind, kind_of, names
from sangyu.kernel.audit.models import AuditCheck, AuditEntry, AuditSeal, EntryQuerySet
from sangyu.kernel.audit.rights import AUDIT_VIEW
from sangyu.kernel.audit.types import Change, Entry


def entry_list(*, actor: Actor, filters: Mapping[str, Any]) -> EntryQuerySet:
    """Entries within the actor's area, to be ordered by number.

    Filters (empty ones do nothing): who (name's beginning), account, action, kind, object (number), area (code),
    first and last (days in Shanghai, both included), request.
    """
    require(actor, AUDIT_VIEW)
    rows: Any = AuditEntry.objects.visible_to(actor)
    exact = {
        "account": "account_id", "action": "action", "kind": "object_kind", "object": "object_id",
        "who": "actor_label__startswith", "request": "request_id",
    }  # fmt: skip
    for name, column in exact.items():
        if filters.get(name) not in (None, ""):
            rows = rows.filter(**{column: filters[name]})
    if filters.get("area"):
        rows = rows.filter(in_area(filters["area"]))
    if filters.get("first"):
        rows = rows.filter(at__gte=_midnight(filters["first"]))
    if filters.get("last") and filters["last"] < date.max:  # no day follows the last one
        rows = rows.filter(at__lt=_midnight(filters["last"] + timedelta(days=1)))
    return rows  # type: ignore[no-any-return]  # an EntryQuerySet; Django's managers are untyped here


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.SHANGHAI)


def entry_get(*, actor: Actor, pk: int) -> Entry:
    """One entry; 404 outside the actor's area."""
    return as_entry(load(AuditEntry.objects.all(), actor, AUDIT_VIEW, pk=pk))


def history(*, actor: Actor, kind: str, id: int | str, most: int = 50) -> list[Entry]:  # noqa: A002
    """What happened to one object, newest first, for `{% timeline %}` on its own page; who only looked is left out.

    The caller has let the actor see the object; entries from other areas (before a move, say) stay hidden.
    """
    rows = AuditEntry.objects.visible_to(actor).filter(object_kind=kind, object_id=str(id))
    return [as_entry(row) for row in rows.exclude(action="pii.viewed").order_by("-id")[:most]]


def looks_at(
    *, actor: Actor, kind: str, id: int | str, opened: str, most: int = 50  # noqa: A002
) -> list[Entry]:  # fmt: skip
    """Who looked at one object, newest first: saw its personal data in full, or `opened` it (the room's own action).

    The caller has let the actor see the object.
    """
    rows = AuditEntry.objects.visible_to(actor).filter(
        object_kind=kind, object_id=str(id), action__in=("pii.viewed", opened)
    )
    return [as_entry(row) for row in rows.order_by("-id")[:most]]


def as_entry(row: AuditEntry) -> Entry:
    """A row with its sentence, in the present language."""
    kind = kind_of(row.object_kind)
    words = {
        "who": row.actor_label,
        "object": row.object_label or f"{kind.label} {row.object_id}",
        "purpose": row.purpose,
    }
    return Entry(
        id=row.pk, at=row.at, who=row.actor_label, organisation=row.organisation_name,
        role=names.role(row.role), account_id=row.account_id, action=row.action,
        sentence=sentence_of(row.action, words), object_kind=row.object_kind,
        object_id=row.object_id, object_label=row.object_label,
        object_url=kind.address(row.object_id), area_code=row.area_code,
        area=names.area(row.area_code) if row.area_code else "", clause=row.clause,
        purpose=row.purpose, request_id=row.request_id,
        changes=_changes(kind, row.before or {}, row.after or {}),
    )  # fmt: skip


def _changes(kind: Kind, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    fields = dict.fromkeys((*after, *before))
    return tuple(
        Change(
            kind.field_label(name),
            kind.shown(name, before.get(name)),
            kind.shown(name, after.get(name)),
        )
        for name in fields
    )


@dataclass(frozen=True)
class Standing:
    """How far the trail is sealed and when it was last found whole."""

    sealed_at: datetime | None
    last_sealed: int
    waits: bool
    checked_at: datetime | None
    findings: int


def standing(*, actor: Actor) -> Standing:
    """For the head of the list."""
    require(actor, AUDIT_VIEW)
    seal: AuditSeal | None = (
        AuditSeal.objects.defer("entry_ids", "digests").order_by("-number").first()
    )
    check: AuditCheck | None = AuditCheck.objects.defer("report").order_by("-at").first()
    last = seal.last_entry if seal else 0
    return Standing(
        sealed_at=seal.sealed_at if seal else None,
        last_sealed=last,
        waits=AuditEntry.objects.filter(id__gt=last).exists(),
        checked_at=check.at if check else None,
        findings=check.findings if check else 0,
    )


def seal_of(entry_id: int) -> AuditSeal | None:
    """The seal over an entry, without its lists; None if it is not sealed yet."""
    rows = AuditSeal.objects.defer("entry_ids", "digests").filter(last_entry__gte=entry_id)
    found: AuditSeal | None = rows.order_by("number").first()
    return found if found and found.first_entry <= entry_id else None
