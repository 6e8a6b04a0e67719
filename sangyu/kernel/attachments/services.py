"""Writes of attachments. Whether the object may get or lose files is the calling room's to decide, before it calls."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from sangyu.kernel import audit, clock
from sangyu.kernel.actors import Actor
from sangyu.kernel.attachments import rights
from sangyu.kernel.attachments.door import MOST_FILES
from sangyu.kernel.attachments.models import Attachment
from sangyu.kernel.attachments.selectors import row_of
from sangyu.kernel.attachments.types import AttachmentRow, Owner, SafeFile
from sangyu.kernel.digests import sm3
from sangyu.kernel.errors import Conflict, DomainError

FOLDER = "attachments"
GRACE = timedelta(days=1)
"""A file without a row may belong to a transaction that is still running; after a day it does not."""


@transaction.atomic
def attachments_add(
    *,
    actor: Actor,
    owner: Owner,
    files: Sequence[SafeFile],
    bundle: uuid.UUID | None = None,
    at: datetime | None = None,
) -> list[AttachmentRow]:
    """Keep the files with an object. `bundle` names those that were attached together."""
    at, bundle = at or clock.now(), bundle or uuid.uuid4()
    kept = Attachment.objects.filter(owner_kind=owner.kind, owner_id=owner.id, bundle=bundle)
    if kept.count() + len(files) > MOST_FILES:
        raise DomainError(
            "file.too_many",
            _("At most %(limit)s files prove one thing.") % {"limit": MOST_FILES},
            field="files",
            remedy=_("Put them together into one PDF."),
        )
    return [_keep(actor, owner, file, bundle, at) for file in files]


def _keep(
    actor: Actor, owner: Owner, file: SafeFile, bundle: uuid.UUID, at: datetime
) -> AttachmentRow:
    data = file.source if isinstance(file.source, bytes) else file.source.read_bytes()
    row = Attachment(
        bundle=bundle, owner_kind=owner.kind, owner_id=owner.id, area_code=owner.area_code,
        owner_label=owner.label[:200], name=file.name, kind=file.kind, size=len(data),
        digest=sm3(data).hex(), added_at=at,
        added_by=actor.label, account_id=actor.account_id,
    )  # fmt: skip
    row.file.save(file.name, ContentFile(data), save=False)
    row.save()
    audit.record(
        actor, rights.ADDED, kind=owner.kind, id=owner.id, area_code=owner.area_code, label=owner.label,
        after={"file": str(row.ref), "sm3": row.digest, "size": row.size}, at=at,
    )  # fmt: skip
    return row_of(row)


@transaction.atomic
def attachment_remove(*, actor: Actor, ref: uuid.UUID | str, at: datetime | None = None) -> None:
    """Take a file back before its proof was accepted. Its digest stays in the trail; the bytes go after the commit."""
    row = Attachment.objects.select_for_update().get(ref=ref)
    if row.is_final:
        raise Conflict(
            "file-accepted",
            _("The proof was accepted with this file, so it stays."),
            remedy=_("If it is wrong, have the decision taken back first."),
        )
    audit.record(
        actor, rights.REMOVED, kind=row.owner_kind, id=row.owner_id, area_code=row.area_code,
        label=row.owner_label, before={"file": str(row.ref), "sm3": row.digest, "size": row.size}, at=at,
    )  # fmt: skip
    place = row.file.name or ""
    row.delete()
    transaction.on_commit(lambda: default_storage.delete(place))


def attachments_finish(*, owner: Owner, is_final: bool = True) -> int:
    """The proof was accepted: its files stay. (Or the decision was taken back: they may go again.)"""
    rows = Attachment.objects.filter(owner_kind=owner.kind, owner_id=owner.id)
    return int(rows.exclude(is_final=is_final).update(is_final=is_final))


def attachment_opened(*, actor: Actor, row: Attachment) -> None:
    """Who downloaded a proof is told by the trail."""
    audit.record(
        actor, rights.OPENED, kind=row.owner_kind, id=row.owner_id, area_code=row.area_code,
        label=row.owner_label, after={"file": str(row.ref), "sm3": row.digest},
    )  # fmt: skip


def orphans_remove(*, now: datetime | None = None) -> int:
    """Delete files that no row knows: a transaction that stored them was rolled back. Returns how many."""
    folder = Path(default_storage.path(FOLDER))
    limit = ((now or clock.now()) - GRACE).timestamp()
    removed = 0
    for place in _old(folder, limit):
        name = f"{FOLDER}/{place.parent.name}/{place.name}"
        if not Attachment.objects.filter(file=name).exists():
            place.unlink(missing_ok=True)
            removed += 1
    return removed


def _old(folder: Path, limit: float) -> Iterable[Path]:
    if folder.is_dir():
        yield from (
            one for one in folder.glob("*/*") if one.is_file() and one.stat().st_mtime < limit
        )
