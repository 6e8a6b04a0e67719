"""Every column that holds sealed values, so that a key rotation forgets none of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.db import connection, models

RowKey = int | str | UUID


@dataclass(frozen=True)
class Column:
    """One column of sealed values and the label they are sealed under."""

    model_label: str
    field: str
    label: str

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.model_label)

    @property
    def name(self) -> str:
        return f"{self.model_label}.{self.field}"


_columns: dict[tuple[str, str], Column] = {}


def register_column(model_label: str, field: str, label: str) -> None:
    """Enter a column in the rotation; a `SealedField` does so by itself."""
    _columns[model_label.lower(), field] = Column(model_label.lower(), field, label)


def columns() -> tuple[Column, ...]:
    """All registered columns, by name."""
    return tuple(sorted(_columns.values(), key=lambda column: column.name))


def counts_by_key(column: Column) -> dict[int, int]:
    """How many values are sealed under each key id. One pass over the table."""
    table, field, _pk = _quoted(column)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT get_byte({field}, 0), count(*) FROM {table}"
            f" WHERE length({field}) > 0 GROUP BY 1 ORDER BY 1"
        )
        return dict(cursor.fetchall())


def batches(column: Column, current: int, size: int) -> Iterator[list[tuple[RowKey, bytes]]]:
    """(primary key, sealed value) of the rows not under the current key, in batches, in order of the primary key."""
    table, field, pk = _quoted(column)
    last: RowKey | None = None
    while True:
        with connection.cursor() as cursor:
            after = "" if last is None else f"AND {pk} > %s"
            cursor.execute(
                f"SELECT {pk}, {field} FROM {table}"
                f" WHERE length({field}) > 0 AND substring({field} FROM 1 FOR 1) <> %s {after} ORDER BY {pk} LIMIT %s",
                [current.to_bytes(), *([] if last is None else [last]), size],
            )
            rows = [(key, bytes(value)) for key, value in cursor.fetchall()]
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def replace(column: Column, changes: list[tuple[RowKey, bytes, bytes]]) -> int:
    """Write (primary key, old, new) where the old value still stands; returns how many did."""
    table, field, pk = _quoted(column)
    keys, old, new = ([change[at] for change in changes] for at in range(3))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {field} = change.new"
            " FROM unnest(%s, %s::bytea[], %s::bytea[]) AS change (pk, old, new)"
            f" WHERE {table}.{pk} = change.pk AND {table}.{field} = change.old",
            [keys, old, new],
        )
        return int(cursor.rowcount)


def _quoted(column: Column) -> tuple[str, str, str]:
    """The table, the column and the primary key as SQL writes them."""
    meta = column.model._meta
    fields = {field.name: str(field.column) for field in meta.concrete_fields}
    names = (meta.db_table, fields[column.field], fields[meta.pk.name])
    table, field, pk = (connection.ops.quote_name(name) for name in names)
    return table, field, pk
