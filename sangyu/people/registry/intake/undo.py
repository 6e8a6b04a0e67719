"""Takes a batch back: people it brought are removed, fields it changed get their value of before.

Only what nobody has touched since: a record with a newer version, or with something new hanging on it, is left and
named. Chunk by chunk like the commit; each chunk looks again before it writes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangyu.kernel import audit, clock, events, pii
from sangyu.kernel.work import Run
from sangyu.people.registry import audit_codes, derived
from sangyu.people.registry.events import ElderChanged, ElderRemoved
from sangyu.people.registry.intake import columns_sql as sql
from sangyu.people.registry.intake.problems import CellProblem
from sangyu.people.registry.models import ElderChange, ImportBatch, ImportRow
from sangyu.people.registry.models.columns import actor_values
from sangyu.people.registry.rules.fields import EDITABLE, FIELDS
from sangyu.people.registry.services._derive import derive_categories
from sangyu.people.registry.services._rows import CHANGE_LABEL
from sangyu.people.registry.services.proposals import change_undo
from sangyu.people.registry.types import ChangeState

CHUNK = 2_000
REMOVED = audit.register(
    "registry.elder.removed", gettext_lazy("%(who)s took back the import of %(object)s")
)
_DONE = f"{sql.IN_CHUNK} AND r.state = 'committed'"
_HANGING = " OR ".join(
    f"EXISTS (SELECT FROM registry_{table} AS x WHERE x.{column} = r.elder_id {but})"
    for table, column, but in (
        ("elderchange", "elder_id", "AND x.batch_id IS DISTINCT FROM r.batch_id"),
        (
            "eldercategory",
            "elder_id",
            "AND x.origin = 'declared' AND x.batch_id IS DISTINCT FROM r.batch_id",
        ),
        ("responsiblelink", "elder_id", ""),
        ("need", "elder_id", ""),
        ("transfer", "elder_id", ""),
        ("merge", "kept_id", ""),
        ("merge", "merged_id", ""),
        ("contact", "elder_id", "AND x.name <> coalesce(r.values ->> 'contact_name', '')"),
    )
)
_TOUCHED = (
    "SELECT r.id FROM registry_importrow AS r LEFT JOIN registry_elder AS e ON e.id = r.elder_id "
    "WHERE {scope} AND r.state = 'committed' AND (e.id IS NULL OR e.version <> r.done_version "
    f"OR (r.action = 'create' AND ({_HANGING})))"
)


@dataclass(frozen=True)
class TouchedRow:
    """A row whose person was changed after the import."""

    number: int
    name: str
    elder_id: int | None


def touched(batch: ImportBatch) -> list[TouchedRow]:
    """The rows that an undo would leave, because somebody has changed their people since."""
    statement = _TOUCHED.format(scope="r.batch_id = %(batch)s")
    with connection.cursor() as cursor:
        cursor.execute(statement, {"batch": batch.pk})
        ids = [cast("int", row[0]) for row in cursor.fetchall()]
    rows = ImportRow.objects.filter(pk__in=ids).order_by("number")
    return [TouchedRow(row.number, row.name, row.elder_id) for row in rows]


class Undoer:
    """One run over one batch."""

    def __init__(self, batch: ImportBatch, run: Run) -> None:
        self._batch, self._run, self._actor = batch, run, run.actor

    def run(self) -> None:
        """From the last checkpoint to the last row."""
        done = int(self._run.checkpoint.get("row", 0))
        total = ImportRow.objects.filter(batch=self._batch).count()
        count = int(self._run.checkpoint.get("count", 0))
        while chunk := self._numbers(done):
            count += len(chunk)
            with transaction.atomic():
                self._chunk(done, chunk[-1])
                self._run.save_checkpoint({"row": chunk[-1], "count": count})
            done = chunk[-1]
            self._run.progress(
                min(count, total), total, _("Taking back row %(row)d") % {"row": done}
            )

    def _numbers(self, after: int) -> list[int]:
        rows = ImportRow.objects.filter(batch=self._batch, number__gt=after).order_by("number")
        return list(rows.values_list("number", flat=True)[:CHUNK])

    def _chunk(self, after: int, upto: int) -> None:
        at = clock.now()
        params: dict[str, Any] = {
            "batch": self._batch.pk, "after": after, "upto": upto, "at": at, "on": self._batch.effective_on,
            "by": self._actor.label[:60],
            "changed": json.dumps([CellProblem("undo.changed", is_fatal=False).to_json()]),
            **actor_values(self._actor),
        }  # fmt: skip
        _run(
            "SELECT FROM registry_elder WHERE id IN (SELECT r.elder_id FROM registry_importrow AS r "
            f"WHERE {_DONE}) ORDER BY id FOR UPDATE",
            params,
        )
        leave = _ids(_TOUCHED.format(scope=sql.IN_CHUNK), params)
        params["leave"] = leave
        _run(
            "UPDATE registry_importrow AS r SET problems = r.problems || %(changed)s::jsonb "
            "WHERE r.id = ANY(%(leave)s) "
            'AND NOT r.problems @> \'[{"code": "undo.changed"}]\'',
            params,
        )
        self._restore(params)
        self._remove(params)

    def _restore(self, params: dict[str, Any]) -> None:
        """Changed people."""
        updates = f"{_DONE} AND r.action = 'update' AND NOT r.id = ANY(%(leave)s)"
        named = f"{updates} AND (r.changes ? 'name' OR {sql.LATER})"
        slow = _ids(
            f"SELECT r.id FROM registry_importrow AS r WHERE {named} ORDER BY r.number", params
        )
        for row in ImportRow.objects.filter(pk__in=slow).order_by("number"):
            self._one_by_one(row)
        params["slow"] = slow
        fast = f"{updates} AND NOT r.id = ANY(%(slow)s)"
        self._restore_sealed(fast, params)
        changed = _ids(
            f"UPDATE registry_elder AS e SET {sql.restored(EDITABLE)}, version = e.version + 1, "
            f"updated_at = %(at)s FROM registry_importrow AS r WHERE {fast} AND e.id = r.elder_id AND EXISTS ("
            "SELECT FROM registry_elderchange AS c WHERE c.elder_id = e.id AND c.batch_id = %(batch)s "
            "AND c.state = 'applied') RETURNING e.id",
            params,
        )
        of_fast = f"elder_id IN (SELECT r.elder_id FROM registry_importrow AS r WHERE {fast})"
        _run(
            "UPDATE registry_elderchange SET state = 'undone', decided_at = %(at)s, decided_by = %(by)s "
            f"WHERE batch_id = %(batch)s AND state IN ('applied', 'proposed') AND {of_fast}",
            params,
        )
        of_all = f"elder_id IN (SELECT r.elder_id FROM registry_importrow AS r WHERE {updates})"
        _run(f"DELETE FROM registry_eldercategory WHERE batch_id = %(batch)s AND {of_all}", params)
        self._reopen(updates, params)
        _run(
            "DELETE FROM registry_contact AS k USING registry_importrow AS r "
            f"WHERE {updates} AND r.changes ? 'contact_name' AND NOT r.keep ? 'contact_name' "
            "AND k.elder_id = r.elder_id AND k.name = r.values ->> 'contact_name' "
            "AND k.phone_index IS NOT DISTINCT FROM r.contact_phone_index",
            params,
        )
        rows = _ids(f"SELECT r.elder_id FROM registry_importrow AS r WHERE {updates}", params)
        if rows:
            derive_categories(
                actor=self._actor, on=clock.legal_day(params["at"]), at=params["at"], elder_ids=rows
            )
        self._tell_restored(changed, params)
        _run(f"UPDATE registry_importrow AS r SET state = 'undone' WHERE {updates}", params)

    def _reopen(self, updates: str, params: dict[str, Any]) -> None:
        """Derived categories as they were: the batch's beginnings go, what it ended stands open again."""
        about = f"registry_importrow AS r WHERE {updates} AND c.elder_id = r.elder_id AND c.origin = 'derived'"
        day = "coalesce((r.values ->> 'effective_on')::date, %(on)s)"
        _run(
            f"DELETE FROM registry_eldercategory AS c USING {about} AND c.started_on >= {day}",
            params,
        )
        _run(
            f"UPDATE registry_eldercategory AS c SET ended_on = NULL FROM {about} AND c.ended_on >= {day} "
            "AND NOT EXISTS (SELECT FROM registry_eldercategory AS o WHERE o.elder_id = c.elder_id "
            "AND o.category = c.category AND o.ended_on IS NULL)",
            params,
        )

    def _restore_sealed(self, fast: str, params: dict[str, Any]) -> None:
        for name in sql.SEALED:
            rows = _rows(
                "SELECT c.elder_id, c.before_sealed FROM registry_elderchange AS c "
                f"JOIN registry_importrow AS r ON r.elder_id = c.elder_id "
                f"WHERE {fast} AND c.batch_id = %(batch)s AND c.state = 'applied' "
                "AND c.field = %(field)s",
                {**params, "field": name},
            )
            if not rows:
                continue
            label = FIELDS[name].pii_label
            texts = pii.open_many([row[1] for row in rows], CHANGE_LABEL)
            _run(
                f"UPDATE registry_elder AS e SET {name}_sealed = s.sealed, {name}_index = s.index "
                "FROM unnest(%(ids)s::bigint[], %(sealed)s::bytea[], %(index)s::bytea[]) AS s(id, sealed, index) "
                "WHERE e.id = s.id",
                {
                    "ids": [row[0] for row in rows],
                    "sealed": pii.seal_many(texts, label),
                    "index": pii.blind_index_many(texts, label),
                },
            )

    def _one_by_one(self, row: ImportRow) -> None:
        changes = ElderChange.objects.filter(
            elder_id=row.elder_id or 0, batch=self._batch, state=ChangeState.APPLIED
        )
        for change in changes.order_by("-effective_on", "-id"):
            change_undo(actor=self._actor, elder_id=change.elder_id, change_id=change.pk)

    def _remove(self, params: dict[str, Any]) -> None:
        """New people. What another room has tied to one of them keeps the whole chunk from being taken back."""
        created = f"{_DONE} AND r.action = 'create' AND NOT r.id = ANY(%(leave)s)"
        rows = _rows(
            "SELECT e.id, e.area_code FROM registry_importrow AS r JOIN registry_elder AS e ON e.id = r.elder_id "
            f"WHERE {created}",
            params,
        )
        tied = self._tied([cast("int", row[0]) for row in rows])
        params["leave"] = [*params["leave"], *self._leave(tied, params)]
        gone = [cast("int", row[0]) for row in rows if row[0] not in tied]
        audit.record_select(
            self._actor, REMOVED, kind="elder", at=params["at"],
            select=(
                f"SELECT e.id, e.area_code, {sql.MASKED_NAME}, jsonb_build_object('batch', e.batch_id, "
                "'registered_on', e.registered_on), NULL::jsonb FROM registry_elder AS e WHERE e.id = ANY(%s)"
            ),
            params=[gone],
        )  # fmt: skip
        _run(
            f"UPDATE registry_importrow AS r SET state = 'undone', elder_id = NULL WHERE {created}",
            params,
        )
        _delete(gone)
        for elder_id, area_code in rows:
            if elder_id not in tied:
                events.publish(ElderRemoved(elder_id, area_code))

    def _tied(self, ids: Sequence[int]) -> set[int]:
        """People whom another room refers to: tried out, and taken back at once."""
        if not ids or _can_delete(ids):
            return set()
        return {elder_id for elder_id in ids if not _can_delete([elder_id])}

    def _leave(self, tied: set[int], params: dict[str, Any]) -> list[int]:
        return _ids(
            "UPDATE registry_importrow AS r SET problems = r.problems || %(changed)s::jsonb "
            "WHERE r.batch_id = %(batch)s AND r.elder_id = ANY(%(tied)s) RETURNING r.id",
            {**params, "tied": list(tied)},
        )

    def _tell_restored(self, changed: Sequence[int], params: dict[str, Any]) -> None:
        audit.record_select(
            self._actor, audit_codes.UNDONE, kind="elder", at=params["at"],
            select=(
                f"SELECT e.id, e.area_code, {sql.MASKED_NAME}, jsonb_object_agg(c.field, c.after), "
                "jsonb_object_agg(c.field, c.before) FROM registry_elder AS e JOIN registry_elderchange AS c "
                "ON c.elder_id = e.id AND c.batch_id = %s AND c.field <> ALL(%s) WHERE e.id = ANY(%s) "
                "GROUP BY e.id, e.area_code, e.name"
            ),
            params=[self._batch.pk, list(sql.SEALED), list(changed)],
        )  # fmt: skip
        for elder_id, area_code, fields in _rows(
            "SELECT e.id, e.area_code, array_agg(c.field) FROM registry_elder AS e JOIN registry_elderchange AS c "
            "ON c.elder_id = e.id AND c.batch_id = %(batch)s WHERE e.id = ANY(%(ids)s) GROUP BY e.id, e.area_code",
            {"batch": self._batch.pk, "ids": list(changed)},
        ):
            events.publish(
                ElderChanged(elder_id, area_code, tuple(fields), self._batch.effective_on)
            )


