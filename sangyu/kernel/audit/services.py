"""Writes of the audit trail: one entry, many by COPY, or one per row of a SELECT.

Plain SQL on purpose: this module needs no model, so every room may import it at any time, and the trail costs an
import next to nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.utils.translation import gettext_lazy as _

from sangyu.kernel import clock
from sangyu.kernel.actors import Actor
from sangyu.kernel.audit.codes import action_of, register
from sangyu.kernel.audit.types import Subject, Values
from sangyu.kernel.database.prepared import ask

PII_VIEWED = register(
    "pii.viewed", _("%(who)s viewed personal data of %(object)s for: %(purpose)s")
)
HIDDEN = "•••"

ACTOR_COLUMNS = (
    "at", "actor_kind", "actor_label", "account_id", "membership_id", "organisation_id",
    "organisation_name", "role", "actor_area", "action", "object_kind", "purpose", "request_id",
)  # fmt: skip
SUBJECT_COLUMNS = ("object_id", "object_label", "area_code", "before", "after", "clause")
_COLUMNS = ", ".join((*ACTOR_COLUMNS, *SUBJECT_COLUMNS))
_INSERT = (
    f"INSERT INTO audit_auditentry ({_COLUMNS}) "
    f"VALUES ({', '.join(['%s'] * (len(ACTOR_COLUMNS) + len(SUBJECT_COLUMNS)))}) RETURNING id"
)
_COPY = f"COPY audit_auditentry ({_COLUMNS}) FROM STDIN"


def record(  # noqa: PLR0913  one entry has this many facts
    actor: Actor,
    action: str,
    *,
    kind: str,
    id: int | str,  # noqa: A002  the word callers read best
    area_code: str = "",
    label: str = "",
    before: Values | None = None,
    after: Values | None = None,
    clause: str = "",
    purpose: str = "",
    at: datetime | None = None,
) -> int:
    """Write one entry and return its number. Fields equal on both sides are left out.

    Without an `area_code` the entry belongs to the actor's own area.
    """
    subject = Subject(id, area_code, label, before, after, clause)
    values = _actor_values(actor, action, kind, purpose, at)
    ((number,),) = ask(_INSERT, (*values, *_subject_values(actor, action, subject)))
    return int(number)


def record_many(
    actor: Actor,
    action: str,
    *,
    kind: str,
    subjects: Iterable[Subject],
    purpose: str = "",
    at: datetime | None = None,
) -> int:
    """Write one entry per subject by COPY; returns how many."""
    common = _actor_values(actor, action, kind, purpose, at)
    count = 0
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for subject in subjects:
            copy.write_row((*common, *_subject_values(actor, action, subject)))
            count += 1
    return count


def record_select(  # noqa: PLR0913  as record
    actor: Actor,
    action: str,
    *,
    kind: str,
    select: str,
    params: Sequence[Any] = (),
    cte: str = "",
    clause: str = "",
    purpose: str = "",
    at: datetime | None = None,
) -> int:
    """Write one entry per row of `select`, within the database; returns how many.

    `select` yields exactly (object id, area code, label, before jsonb, after jsonb), in this order and with changed
    fields only: what `redact` names must not be selected. `cte` ("WITH changed AS (UPDATE … RETURNING …)") goes in
    front of the INSERT, so a bulk change and its trail are one statement. `params` are those of `cte`, then of
    `select`. The SQL is the room's own; never put a user's text into it, that is what `params` is for.
    """
    values = _actor_values(actor, action, kind, purpose, at)
    casts = ("timestamptz", "text", "text", "bigint", "bigint", "bigint", *["text"] * 7)
    fixed = ", ".join(f"a.{name}" for name in ACTOR_COLUMNS)
    placeholders = ", ".join(f"%s::{cast_}" for cast_ in casts)
    sql = (
        f"{cte} INSERT INTO audit_auditentry ({_COLUMNS}) "
        f"SELECT {fixed}, s.id::text, left(coalesce(s.label, ''), 200), coalesce(s.area_code, ''), s.before, s.after, "
        f"%s::text FROM ({select}) AS s(id, area_code, label, before, after), "
        f"(VALUES ({placeholders})) AS a({', '.join(ACTOR_COLUMNS)})"
    )
    in_cte = _placeholders(cte)
    with connection.cursor() as cursor:
        cursor.execute(sql, (*params[:in_cte], clause, *params[in_cte:], *values))
        return int(cursor.rowcount)


def viewed(  # noqa: PLR0913  as record
    actor: Actor,
    *,
    kind: str,
    id: int | str,  # noqa: A002  as in record
    purpose: str,
    area_code: str = "",
    label: str = "",
    fields: Sequence[str] = (),
    at: datetime | None = None,
) -> int:
    """Record that the actor saw personal data (`fields`, unmasked) of one person, and for what purpose."""
    after = {"fields": list(fields)} if fields else None
    return record(
        actor, PII_VIEWED, kind=kind, id=id, area_code=area_code, label=label, after=after,
        purpose=purpose, at=at,
    )  # fmt: skip


def _placeholders(sql: str) -> int:
    return sql.replace("%%", "").count("%s")


def _actor_values(
    actor: Actor, action: str, kind: str, purpose: str, at: datetime | None
) -> tuple[Any, ...]:
    action_of(action)  # refuse an unknown code before anything is sent
    if action == PII_VIEWED and not purpose.strip():
        raise ValueError("Viewing personal data is recorded with its purpose.")
    return (
        at or clock.now(), actor.kind.value, actor.label[:200], actor.account_id, actor.membership_id,
        actor.organisation_id, actor.organisation_name[:200], actor.role, actor.area_code, action, kind,
        purpose[:500], actor.request_id,
    )  # fmt: skip


def _subject_values(actor: Actor, action: str, subject: Subject) -> tuple[Any, ...]:
    before, after = changed_fields(subject.before, subject.after)
    hidden = action_of(action).redact
    return (
        str(subject.id), subject.label[:200], subject.area_code or actor.area_code,
        _json(before, hidden), _json(after, hidden), subject.clause[:200],
    )  # fmt: skip


def changed_fields(
    before: Values | None, after: Values | None
) -> tuple[Values | None, Values | None]:
    """Only what differs, where both sides are given."""
    if before is None or after is None:
        return before, after
    same = {name for name in before.keys() & after.keys() if before[name] == after[name]}
    if not same:
        return before, after
    return (
        {name: value for name, value in before.items() if name not in same},
        {name: value for name, value in after.items() if name not in same},
    )


def _json(values: Values | None, hidden: frozenset[str]) -> str | None:
    if values is None:
        return None
    shown = {n: HIDDEN if n in hidden and v not in (None, "") else v for n, v in values.items()}
    return json.dumps(shown, cls=DjangoJSONEncoder, ensure_ascii=False)
