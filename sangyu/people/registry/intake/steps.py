"""The statements that bring one chunk of rows into the register, each for all its rows at once.

`params` always holds: batch, after, upto (the chunk), at, on, source, proof, area, stale, slow, and who acts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.db import connection

from sangyu.kernel import audit, pii
from sangyu.kernel.actors import Actor
from sangyu.people.registry import audit_codes, policy
from sangyu.people.registry.intake import columns_sql as sql
from sangyu.people.registry.rules.fields import FIELDS
from sangyu.people.registry.services._rows import CHANGE_LABEL, shown

Params = Mapping[str, Any]
_DAY = "coalesce((r.values ->> 'effective_on')::date, %(on)s)"
_PROOF = "coalesce(r.values ->> 'proof', %(proof)s)"
_NOW = f"{sql.IN_CHUNK} AND r.state IN ('good', 'warning', 'committed')"
"""Once new people are numbered their rows stand as committed: one rewrite of a wide row instead of two."""
_FAST = f"{sql.WANTED} AND r.action = 'update' AND NOT r.id = ANY(%(slow)s)"
_BY = "%(actor_label)s, %(actor_account_id)s, %(actor_unit)s"
_CHANGE = (
    'INSERT INTO registry_elderchange (elder_id, field, before, after, before_sealed, after_sealed, "group", state, '
    "effective_on, recorded_at, source, proof, proof_file, batch_id, decided_by, decision_note, "
    "actor_label, actor_account_id, actor_unit) "
)
_CHANGE_REST = f"{_DAY}, %(at)s, %(source)s, {_PROOF}, '', %(batch)s, '', '', {_BY}"

_PRIVATE = f"ARRAY{list(audit_codes.PRIVATE)}"
"""In SQL: what the trail never holds."""


def lock(params: Params) -> None:
    """Hold the records of the chunk until the transaction ends, always in the same order."""
    _run(
        "SELECT FROM registry_elder WHERE id IN (SELECT r.elder_id FROM registry_importrow AS r "
        f"WHERE {sql.WANTED} AND r.action = 'update') ORDER BY id FOR UPDATE",
        params,
    )


def refuse_stale(params: Params) -> None:
    """Rows whose person was changed, moved or registered by somebody else since the preview stay out."""
    refuse = "UPDATE registry_importrow AS r SET state = 'bad', problems = r.problems || %(stale)s::jsonb"
    _run(
        f"{refuse} FROM registry_elder AS e WHERE {sql.WANTED} AND r.action = 'update' AND e.id = r.elder_id "
        "AND (e.version <> r.elder_version OR e.status <> 'present' OR NOT starts_with(e.area_code, %(area)s))",
        params,
    )
    _run(f"{refuse} WHERE {sql.WANTED} AND r.action = 'update' AND r.elder_id IS NULL", params)
    _run(
        f"{refuse} WHERE {sql.WANTED} AND r.action = 'create' AND ("
        "EXISTS (SELECT FROM registry_elder AS e WHERE e.id_index = r.id_index AND e.status <> 'merged') "
        "OR (r.id_index IS NULL AND EXISTS (SELECT FROM registry_elder AS e WHERE e.name = r.name "
        "AND e.birth_date = (r.values ->> 'birth_date')::date AND e.area_code = r.values ->> 'area_code' "
        "AND e.status <> 'merged' AND e.batch_id IS DISTINCT FROM %(batch)s)))",
        params,
    )


def slow_rows(params: Params, proposed: Sequence[str]) -> list[int]:
    """Rows dated before a change already known, and rows with a field that this source may only propose."""
    return _ids(
        f"SELECT r.id FROM registry_importrow AS r WHERE {sql.WANTED} AND r.action = 'update' "
        f"AND (r.changes ?| %(proposed)s::text[] OR {sql.LATER}) ORDER BY r.number",
        {**params, "proposed": list(proposed)},
    )


def create(params: Params) -> list[int]:
    """New people; returns their ids."""
    _run(
        "UPDATE registry_importrow AS r SET elder_id = nextval(pg_get_serial_sequence('registry_elder', 'id')), "
        f"state = 'committed', done_version = 1 WHERE {sql.WANTED} AND r.action = 'create'",
        params,
    )
    names, expressions = sql.inserted()
    return _ids(
        "INSERT INTO registry_elder (id, ref, status, registered_on, left_reason, source, batch_id, version, "
        f"updated_at, {names}) SELECT r.elder_id, gen_random_uuid(), 'present', {_DAY}, '', %(source)s, %(batch)s, 1, "
        f"%(at)s, {expressions} FROM registry_importrow AS r, {sql.record()} "
        f"WHERE {_NOW} AND r.action = 'create' RETURNING id",
        params,
    )


def log_changes(params: Params, fields: Sequence[str]) -> None:
    """The change log of plain fields, from the differences that the preview showed."""
    plain = [name for name in fields if name not in sql.SEALED]
    _run(
        f"{_CHANGE} SELECT r.elder_id, c.key, c.value -> 0, c.value -> 1, NULL, NULL, NULL, 'applied', "
        f"{_CHANGE_REST} "
        "FROM registry_importrow AS r, jsonb_each(r.changes) AS c "
        f"WHERE {_FAST} AND c.key = ANY(%(fields)s) AND NOT r.keep ? c.key",
        {**params, "fields": plain},
    )


def log_sealed(params: Params, fields: Sequence[str]) -> None:
    """The change log of sealed fields: opened and sealed anew under the log's label, masked texts beside."""
    for name in (name for name in sql.SEALED if name in fields):
        rows = _rows(
            f"SELECT r.id, e.{name}_sealed, r.{name}_sealed FROM registry_importrow AS r "
            f"JOIN registry_elder AS e ON e.id = r.elder_id "
            f"WHERE {_FAST} AND r.changes ? %(field)s AND NOT r.keep ? %(field)s",
            {**params, "field": name},
        )
        if not rows:
            continue
        label = FIELDS[name].pii_label
        before = pii.open_many([row[1] for row in rows], label)
        after = pii.open_many([row[2] for row in rows], label)
        _run(
            f"{_CHANGE} SELECT r.elder_id, %(field)s, to_jsonb(s.before), to_jsonb(s.after), s.before_sealed, "
            f"s.after_sealed, NULL, 'applied', {_CHANGE_REST} FROM registry_importrow AS r "
            "JOIN unnest(%(ids)s::bigint[], %(before)s::text[], %(after)s::text[], "
            "%(before_sealed)s::bytea[], %(after_sealed)s::bytea[]) "
            "AS s(id, before, after, before_sealed, after_sealed) ON s.id = r.id",
            {
                **params,
                "field": name,
                "ids": [row[0] for row in rows],
                "before": [shown(name, text) for text in before],
                "after": [shown(name, text) for text in after],
                "before_sealed": pii.seal_many(before, CHANGE_LABEL),
                "after_sealed": pii.seal_many(after, CHANGE_LABEL),
            },
        )


