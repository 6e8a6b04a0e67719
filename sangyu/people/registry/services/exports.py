"""Exporting a list: with a purpose, masked unless asked otherwise, with a watermark, in the trail."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from sangyu.kernel import audit, clock, pii
from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import DomainError, Forbidden
from sangyu.people.registry import audit_codes, rights
from sangyu.people.registry.models import Elder
from sangyu.people.registry.pages import sheet
from sangyu.people.registry.selectors.filters import ElderFilters
from sangyu.people.registry.selectors.search import ElderLine, elder_page

PAGE = 500
FOLDER = "registry/exports"
KEPT = timedelta(days=7)
"""A made file can be fetched so long; then it is deleted."""


@dataclass(frozen=True)
class Wish:
    """What is exported: a list by its filters and search, or checked people by their numbers."""

    purpose: str
    what: str
    query: Mapping[str, list[str]] = field(default_factory=dict)
    text: str = ""
    ids: Sequence[int] = ()
    is_masked: bool = True


@transaction.atomic
def export_write(
    *,
    actor: Actor,
    wish: Wish,
    target: IO[bytes],
    tell: Callable[[int], None] | None = None,
    at: datetime | None = None,
) -> int:
    """Write the list as a workbook into `target`; returns how many people it holds. `tell` hears of the progress."""
    require(actor, rights.ELDER_EXPORT)
    if not wish.is_masked:
        require(actor, rights.ELDER_UNMASK)
    if not wish.purpose.strip():
        raise DomainError(
            "purpose-missing",
            _("A purpose is needed to take a list away."),
            field="purpose",
            remedy=_("Say in a few words what you need it for."),
        )
    at = at or clock.now()
    seen: list[int] = []
    mark = sheet.Watermark(actor, at, wish.purpose, wish.what)
    count = sheet.write(target, mark, _rows(actor, wish, seen, tell))
    _record(actor, wish, seen, at)
    return count


def export_file(
    *, actor: Actor, wish: Wish, tell: Callable[[int], None] | None = None
) -> tuple[str, int]:
    """The same into a file that the one who asked may fetch for a week; returns its name and the head count."""
    with tempfile.TemporaryFile() as target:
        count = export_write(actor=actor, wish=wish, target=target, tell=tell)
        target.seek(0)
        name = default_storage.save(f"{FOLDER}/{uuid.uuid4().hex}.xlsx", File(target))
    return name, count


def export_fetched(*, actor: Actor, name: str, count: int) -> None:
    """Somebody downloads the file they had made."""
    require(actor, rights.ELDER_EXPORT)
    audit.record(
        actor, audit_codes.EXPORT_FETCHED, kind="export", id=name.rsplit("/", 1)[-1][:12],
        label=_("%(count)s people") % {"count": count},
    )  # fmt: skip


def exports_sweep(*, actor: Actor, at: datetime | None = None) -> int:
    """Delete files older than a week; returns how many. Only the clock does this."""
    if not actor.is_system:
        raise Forbidden("clock-only", _("Old files are deleted by the clock."))
    at = at or clock.now()
    if not default_storage.exists(FOLDER):
        return 0
    _folders, files = default_storage.listdir(FOLDER)
    old = [
        name
        for name in (f"{FOLDER}/{file}" for file in files)
        if default_storage.get_modified_time(name) < at - KEPT
    ]
    for name in old:
        default_storage.delete(name)
    return len(old)


def _rows(
    actor: Actor, wish: Wish, seen: list[int], tell: Callable[[int], None] | None
) -> Iterator[list[Any]]:
    for lines in _pages(actor, wish):
        plain = {} if wish.is_masked else _in_full([line.id for line in lines])
        for line in lines:
            seen.append(line.id)
            number, phone = plain.get(line.id, (line.id_masked, line.phone_masked))
            yield sheet.row(line, number, phone)
        if tell:
            tell(len(seen))


def _pages(actor: Actor, wish: Wish) -> Iterator[tuple[ElderLine, ...]]:
    filters = ElderFilters.from_query(wish.query)
    wanted, cursor = set(wish.ids), ""
    if wanted:
        filters = ElderFilters(status=("all",))
    while True:
        page = elder_page(
            actor=actor,
            text=wish.text,
            filters=filters,
            cursor=cursor,
            size=PAGE,
            only=tuple(wanted),
        )
        yield page.lines
        cursor = page.next
        if not cursor:
            return


def _in_full(ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    rows = list(Elder.objects.filter(pk__in=ids).values_list("pk", "id_sealed", "phone_sealed"))
    numbers = pii.open_many([row[1] for row in rows], "resident-id")
    phones = pii.open_many([row[2] for row in rows], "phone")
    return {
        row[0]: (number or "", phone or "")
        for row, number, phone in zip(rows, numbers, phones, strict=True)
    }


def _record(actor: Actor, wish: Wish, seen: list[int], at: datetime) -> None:
    audit.record(
        actor, audit_codes.EXPORTED, kind="export", id=uuid.uuid4().hex[:12], label=wish.what,
        after={"people": len(seen), "masked": wish.is_masked, "query": dict(wish.query)},
        purpose=wish.purpose, at=at,
    )  # fmt: skip
    if wish.is_masked or not seen:
        return
    audit.record_select(
        actor, "pii.viewed", kind="elder", purpose=wish.purpose, at=at,
        select="""
            SELECT id, area_code, left(name, 1) || '**', NULL::jsonb,
                   '{"fields": ["id", "phone"]}'::jsonb
            FROM registry_elder WHERE id = ANY(%s)""",
        params=[seen],
    )  # fmt: skip


def print_recorded(*, actor: Actor, purpose: str, what: str, ids: Sequence[int]) -> None:
    """A list was printed (masked): also that stands in the trail."""
    require(actor, rights.ELDER_VIEW)
    audit.record(
        actor, audit_codes.EXPORTED, kind="export", id=uuid.uuid4().hex[:12], label=what,
        after={"people": len(ids), "masked": True, "printed": True}, purpose=purpose,
    )  # fmt: skip
