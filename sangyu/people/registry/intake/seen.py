"""Who has been met already in the same file: by resident ID, by name with birth date and area, by record."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Mapping
from typing import Any

from sangyu.people.registry.models import ImportBatch, ImportRow
from sangyu.people.registry.types import RowAction, RowState

Key = bytes | tuple[str, str, str] | int


class Seen:
    """Row numbers by what tells one person from another; only rows that may go in count."""

    def __init__(self) -> None:
        self._rows: dict[Key, tuple[int, int]] = {}

    @classmethod
    def of(cls, batch: ImportBatch, *, until: int | None = None, but: Collection[int] = ()) -> Seen:
        """The rows of a batch that were read before: up to a row, without some that are being read anew."""
        seen = cls()
        rows = (
            ImportRow.objects.filter(batch=batch)
            .exclude(state=RowState.BAD)
            .exclude(action=RowAction.SKIP)
            .order_by("number")
        )
        if until is not None:
            rows = rows.filter(number__lte=until)
        columns = ("number", "id_index", "phone_index", "bank_index", "values", "elder_id")
        for number, id_index, phone, bank, values, elder_id in rows.values_list(*columns).iterator(
            chunk_size=5000
        ):
            if number not in but:
                print_ = fingerprint(values, phone, bank)
                seen.add(number, keys(id_index, values, elder_id), print_)
        return seen

    def find(self, own: Collection[Key]) -> tuple[int, int] | None:
        """(row number, fingerprint) of the first row with one of the keys."""
        return next((self._rows[key] for key in own if key in self._rows), None)

    def add(self, number: int, own: Collection[Key], print_: int) -> None:
        """Remember a row; the first one stays."""
        for key in own:
            self._rows.setdefault(key, (number, print_))


def keys(
    id_index: bytes | None, values: Mapping[str, Any], elder_id: int | None = None
) -> list[Key]:
    """What tells the person of a row: the ID, or else name, birth date and area; and the record, if one matched."""
    own: list[Key] = []
    if id_index is not None:
        own.append(bytes(id_index))
    else:
        own.append(
            (values.get("name", ""), values.get("birth_date", ""), values.get("area_code", ""))
        )
    return own if elder_id is None else [*own, elder_id]


def fingerprint(values: Mapping[str, Any], *indexes: bytes | None) -> int:
    """Equal for rows that say the same."""
    text = json.dumps(values, sort_keys=True).encode()
    return zlib.crc32(text + b"".join(bytes(index or b"-") for index in indexes))