def update(params: Params, fields: tuple[str, ...]) -> list[int]:
    """Changed people; returns their ids."""
    return _ids(
        f"UPDATE registry_elder AS e SET {sql.updated(fields)}, version = e.version + 1, updated_at = %(at)s "
        f"FROM registry_importrow AS r, {sql.record()} WHERE {_FAST} AND e.id = r.elder_id AND EXISTS ("
        "SELECT FROM jsonb_object_keys(r.changes) AS k(field) WHERE k.field = ANY(%(fields)s) "
        "AND NOT r.keep ? k.field) RETURNING e.id",
        {**params, "fields": list(fields)},
    )


def add_categories(params: Params) -> list[int]:
    """Declared categories, from the row's day on; one that stands open already stays as it is."""
    clauses = {category.code: category.clause for category in policy.categories()}
    return _ids(
        "INSERT INTO registry_eldercategory (elder_id, category, origin, started_on, source, proof, proof_file, "
        "clause, batch_id, recorded_at, actor_label, actor_account_id, actor_unit) "
        f"SELECT r.elder_id, c.code, 'declared', {_DAY}, %(source)s, {_PROOF}, '', "
        f"coalesce(%(clauses)s::jsonb ->> c.code, ''), %(batch)s, %(at)s, {_BY} "
        "FROM registry_importrow AS r, jsonb_array_elements_text(r.values -> 'categories') AS c(code) "
        f"WHERE {_NOW} AND r.action IN ('create', 'update') AND r.values ? 'categories' "
        "AND NOT r.keep ? 'categories' ON CONFLICT DO NOTHING RETURNING elder_id",
        {**params, "clauses": _json(clauses)},
    )


