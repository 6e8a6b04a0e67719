"""Replacing the HMAC key: every blind index made anew from the sealed value beside it.

An index column `<x>_index` stands beside a registered sealed column `<x>_sealed`. While the former key is held
(`Keyring.hmac_old`), writes use the new key and searches look for both, so nobody is missed at any stage. Batches are
transactions of their own, and an index is compared before it is written: killed, it just runs again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from sangyu.kernel import audit
from sangyu.kernel.actors import Actor
from sangyu.kernel.pii.sealed_columns import Column, RowKey, columns
from sangyu.kernel.pii.sealing import Unreadable, blind_index, open_

BATCH = 2000
SEALED, INDEX = "_sealed", "_index"

audit.register(
    "pii.reindex.started", _("%(who)s began to make the search indexes of %(object)s anew")
)
audit.register("pii.reindex.finished", _("%(who)s made the search indexes of %(object)s anew"))

Change = tuple[RowKey, bytes, bytes, bytes]
"""Primary key, sealed value, old index, new index."""


@dataclass
class Reindexed:
    """What was done to one column. `unreadable` and `taken` (another row has that index already) are primary keys."""

    name: str
    changed: int = 0
    unreadable: tuple[RowKey, ...] = ()
    taken: tuple[RowKey, ...] = ()

    @property
    def is_complete(self) -> bool:
        return not self.unreadable and not self.taken


def indexed_columns() -> list[Column]:
    """The sealed columns that have a blind index beside them."""
    found = []
    for column in columns():
        names = {field.name for field in column.model._meta.concrete_fields}
        if column.field.endswith(SEALED) and _index_of(column) in names:
            found.append(column)
    return found


def indexes_remake(
    *, actor: Actor, batch: int = BATCH, progress: Callable[[str, int], None] | None = None
) -> list[Reindexed]:
    """Bring every index under the present HMAC key; run twice, it changes nothing."""
    return [_remake(actor, column, batch, progress) for column in indexed_columns()]


def _remake(
    actor: Actor, column: Column, size: int, progress: Callable[[str, int], None] | None
) -> Reindexed:
    done = Reindexed(f"{column.model_label}.{_index_of(column)}")
    for rows in _batches(column, size):
        changes, unreadable = _changes(rows, column.label)
        done.unreadable += unreadable
        if not changes:
            continue
        if not done.changed:
            _record(actor, "pii.reindex.started", done)
        changed, taken = _write(column, changes)
        done.changed += changed
        done.taken += taken
        if progress:
            progress(done.name, done.changed)
    if done.changed or not done.is_complete:
        _record(actor, "pii.reindex.finished", done)
    return done


def _changes(
    rows: list[tuple[RowKey, bytes, bytes]], label: str
) -> tuple[list[Change], tuple[RowKey, ...]]:
    changes, unreadable = [], []
    for pk, sealed, old in rows:
        try:
            new = blind_index(open_(sealed, label), label)
        except Unreadable:
            unreadable.append(pk)
            continue
        if new != old:
            changes.append((pk, sealed, old, new))
    return changes, tuple(unreadable)


def _write(column: Column, changes: list[Change]) -> tuple[int, tuple[RowKey, ...]]:
    """A batch at once; where the database refuses one as taken, each alone, so that only that one stays behind."""
    try:
        with transaction.atomic():
            return _replace(column, changes), ()
    except IntegrityError:
        pass
    changed, taken = 0, []
    for change in changes:
        try:
            with transaction.atomic():
                changed += _replace(column, [change])
        except IntegrityError:
            taken.append(change[0])
    return changed, tuple(taken)


def _replace(column: Column, changes: list[Change]) -> int:
    """Write where the sealed value and the old index still stand; what somebody changed meanwhile is theirs."""
    table, sealed, index, pk = _quoted(column)
    keys, values, old, new = ([change[at] for change in changes] for at in range(4))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {index} = change.new"
            " FROM unnest(%s, %s::bytea[], %s::bytea[], %s::bytea[]) AS change (pk, sealed, old, new)"
            f" WHERE {table}.{pk} = change.pk AND {table}.{sealed} = change.sealed"
            f" AND {table}.{index} = change.old",
            [keys, values, old, new],
        )
        return int(cursor.rowcount)


def _batches(column: Column, size: int) -> Iterator[list[tuple[RowKey, bytes, bytes]]]:
    table, sealed, index, pk = _quoted(column)
    last: RowKey | None = None
    while True:
        with connection.cursor() as cursor:
            after = "" if last is None else f"AND {pk} > %s"
            cursor.execute(
                f"SELECT {pk}, {sealed}, {index} FROM {table}"
                f" WHERE length({sealed}) > 0 AND {index} IS NOT NULL {after} ORDER BY {pk} LIMIT %s",
                [*([] if last is None else [last]), size],
            )
            rows = [(key, bytes(value), bytes(found)) for key, value, found in cursor.fetchall()]
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def _index_of(column: Column) -> str:
    return column.field.removesuffix(SEALED) + INDEX


def _quoted(column: Column) -> tuple[str, str, str, str]:
    meta = column.model._meta
    names = {field.name: str(field.column) for field in meta.concrete_fields}
    wanted = (meta.db_table, names[column.field], names[_index_of(column)], names[meta.pk.name])
    table, sealed, index, pk = (connection.ops.quote_name(name) for name in wanted)
    return table, sealed, index, pk


def _record(actor: Actor, action: str, done: Reindexed) -> None:
    figures = {
        "changed": done.changed,
        "unreadable": len(done.unreadable),
        "taken": len(done.taken),
    }
    audit.record(actor, action, kind="column", id=done.name, label=done.name, after=figures)
