"""Writing the trail: one, many, set-based; nobody rewrites it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext_lazy as _
from pytest_django import Settings

from sangyu.kernel import audit
from sangyu.kernel.actors import Actor, ActorKind, system_actor
from sangyu.kernel.audit.codes import UnknownActionError
from sangyu.kernel.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
CHANGED = audit.register("test.thing.changed", _("%(who)s changed %(object)s"), redact={"phone"})
CLERK = Actor(
    kind=ActorKind.ACCOUNT, label="Clerk", account_id=7, membership_id=8, organisation_id=9,
    organisation_name="Town", role="town_clerk", area_code="522601101", request_id="r1",
)  # fmt: skip


def test_an_entry_copies_the_actor_and_only_what_changed() -> None:
    at = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)
    number = audit.record(
        CLERK, CHANGED, kind="thing", id=5, area_code="522601101001", label="T", clause="A2", at=at,
        before={"name": "a", "same": 1, "fee": Decimal("1.50"), "phone": "1"},
        after={"name": "b", "same": 1, "fee": Decimal("2.00"), "phone": "2"},
    )  # fmt: skip
    entry = AuditEntry.objects.get(pk=number)
    assert (entry.at, entry.account_id, entry.membership_id, entry.role) == (at, 7, 8, "town_clerk")
    assert (entry.object_kind, entry.object_id, entry.clause) == ("thing", "5", "A2")
    assert entry.before == {"name": "a", "fee": "1.50", "phone": "•••"}
    assert entry.after == {"name": "b", "fee": "2.00", "phone": "•••"}


def test_an_entry_without_area_belongs_to_the_actors_area() -> None:
    number = audit.record(CLERK, CHANGED, kind="thing", id=5)
    assert AuditEntry.objects.get(pk=number).area_code == "522601101"


def test_many_entries_by_copy() -> None:
    subjects = [
        audit.Subject(n, "522601", f"thing\t{n}\n", None, {"on": date(2026, 1, n)})
        for n in range(1, 4)
    ]
    assert audit.record_many(CLERK, CHANGED, kind="thing", subjects=subjects) == 3
    rows = AuditEntry.objects.order_by("id").values_list("object_id", "object_label", "after")
    assert rows[0] == ("1", "thing\t1\n", {"on": "2026-01-01"})


def test_one_entry_per_row_of_a_select_and_of_a_change() -> None:
    written = audit.record_select(
        CLERK, CHANGED, kind="thing", clause="A2", purpose="100%",
        select="SELECT n, '522601', 'x%%', NULL::jsonb, jsonb_build_object('n', n) FROM generate_series(1, %s) n",
        params=(1000,),
    )  # fmt: skip
    assert written == 1000 == AuditEntry.objects.filter(clause="A2", object_label="x%").count()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE thing (id int, fee int) ON COMMIT DROP")
        cursor.execute("INSERT INTO thing VALUES (1, 10), (2, 20)")
    written = audit.record_select(
        CLERK, CHANGED, kind="thing", params=(5, 15), clause="A3",
        cte="WITH changed AS (UPDATE thing SET fee = fee + %s WHERE fee > %s RETURNING id, fee)",
        select="SELECT id, '522601', '', NULL::jsonb, jsonb_build_object('fee', fee) FROM changed",
    )  # fmt: skip
    entry = AuditEntry.objects.get(clause="A3")
    assert (written, entry.object_id, entry.after) == (1, "2", {"fee": 25})


def test_an_unregistered_code_is_refused_and_in_production_only_logged(
    settings: Settings,
) -> None:
    with pytest.raises(UnknownActionError):
        audit.record(CLERK, "test.unknown", kind="thing", id=1)
    with pytest.raises(UnknownActionError):
        audit.record_many(CLERK, "test.unknown", kind="thing", subjects=[audit.Subject(1)])
    with pytest.raises(UnknownActionError):
        audit.record_select(
            CLERK, "test.unknown", kind="thing", select="SELECT 1, '', '', NULL, NULL"
        )
    settings.AUDIT_REFUSE_UNKNOWN = False
    assert audit.record(CLERK, "test.unknown", kind="thing", id=1)


def test_viewing_personal_data_needs_a_purpose() -> None:
    number = audit.viewed(CLERK, kind="elder", id=1, purpose="visit", fields=["phone"])
    entry = AuditEntry.objects.get(pk=number)
    assert (entry.action, entry.purpose, entry.after) == (
        "pii.viewed",
        "visit",
        {"fields": ["phone"]},
    )
    with pytest.raises(ValueError, match="purpose"):
        audit.viewed(CLERK, kind="elder", id=1, purpose=" ")


@pytest.mark.parametrize("table", ["audit_auditentry", "audit_auditseal"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET count = 1", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_database_refuses_to_rewrite(table: str, statement: str) -> None:
    audit.record(system_actor("test"), CHANGED, kind="thing", id=1)
    sql = statement.format(table)
    if table == "audit_auditentry":
        sql = sql.replace("count = 1", "action = ''")
    trigger = table.replace("audit_audit", "audit_") + "_no_truncate"
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")  # conftest disables it
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(sql)