_OWN = (
    ("registry_eldercategory", "elder_id"),
    ("registry_contact", "elder_id"),
    ("registry_elderchange", "elder_id"),
    ("registry_duplicatepair", "left_id"),
    ("registry_duplicatepair", "right_id"),
    ("registry_elder", "id"),
)


def _delete(ids: Sequence[int]) -> None:
    """The records and what is theirs; lists still under preview that matched them have to look again."""
    _run(
        "UPDATE registry_importrow SET elder_id = NULL WHERE elder_id = ANY(%(ids)s) AND state <> 'committed'",
        {"ids": list(ids)},
    )
    for table, column in (*derived.tables(), *_OWN):
        _run(f"DELETE FROM {table} WHERE {column} = ANY(%(ids)s)", {"ids": list(ids)})


def _can_delete(ids: Sequence[int]) -> bool:
    """Delete, let every constraint speak, and roll back to before."""
    _run("SAVEPOINT intake_try", {})
    try:
        with transaction.atomic():
            _run(
                "UPDATE registry_importrow SET elder_id = NULL, state = 'undone' WHERE elder_id = ANY(%(ids)s)",
                {"ids": list(ids)},
            )
            _delete(ids)
            _run("SET CONSTRAINTS ALL IMMEDIATE", {})
    except IntegrityError:
        return False
    finally:
        _run("ROLLBACK TO SAVEPOINT intake_try", {})
    return True


def _run(statement: str, params: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def _rows(statement: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall())


def _ids(statement: str, params: dict[str, Any]) -> list[int]:
    return [cast("int", row[0]) for row in _rows(statement, params)]
