"""The elder's columns as SQL over a kept row: its `values` as a record, typed as the table has them.

Built from the model once; nothing of a user's ever enters the text.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Field

from sangyu.people.registry.models import Elder
from sangyu.people.registry.rules.fields import EDITABLE, FIELDS, Kind

SEALED = ("id", "phone", "bank")
PLAIN = tuple(name for name in EDITABLE if FIELDS[name].kind is not Kind.SEALED)
SPELLING = ("name_pinyin", "name_initials")
IN_CHUNK = "r.batch_id = %(batch)s AND r.number > %(after)s AND r.number <= %(upto)s"
WANTED = f"{IN_CHUNK} AND r.state IN ('good', 'warning')"
MASKED_NAME = (
    "CASE WHEN length(e.name) < 3 THEN left(e.name, 1) || '*' ELSE "
    "left(e.name, 1) || repeat('*', least(length(e.name) - 2, 2)) || right(e.name, 1) END"
)
"""As `pii.mask_name` does."""
LATER = """EXISTS (
    SELECT FROM registry_elderchange AS l, jsonb_object_keys(r.changes) AS k(field)
    WHERE l.elder_id = r.elder_id AND l.state = 'applied' AND l.field = k.field
      AND l.batch_id IS DISTINCT FROM r.batch_id
      AND l.effective_on > coalesce((r.values ->> 'effective_on')::date, %(on)s))"""
"""The row's day lies before a change already known: the timeline has to be mended, person by person."""


@cache
def record() -> str:
    """`jsonb_to_record` over a row's values, as v."""
    types = (f"{name} {_type(name)}" for name in (*PLAIN, *SPELLING))
    return f"jsonb_to_record(r.values) AS v({', '.join(types)})"


@cache
def inserted() -> tuple[str, str]:
    """Column names and expressions of a new person's row."""
    plain = {name: _or_default(name) for name in (*PLAIN, *SPELLING)}
    plain["id_kind"] = "CASE WHEN r.id_sealed IS NULL THEN 'none' ELSE v.id_kind END"
    sealed = {
        f"{name}_{part}": f"r.{name}_{part}" for name in SEALED for part in ("sealed", "index")
    }
    return ", ".join([*plain, *sealed]), ", ".join([*plain.values(), *sealed.values()])


@cache
def updated(applied: tuple[str, ...]) -> str:
    """SET of the fields that a row changes and its reader has not kept back."""
    parts = []
    for name in applied:
        takes = f"r.changes ? '{name}' AND NOT r.keep ? '{name}'"
        if name in SEALED:
            parts += [
                f"{name}_{part} = CASE WHEN {takes} THEN r.{name}_{part} ELSE e.{name}_{part} END"
                for part in ("sealed", "index")
            ]
            continue
        parts.append(f"{name} = CASE WHEN {takes} THEN v.{name} ELSE e.{name} END")
        if name == "name":
            parts += [f"{c} = CASE WHEN {takes} THEN v.{c} ELSE e.{c} END" for c in SPELLING]
    return ", ".join(parts)


@cache
def restored(applied: tuple[str, ...]) -> str:
    """SET that gives the plain fields their value of before."""
    return ", ".join(
        f"{name} = CASE WHEN r.changes ? '{name}' AND NOT r.keep ? '{name}' "
        f"THEN {_restored(name)} ELSE e.{name} END"
        for name in applied
        if name not in SEALED
    )


def _restored(name: str) -> str:
    """NULL comes back as NULL where the column takes it, as its default where not."""
    return f"(r.changes -> '{name}' ->> 0)::{_type(name)}"


def _or_default(name: str) -> str:
    default = _column(name).get_default()
    return f"v.{name}" if default is None else f"coalesce(v.{name}, '{default}')"


def _type(name: str) -> str:
    kind = _column(name).db_type(connection) or "text"
    return "text" if kind.startswith("varchar") else kind


def _column(name: str) -> Field[Any, Any]:
    return next(field for field in Elder._meta.concrete_fields if field.name == name)
