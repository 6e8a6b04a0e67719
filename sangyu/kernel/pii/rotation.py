"""Key rotation: every sealed value of every registered column, brought under the current key.

Each batch is a transaction of its own and a value tells its key by its first byte, so a rotation that was killed just
runs again and finds what is left; run twice, it does nothing. A value that somebody changes meanwhile is left as they
wrote it (already under the current key).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sangyu.kernel import audit
from sangyu.kernel.actors import Actor
from sangyu.kernel.pii.keys import keyring
from sangyu.kernel.pii.sealed_columns import Column, RowKey, batches, columns, replace
from sangyu.kernel.pii.sealing import Unreadable, open_, seal

BATCH = 2000

audit.register("pii.rotation.started", _("%(who)s began to re-encrypt %(object)s"))
audit.register("pii.rotation.finished", _("%(who)s re-encrypted %(object)s under the newest key"))


@dataclass
class Rotated:
    """What was done to one column. `unreadable` are primary keys, so that somebody can look."""

    column: Column
    changed: int
    unreadable: tuple[RowKey, ...]


def keys_rotate(
    *, actor: Actor, batch: int = BATCH, progress: Callable[[Column, int], None] | None = None
) -> list[Rotated]:
    """Re-encrypt what is not under the current key, column by column; unreadable values are left and reported."""
    current = keyring(fresh=True).current
    return [_rotate(actor, column, current.id, batch, progress) for column in columns()]


def _rotate(
    actor: Actor,
    column: Column,
    current: int,
    size: int,
    progress: Callable[[Column, int], None] | None,
) -> Rotated:
    done = Rotated(column, 0, ())
    for rows in batches(column, current, size):
        changes, unreadable = _resealed(rows, column.label)
        with transaction.atomic():
            if not done.changed and not done.unreadable:
                _record(actor, "pii.rotation.started", column, {"key": current})
            done.changed += replace(column, changes)
        done.unreadable += unreadable
        if progress:
            progress(column, done.changed)
    if done.changed or done.unreadable:
        figures = {"key": current, "changed": done.changed, "unreadable": len(done.unreadable)}
        _record(actor, "pii.rotation.finished", column, figures)
    return done


def _resealed(
    rows: list[tuple[RowKey, bytes]], label: str
) -> tuple[list[tuple[RowKey, bytes, bytes]], tuple[RowKey, ...]]:
    changes, unreadable = [], []
    for pk, old in rows:
        try:
            changes.append((pk, old, seal(open_(old, label), label)))
        except Unreadable:
            unreadable.append(pk)
    return changes, tuple(unreadable)


def _record(actor: Actor, action: str, column: Column, after: dict[str, int]) -> None:
    audit.record(actor, action, kind="column", id=column.name, label=column.name, after=after)
