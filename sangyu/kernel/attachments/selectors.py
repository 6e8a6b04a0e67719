"""Reads of attachments."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from sangyu.kernel.actors import Actor
from sangyu.kernel.attachments import registry
from sangyu.kernel.attachments.models import Attachment
from sangyu.kernel.attachments.types import AttachmentRow, FileKind
from sangyu.kernel.errors import NotFound


def of_owner(*, actor: Actor, kind: str, id: str) -> list[AttachmentRow]:  # noqa: A002  the word callers read best
    """The files of one object, oldest first; none for who may not see it."""
    if not registry.may_see(actor, kind, id):
        return []
    return [row_of(row) for row in Attachment.objects.filter(owner_kind=kind, owner_id=id)]


def of_bundles(*, actor: Actor, bundles: Iterable[str]) -> dict[str, list[AttachmentRow]]:
    """The files that were attached together, by bundle; without those whose object the actor may not see."""
    keys = {bundle for bundle in bundles if _is_uuid(bundle)}
    found: dict[str, list[AttachmentRow]] = {}
    if not keys:
        return found
    seen: dict[tuple[str, str], bool] = {}
    for row in Attachment.objects.filter(bundle__in=keys):
        owner = row.owner_kind, row.owner_id
        if owner not in seen:
            seen[owner] = registry.may_see(actor, *owner)
        if seen[owner]:
            found.setdefault(str(row.bundle), []).append(row_of(row))
    return found


def attachment_get(*, actor: Actor, ref: uuid.UUID | str) -> Attachment:
    """One file; 404 for who may not see what it proves."""
    try:
        row = Attachment.objects.filter(ref=ref).first()
    except ValidationError:
        row = None
    if row is None or not registry.may_see(actor, row.owner_kind, row.owner_id):
        raise NotFound(
            "no-such-file",
            _("There is no such file, or what it proves lies outside your area."),
            remedy=_("Go back to the page it belongs to."),
        )
    return row


def row_of(row: Attachment) -> AttachmentRow:
    """As pages show it."""
    return AttachmentRow(
        row.ref, row.name, FileKind(row.kind), row.size, row.digest, row.added_at, row.added_by,
        reverse("attachments:download", args=[row.ref]),
    )  # fmt: skip


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