def add_contacts(params: Params) -> None:
    """The emergency contact, after those known already."""
    _run(
        "INSERT INTO registry_contact (elder_id, name, relation, phone_sealed, phone_index, emergency_order, note) "
        "SELECT r.elder_id, left(r.values ->> 'contact_name', 60), coalesce(r.values ->> 'contact_relation', ''), "
        "r.contact_phone_sealed, r.contact_phone_index, 1 + coalesce((SELECT max(k.emergency_order) "
        "FROM registry_contact AS k WHERE k.elder_id = r.elder_id), 0), '' FROM registry_importrow AS r "
        f"WHERE {_NOW} AND r.values ? 'contact_name' AND NOT r.keep ? 'contact_name' "
        "AND (r.action = 'create' OR (r.action = 'update' AND r.changes ? 'contact_name'))",
        params,
    )


def close(params: Params) -> None:
    """The chunk's changes are in, each with the version that it left behind; new people were closed when numbered."""
    _run(
        "UPDATE registry_importrow AS r SET state = 'committed', done_version = e.version "
        f"FROM registry_elder AS e WHERE {sql.WANTED} AND e.id = r.elder_id AND r.action = 'update'",
        params,
    )


def record_created(actor: Actor, params: Params, created: list[int]) -> None:
    """The trail of new people: one entry each, without sealed values."""
    audit.record_select(
        actor, audit_codes.REGISTERED, kind="elder", at=params["at"],
        select=(
            f"SELECT e.id, e.area_code, {sql.MASKED_NAME}, NULL::jsonb, "
            f"(r.values - {_PRIVATE} - 'name_pinyin' - 'name_initials') || "
            "jsonb_build_object('batch', r.batch_id, 'row', r.number, "
            "'source', e.source, 'registered_on', e.registered_on) "
            "FROM registry_elder AS e JOIN registry_importrow AS r ON r.elder_id = e.id AND r.batch_id = %s "
            "WHERE e.id = ANY(%s)"
        ),
        params=[params["batch"], created],
    )  # fmt: skip


def record_changed(actor: Actor, params: Params, changed: list[int]) -> None:
    """The trail of changed people: the fields that differ, sealed ones by a mark only."""
    side = (
        f"(SELECT jsonb_object_agg(c.key, CASE WHEN c.key = ANY({_PRIVATE}) THEN '\"•••\"'::jsonb "
        "ELSE c.value -> {side} END) FROM jsonb_each(r.changes) AS c WHERE NOT r.keep ? c.key)"
    )
    audit.record_select(
        actor, audit_codes.CHANGED, kind="elder", at=params["at"],
        select=(
            f"SELECT e.id, e.area_code, {sql.MASKED_NAME}, {side.format(side=0)}, {side.format(side=1)} || "
            "jsonb_build_object('batch', r.batch_id, 'row', r.number, 'effective_on', "
            "coalesce((r.values ->> 'effective_on')::date, %s::date)) "
            "FROM registry_elder AS e JOIN registry_importrow AS r ON r.elder_id = e.id AND r.batch_id = %s "
            "WHERE e.id = ANY(%s)"
        ),
        params=[params["on"], params["batch"], changed],
    )  # fmt: skip


def changed_rows(params: Params) -> list[tuple[int, str, list[str]]]:
    """(elder, area, fields) of the chunk's updates, for their events."""
    return [
        (cast("int", row[0]), cast("str", row[1]), cast("list[str]", row[2]))
        for row in _rows(
            "SELECT e.id, e.area_code, ARRAY(SELECT k.field FROM jsonb_object_keys(r.changes) AS k(field) "
            "WHERE NOT r.keep ? k.field) FROM registry_importrow AS r JOIN registry_elder AS e ON e.id = r.elder_id "
            f"WHERE {sql.IN_CHUNK} AND r.state = 'committed' AND r.action = 'update' AND NOT r.id = ANY(%(slow)s)",
            params,
        )
    ]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _run(statement: str, params: Params) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def _rows(statement: str, params: Params) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall())


def _ids(statement: str, params: Params) -> list[int]:
    return [cast("int", row[0]) for row in _rows(statement, params)]
