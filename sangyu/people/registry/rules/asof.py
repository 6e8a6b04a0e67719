"""The elder's row as of any day, as SQL: the current row with every later change undone.

For each field the earliest applied change after the day holds, in its `before`, the value of the day. One generator
serves the single row (`selectors.as_of`) and the whole city (the dataset `elders`); the parameter is the day.
"""

from __future__ import annotations

from collections.abc import Iterable

from sangyu.people.registry.rules.fields import FIELDS, Kind

_CASTS = {Kind.DATE: "::date", Kind.NUMBER: "::smallint"}
UNSEALED = tuple(name for name, field in FIELDS.items() if field.kind is not Kind.SEALED)


def column(field: str) -> str:
    """The field's value on the day, over the aliases `e` (the row) and `past` (the changes to undo)."""
    cast = _CASTS.get(FIELDS[field].kind, "")
    return f"CASE WHEN past.old ? '{field}' THEN (past.old ->> '{field}'){cast} ELSE e.{field} END"


def past(day: str) -> str:
    """A subquery (elder_id, old): what each field of a changed elder was on the day, as one JSON object."""
    return f"""
        SELECT elder_id, jsonb_object_agg(field, before) AS old FROM (
            SELECT DISTINCT ON (elder_id, field) elder_id, field, before
            FROM registry_elderchange
            WHERE state = 'applied' AND effective_on > {day}
            ORDER BY elder_id, field, effective_on, id
        ) AS next_change GROUP BY elder_id"""


def source(day: str, *, fields: Iterable[str] = UNSEALED) -> str:
    """What stands after FROM: `e` the elder's row, `d` its fields on the day, with the age then and the day itself."""
    wanted = ", ".join(f"{column(name)} AS {name}" for name in fields)
    age = age_sql(column("birth_date"), day)
    return f"""registry_elder AS e LEFT JOIN ({past(day)}) AS past ON past.elder_id = e.id
        CROSS JOIN LATERAL (SELECT {wanted}, {age} AS age, {day}::date AS as_of) AS d"""


def on_register(day: str) -> str:
    """Who had come onto the register by the day; merged records never count, for they were nobody."""
    return f"e.status <> 'merged' AND e.registered_on <= {day}"


def as_of_sql(day: str = "%(as_of)s", *, fields: Iterable[str] = UNSEALED) -> str:
    """Every elder on the register at some time up to the day, in the state of the day.

    `day` is the SQL of the day: a placeholder or a literal. Columns: id, ref, registered_on, age, as_of and `fields`.
    """
    return f"""
    SELECT e.id, e.ref, e.registered_on, d.*
    FROM {source(day, fields=fields)} WHERE {on_register(day)}"""


def age_sql(birth: str, day: str) -> str:
    """Full years of age (周岁) on a day: it rises on the birthday."""
    return f"EXTRACT(YEAR FROM age({day}::date, {birth}))::smallint"
