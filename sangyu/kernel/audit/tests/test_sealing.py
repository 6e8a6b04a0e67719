"""Sealing and verification: an untouched history passes, and every kind of tampering is named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection

from sangyu.kernel import audit, clock
from sangyu.kernel.actors import system_actor
from sangyu.kernel.audit import canonical, sealing
from sangyu.kernel.audit.models import AuditEntry, AuditSeal
from sangyu.kernel.audit.verification import Finding, Report, What, verify
from sangyu.kernel.digests import sm3

pytestmark = pytest.mark.django_db
DONE = audit.register("test.done", "%(who)s did %(object)s")


@contextmanager
def _as_superuser() -> Iterator[None]:
    """Triggers off: what only the database's owner can do."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


def _sql(statement: str, *params: object) -> None:
    with _as_superuser(), connection.cursor() as cursor:
        cursor.execute(statement, params)  # type: ignore[arg-type]


@pytest.fixture
def numbers(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Twelve entries under three seals of four, and two that are not sealed yet."""
    monkeypatch.setattr(sealing, "BATCH", 4)
    actor = system_actor("test")
    found = [
        audit.record(actor, DONE, kind="thing", id=n, label=f"line\nfeed\t{n}\\", after={"n": n})
        for n in range(12)
    ]
    assert sealing.seal() == 12
    found += [audit.record(actor, DONE, kind="thing", id=n, after={"n": n}) for n in (12, 13)]
    return found


def _findings(report: Report) -> set[tuple[str, int, int | None]]:
    return {(item.what.value, item.number, item.was) for item in report.findings}


def test_an_untouched_trail_is_whole(numbers: list[int]) -> None:
    report = verify()
    assert report.is_whole
    assert (report.entries, report.sealed, report.seals, report.unsealed) == (14, 12, 3, 2)
    assert sealing.seal() == 2
    assert sealing.seal() == 0
    assert verify().seals == 4


@pytest.mark.parametrize(
    "column",
    [
        "at = at + interval '1 microsecond'", "actor_label = 'x'", "account_id = 0", "purpose = 'x'",
        "before = '{}'", "after = after || '{\"n\": 99}'", "clause = ' '", "area_code = '1'", "object_id = 'x'",
    ],
)  # fmt: skip
def test_a_changed_entry_is_named(numbers: list[int], column: str) -> None:
    _sql(f"UPDATE audit_auditentry SET {column} WHERE id = %s", numbers[5])
    assert verify().findings == [Finding(What.ENTRY_CHANGED, numbers[5])]


def test_removed_entries_are_named(numbers: list[int]) -> None:
    gone = [numbers[0], numbers[3], numbers[7], numbers[11]]
    _sql("DELETE FROM audit_auditentry WHERE id = ANY(%s)", gone)
    assert verify().findings == [Finding(What.ENTRY_REMOVED, number) for number in gone]


def test_an_inserted_entry_is_named(numbers: list[int]) -> None:
    _sql("DELETE FROM audit_auditentry WHERE id = %s", numbers[4])
    audit.record(system_actor("x"), DONE, kind="thing", id="forged", at=clock.now() - timedelta(1))
    forged = AuditEntry.objects.get(object_id="forged").pk
    _sql("UPDATE audit_auditentry SET id = %s WHERE id = %s", numbers[0] - 1, forged)
    assert _findings(verify()) == {
        ("entry-inserted", numbers[0] - 1, None),
        ("entry-removed", numbers[4], None),
    }


def test_entries_that_changed_places_are_named(numbers: list[int]) -> None:
    first, second = numbers[2], numbers[9]
    for old, new in ((first, -1), (second, first), (-1, second)):
        _sql("UPDATE audit_auditentry SET id = %s WHERE id = %s", new, old)
    assert _findings(verify()) == {("entry-moved", first, second), ("entry-moved", second, first)}


def test_an_entry_moved_to_the_end_is_named(numbers: list[int]) -> None:
    _sql("UPDATE audit_auditentry SET id = %s WHERE id = %s", numbers[-1] + 5, numbers[1])
    assert _findings(verify()) == {
        ("entry-removed", numbers[1], None),
        ("entry-moved", numbers[-1] + 5, numbers[1]),
    }


@pytest.mark.parametrize(
    "change",
    [
        "sealed_at = sealed_at + interval '1 second'", "digests = set_byte(digests, 3, get_byte(digests, 3) # 1)",
        "entry_ids = set_byte(entry_ids, 0, 9)", "entry_ids = ''", "hash = set_byte(hash, 1, get_byte(hash, 1) # 1)",
        "previous_hash = set_byte(previous_hash, 1, get_byte(previous_hash, 1) # 1)", "count = 3",
        "last_entry = last_entry + 1",
        "first_entry = first_entry - 1", "digests = substr(digests, 1, 96)",
    ],
)  # fmt: skip
def test_an_altered_seal_is_named(numbers: list[int], change: str) -> None:
    _sql(f"UPDATE audit_auditseal SET {change} WHERE number = 2")
    found = _findings(verify())
    assert ("seal-altered", 2, None) in found
    assert not {what for what, _, _ in found} & {"entry-changed", "entry-inserted", "entry-removed"}


def test_a_seal_rewritten_with_a_fitting_hash_breaks_the_chain(numbers: list[int]) -> None:
    _sql("UPDATE audit_auditentry SET purpose = 'x' WHERE id = %s", numbers[5])
    _reseal(2)
    assert verify().findings == [Finding(What.SEAL_REWRITTEN, 2)]


def test_a_removed_seal_is_named_and_its_neighbours_still_judge(numbers: list[int]) -> None:
    _sql("DELETE FROM audit_auditseal WHERE number IN (1, 2)")
    _sql("UPDATE audit_auditentry SET purpose = 'x' WHERE id = %s", numbers[9])
    assert _findings(verify()) == {
        ("seal-removed", 1, None),
        ("seal-removed", 2, None),
        ("entry-changed", numbers[9], None),
    }


def test_an_anchor_shows_a_cut_tail_and_a_rewritten_chain(numbers: list[int]) -> None:
    anchor = sealing.head()
    assert anchor is not None
    assert verify(anchors=[anchor]).is_whole
    _sql("DELETE FROM audit_auditentry WHERE id > %s", numbers[7])
    _sql("DELETE FROM audit_auditseal WHERE number = 3")
    assert verify().is_whole  # nothing inside the database can tell
    assert verify(anchors=[anchor]).findings == [Finding(What.ANCHOR_MISSING, 3)]
    audit.record(system_actor("x"), DONE, kind="thing", id="forged")
    sealing.seal()
    assert verify(anchors=[anchor]).findings == [Finding(What.ANCHOR_DIFFERS, 3)]


def _reseal(number: int) -> None:
    """What a knowing forger does: fit the seal's digests and hash to the changed entries."""
    row = AuditSeal.objects.get(number=number)
    entries = canonical.entry_digests(row.first_entry - 1, row.last_entry)
    row.digests = b"".join(body for _, body in entries)
    _sql(
        "UPDATE audit_auditseal SET digests = %s, hash = %s WHERE number = %s",
        row.digests, sealing.hash_of(row), number,
    )  # fmt: skip


def test_sm3_is_the_standards() -> None:
    """GB/T 32905-2016, example A.1."""
    assert sm3(b"abc").hex() == ("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")
