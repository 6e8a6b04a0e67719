"""A full image of elders and of everything in this room that hangs on them, and its exact restoration.

Sealed bytes stay sealed in it. A key that has left the keyring since cannot open them after a restoration.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any, cast

from django.db import connection

from sangyu.people.registry.models import Elder

HANGING = (
    "registry_eldercategory",
    "registry_contact",
    "registry_responsiblelink",
    "registry_need",
    "registry_elderchange",
)
_COLUMNS = [str(f.column) for f in Elder._meta.concrete_fields if not f.generated]

Image = dict[str, list[dict[str, Any]]]


def take(elder_ids: Sequence[int]) -> Image:
    """Every row, as JSON, by table."""
    ids = list(elder_ids)
    image: Image = {"registry_elder": _rows("registry_elder", "id", ids)}
    return image | {table: _rows(table, "elder_id", ids) for table in HANGING}


def digest(image: Image) -> str:
    """Equal for equal images."""
    text = json.dumps(image, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def restore(image: Image, elder_ids: Sequence[int]) -> None:
    """Put everything back exactly as it was, numbers and all."""
    ids = list(elder_ids)
    assignments = ", ".join(f"{name} = was.{name}" for name in _COLUMNS if name != "id")
    with connection.cursor() as cursor:
        # A merged row first gives its ID number free, or the unique index would see it twice for a moment.
        for row in sorted(image["registry_elder"], key=lambda row: row["status"] != "present"):
            cursor.execute(
                f"UPDATE registry_elder AS e SET {assignments} "
                "FROM jsonb_populate_record(NULL::registry_elder, %s::jsonb) AS was WHERE e.id = was.id",
                [json.dumps(row)],
            )
        for table in HANGING:
            cursor.execute(f"DELETE FROM {table} WHERE elder_id = ANY(%s)", [ids])
            cursor.execute(
                f"INSERT INTO {table} SELECT * FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)",
                [json.dumps(image[table])],
            )


def _rows(table: str, key: str, ids: list[int]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT to_jsonb(t) FROM {table} AS t WHERE {key} = ANY(%s) ORDER BY id", [ids]
        )
        rows = [row for (row,) in cursor.fetchall()]
    return [cast("dict[str, Any]", json.loads(r) if isinstance(r, str) else r) for r in rows]
