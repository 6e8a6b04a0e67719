"""Deriving categories by rule: one statement for one elder or for the whole city.

Per category and elder on the register the policy's condition says whether it holds on the day, and since when: the
birthday the policy names, or else the last day on which a column of the condition changed. Open derived periods are
then started, corrected or ended; a period that turns out never to have been is removed ("recomputed, not appended").
A declared period of the same category stands before a derived one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import cast

from django.db import connection

from sangyu.kernel.actors import Actor
from sangyu.people.registry.conditions import columns_of, condition_sql
from sangyu.people.registry.models.columns import actor_values
from sangyu.people.registry.policy import CategoryPolicy, categories
from sangyu.people.registry.rules.asof import UNSEALED, age_sql
from sangyu.people.registry.types import CategoryCounts


def derive_categories(
    *, actor: Actor, on: date, at: datetime, elder_ids: Sequence[int] | None = None
) -> CategoryCounts:
    """Bring the derived categories of some elders (None: of all in the actor's area) up to `on`. Idempotent."""
    scope, of_changes = "", ""
    if elder_ids is not None:
        scope, of_changes = "AND e.id = ANY(%(ids)s)", "AND elder_id = ANY(%(ids)s)"
    elif actor.area_code:
        scope = "AND e.area_code >= %(area)s AND e.area_code < %(area_end)s"
    params = {
        "day": on,
        "at": at,
        "ids": None if elder_ids is None else list(elder_ids),
        "area": actor.area_code,
        "area_end": actor.area_code + "\uffff",
        **actor_values(actor),
    }
    with connection.cursor() as cursor:
        cursor.execute(_statement(scope, of_changes), params)
        started, ended, corrected = cast("tuple[int, int, int]", cursor.fetchone())
    return CategoryCounts(started=started, ended=ended, corrected=corrected)


@lru_cache(maxsize=4)
def _statement(scope: str, of_changes: str) -> str:
    derived = [category for category in categories() if category.condition]
    inputs = sorted({name for c in derived for name in columns_of(c)})
    codes = ", ".join(f"'{category.code}'" for category in derived)
    return f"""
    WITH last_change AS (
        SELECT elder_id, jsonb_object_agg(field, day) AS days FROM (
            SELECT elder_id, field, max(effective_on) AS day FROM registry_elderchange
            WHERE state = 'applied' AND effective_on <= %(day)s {of_changes}
              AND field IN ({", ".join(f"'{name}'" for name in inputs)})
            GROUP BY elder_id, field) AS per_field
        GROUP BY elder_id
    ), told AS (
        SELECT e.id AS elder_id, c.category, c.holds, c.since, c.clause
        FROM registry_elder AS e
        LEFT JOIN last_change AS l ON l.elder_id = e.id
        CROSS JOIN LATERAL (
            SELECT {", ".join(f"e.{name}" for name in UNSEALED)}, {age_sql("e.birth_date", "%(day)s")} AS age,
                   %(day)s::date AS as_of
        ) AS v
        CROSS JOIN LATERAL (VALUES {", ".join(map(_row, derived))}) AS c(category, holds, since, clause)
        WHERE e.status = 'present' {scope}
    ), closed AS (
        SELECT elder_id, category, max(ended_on) AS until FROM registry_eldercategory
        WHERE ended_on IS NOT NULL AND category IN ({codes}) {of_changes}
        GROUP BY elder_id, category
    ), compared AS MATERIALIZED (
        SELECT t.elder_id, t.category, t.holds, t.clause, t.since,
               greatest(t.since, closed.until) AS start, o.id AS open_id, o.origin, o.started_on
        FROM told AS t
        LEFT JOIN registry_eldercategory AS o
            ON o.elder_id = t.elder_id AND o.category = t.category AND o.ended_on IS NULL
        LEFT JOIN closed ON closed.elder_id = t.elder_id AND closed.category = t.category
        WHERE t.holds OR o.origin = 'derived'
    ), removed AS (
        DELETE FROM registry_eldercategory AS r USING compared AS c
        WHERE r.id = c.open_id AND NOT c.holds AND c.since <= c.started_on RETURNING 1
    ), ended AS (
        UPDATE registry_eldercategory AS r SET ended_on = c.since FROM compared AS c
        WHERE r.id = c.open_id AND NOT c.holds AND c.since > c.started_on RETURNING 1
    ), corrected AS (
        UPDATE registry_eldercategory AS r SET started_on = c.start FROM compared AS c
        WHERE r.id = c.open_id AND c.holds AND c.origin = 'derived' AND c.start <> c.started_on
          AND NOT EXISTS (
            SELECT FROM registry_eldercategory AS x
            WHERE x.elder_id = c.elder_id AND x.category = c.category AND x.started_on = c.start)
        RETURNING 1
    ), started AS (
        INSERT INTO registry_eldercategory (
            elder_id, category, origin, started_on, source, proof, proof_file, clause, recorded_at,
            actor_label, actor_account_id, actor_unit)
        SELECT elder_id, category, 'derived', start, 'correction', '', '', clause, %(at)s,
               %(actor_label)s, %(actor_account_id)s, %(actor_unit)s
        FROM compared WHERE holds AND open_id IS NULL
        ON CONFLICT DO NOTHING RETURNING 1
    )
    SELECT (SELECT count(*) FROM started),
           (SELECT count(*) FROM removed) + (SELECT count(*) FROM ended),
           (SELECT count(*) FROM corrected)"""


def _row(category: CategoryPolicy) -> str:
    """One line of VALUES: the code, whether it holds, since when (or since when not), and the clause."""
    condition = condition_sql(category, "v")
    clause = category.clause.replace("'", "''").replace("%", "%%")
    return f"('{category.code}', {condition}, {_since(category)}, '{clause}')"


def _since(category: CategoryPolicy) -> str:
    if category.since_age is not None:
        return f"(e.birth_date + make_interval(years => {int(category.since_age)}))::date"
    days = [f"(l.days ->> '{name}')::date" for name in columns_of(category)]
    return f"greatest(e.registered_on, {', '.join(days)})"
