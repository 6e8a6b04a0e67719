"""Snapshots: complete, typed, of one instant, idempotent, immutable, safe to kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import psycopg
import pyarrow.parquet as pq
import pytest
from django.db import IntegrityError, connection, transaction

from sangyu.insight.datasets import registry
from sangyu.insight.datasets.types import Column, Dataset, DatasetError, Kind, Split
from sangyu.insight.engines import checks, duckdb, extracting, files, models, selectors, services
from sangyu.insight.engines.errors import SnapshotBusy, SnapshotError, SnapshotMissing
from sangyu.insight.engines.tests.villagers import AS_OF, ROWS, VILLAGERS
from sangyu.insight.engines.types import Snapshot, SnapshotId
from sangyu.kernel import clock
from sangyu.kernel.actors import system_actor
from sangyu.kernel.audit.models import AuditEntry
from sangyu.kernel.errors import NotFound

ACTOR = system_actor("test")


def take(again: services.Again = services.Again.KEEP, as_of: date = AS_OF) -> Snapshot:
    return services.snapshot_take(actor=ACTOR, dataset="villagers", as_of=as_of, again=again)


def expected_rows() -> list[dict[str, object]]:
    """What the dataset must hold at AS_OF. "" in a listed column counts as missing."""
    rows: list[dict[str, object]] = []
    for row in ROWS:
        born = row["birth_date"]
        if isinstance(born, date) and born > AS_OF:
            continue
        kept = {("storey" if name == "floor" else name): value for name, value in row.items()}
        listed = {name: kept[name] or None for name in ("sex", "living")}
        rows.append({**kept, **listed})
    return sorted(rows, key=lambda row: (str(row["area_code"]), int(str(row["id"]))))


@pytest.mark.parametrize("sliced", [False, True])
def test_every_value_arrives(
    villagers: Dataset, request: pytest.FixtureRequest, *, sliced: bool
) -> None:
    if sliced:
        request.getfixturevalue("many_slices")
    snapshot = take()
    assert (len(snapshot.parts) > 3) is sliced
    stored = ", ".join(column.name for column in villagers.stored)
    found = duckdb.rows(snapshot, f"SELECT {stored} FROM villagers ORDER BY area_code, id")
    assert found == expected_rows()
    assert snapshot.rows == len(found)


def test_parts_are_sorted_with_statistics_on_the_area(
    villagers: Dataset, many_slices: None
) -> None:
    for part in take().parts:
        table = pq.read_table(part, columns=["area_code", "id"]).to_pylist()
        assert table == sorted(table, key=lambda row: (row["area_code"], row["id"]))
        group = pq.read_metadata(part).row_group(0)
        column = next(
            c
            for c in map(group.column, range(group.num_columns))
            if c.path_in_schema == "area_code"
        )
        assert column.statistics.has_min_max
        assert column.compression == "ZSTD"


def test_derived_columns_and_the_as_of_date_are_there_on_reading(villagers: Dataset) -> None:
    rows = duckdb.rows(take(), "SELECT birth_date, age, next_age, as_of FROM villagers")
    for row in rows:
        born, age = row["birth_date"], None
        if isinstance(born, date):
            age = AS_OF.year - born.year - ((AS_OF.month, AS_OF.day) < (born.month, born.day))
        assert (row["age"], row["as_of"]) == (age, AS_OF)
        assert row["next_age"] == (None if age is None else age + 1)


def test_taking_twice_gives_the_first(villagers: Dataset) -> None:
    first, entries = take(), AuditEntry.objects.count()
    assert take().id == first.id
    assert AuditEntry.objects.count() == entries
    anew = take(services.Again.RETAKE)
    assert anew.id != first.id
    assert anew.content_hash == first.content_hash
    assert AuditEntry.objects.count() == entries + 1
    assert take().id == anew.id
    assert (
        selectors.snapshot_get(snapshot_id=first.id).parts == first.parts
    )  # a frozen figure may refer to it


def test_another_date_and_another_definition_are_other_snapshots(villagers: Dataset) -> None:
    late = take()
    early = take(as_of=date(1950, 1, 1))
    assert early.rows < late.rows
    assert [s.id for s in selectors.snapshot_list(dataset="villagers")] == [late.id, early.id]
    latest = selectors.snapshot_latest(dataset="villagers", until=date(2000, 1, 1))
    assert latest is not None
    assert latest.id == early.id
    registry.unregister("villagers")
    registry.register(replace(VILLAGERS, where="v.alive"))
    assert selectors.snapshot_latest(dataset="villagers") is None
    assert take().rows == sum(bool(row["alive"]) for row in ROWS)


def test_a_snapshot_shows_one_instant(villagers: Dataset, many_slices: None) -> None:
    """Money moves between villagers all the while; the sum in the snapshot is always the same."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE villager SET rooms = 100")
    stop = threading.Event()

    def move() -> None:
        with psycopg.connect(extracting.conninfo(), autocommit=True) as session:
            while not stop.is_set():
                session.execute(
                    "UPDATE villager SET rooms = rooms + CASE WHEN id % 2 = 0 THEN 1 ELSE -1 END "
                    "WHERE id IN (SELECT min(id) FROM villager WHERE id % 2 = 0 "
                    "UNION ALL SELECT max(id) FROM villager WHERE id % 2 = 1)"
                )

    mover = threading.Thread(target=move)
    mover.start()
    try:
        for _run in range(5):
            snapshot = take(services.Again.RETAKE)
            (row,) = duckdb.rows(
                snapshot, "SELECT count(*) AS n, sum(rooms)::BIGINT AS sum FROM villagers"
            )
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*), sum(rooms) FROM villager WHERE birth_date > %s", [AS_OF]
                )
                (unborn, kept_out) = cursor.fetchone()
            assert (row["n"], row["sum"]) == (600 - unborn, 60_000 - (kept_out or 0))
    finally:
        stop.set()
        mover.join()


KILLED = """
import os, signal
from pathlib import Path
import django
django.setup()
from django.conf import settings
settings.SNAPSHOT_DIR = Path(os.environ["SNAPSHOT_DIR"])
from sangyu.insight.datasets import registry
from sangyu.insight.engines import extracting, files, services
from sangyu.insight.engines.tests.villagers import AS_OF, VILLAGERS
from sangyu.kernel.actors import system_actor
registry.register(VILLAGERS)
extracting.ROWS_PER_SLICE = 60
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
{where} = die
services.snapshot_take(actor=system_actor("test"), dataset="villagers", as_of=AS_OF)
"""
PLACES = {
    "before anything is read": "extracting.extract",
    "while parts are written": "files.describe",
    "before the folder is renamed": "files.finish",
    "after the folder is renamed": "services._publish",
}


@pytest.mark.parametrize("place", PLACES)
def test_a_kill_leaves_nothing_half_done(
    villagers: Dataset, child_environment: dict[str, str], place: str
) -> None:
    child = subprocess.run(
        [sys.executable, "-c", KILLED.format(where=PLACES[place])],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "sangyu.settings.test"} | child_environment,
        cwd=Path(__file__).parents[4],
        capture_output=True,
        check=False,
    )
    assert child.returncode == -signal.SIGKILL, child.stderr.decode()
    (left,) = models.Snapshot.objects.all()
    assert left.state == models.State.TAKING
    assert selectors.snapshot_latest(dataset="villagers") is None
    snapshot = take()
    left.refresh_from_db()
    assert (left.state, left.error) == (models.State.FAILED, "interrupted")
    assert [path.name for path in (files.root() / "villagers" / AS_OF.isoformat()).iterdir()] == [
        str(snapshot.id)
    ]
    assert list((files.root() / ".taking").iterdir()) == []
    assert snapshot.rows == len(expected_rows())


def test_two_at_once_are_refused(villagers: Dataset) -> None:
    with services._alone("villagers", AS_OF):
        with pytest.raises(SnapshotBusy):
            take()
        assert take(as_of=date(2024, 12, 31)).rows
    assert take().rows


def test_not_within_a_transaction(villagers: Dataset) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="outside"):
        take()


def with_column(column: Column) -> Dataset:
    others = tuple(
        each for each in VILLAGERS.columns if each.name != column.name and not each.derived
    )
    return replace(VILLAGERS, columns=(*others, column))


NUMBERS = {str(number): "x" for number in range(99)}
FAULTS: list[tuple[Callable[[], Dataset], str]] = [
    (lambda: with_column(Column("sex", Kind.TEXT, "性别", values={"male": "男"})), "snapshot-unlisted"),
    (lambda: with_column(Column("note", Kind.TEXT, "备注", values=NUMBERS)), "snapshot-unlisted"),
    (lambda: with_column(Column("tags", Kind.TAGS, "标签", values={"poor": "低保"})), "snapshot-unlisted"),
    (lambda: with_column(Column("rooms", Kind.TEXT, "房间数")), "snapshot-type"),
    (lambda: with_column(Column("points", Kind.INTEGER, "积分", digits=10)), "snapshot-digits"),
    (lambda: with_column(Column("income", Kind.DECIMAL, "收入", digits=8, scale=2)), "snapshot-digits"),
    (lambda: with_column(Column("lost", Kind.TEXT, "x", sql="v.no_such_column")), "snapshot-source"),
    (lambda: with_column(Column("zero", Kind.INTEGER, "x", sql="1 / (v.rooms - v.rooms)")), "snapshot-source"),
    (lambda: replace(VILLAGERS, split=Split("no_such_table", "v")), "snapshot-source"),
]  # fmt: skip


@pytest.mark.parametrize(("declare", "code"), FAULTS)
def test_what_cannot_be_stored_stops_the_snapshot(
    villagers: Dataset, many_slices: None, declare: Callable[[], Dataset], code: str
) -> None:
    registry.unregister("villagers")
    registry.register(declare())
    with pytest.raises(SnapshotError) as caught:
        take()
    assert caught.value.code == code
    assert str(caught.value)
    assert "O'Brien" not in str(caught.value)
    (row,) = models.Snapshot.objects.all()
    assert row.state == models.State.FAILED
    assert not (files.root() / "villagers").exists()
    assert list((files.root() / ".taking").iterdir()) == []


def test_many_listed_values_travel_alone_and_arrive(villagers: Dataset) -> None:
    values = {
        value: value for value in {row["note"] for row in ROWS} if isinstance(value, str) and value
    }
    values |= {f"never {n}": "x" for n in range(99)}
    registry.unregister("villagers")
    registry.register(with_column(Column("note", Kind.TEXT, "备注", values=values)))
    found = duckdb.rows(take(), "SELECT note FROM villagers ORDER BY area_code, id")
    assert [row["note"] for row in found] == [row["note"] or None for row in expected_rows()]


def test_an_empty_table_has_an_empty_snapshot(villagers: Dataset) -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE villager")
    snapshot = take()
    assert snapshot.rows == 0
    assert duckdb.rows(snapshot, "SELECT count(*) AS n FROM villagers") == [{"n": 0}]


def test_without_a_split_one_reader_takes_all(villagers: Dataset) -> None:
    registry.unregister("villagers")
    registry.register(replace(VILLAGERS, split=None))
    assert len(take().parts) == 1


def test_tampering_shows(villagers: Dataset) -> None:
    snapshot = take()
    assert selectors.snapshot_is_intact(snapshot_id=snapshot.id)
    part = snapshot.parts[0]
    assert not part.stat().st_mode & 0o222
    part.chmod(0o644)
    part.write_bytes(part.read_bytes()[:-1] + b"\0")
    assert not selectors.snapshot_is_intact(snapshot_id=snapshot.id)


def test_lost_files_are_noticed_and_taken_again(villagers: Dataset) -> None:
    snapshot = take()
    files.discard(snapshot.parts[0].parent)
    with pytest.raises(SnapshotMissing):
        selectors.snapshot_get(snapshot_id=snapshot.id)
    assert not selectors.snapshot_is_intact(snapshot_id=snapshot.id)
    with pytest.raises(SnapshotMissing):
        duckdb.rows(snapshot, "SELECT count(*) FROM villagers")
    assert take().id != snapshot.id


def test_dropping_removes_files_and_keeps_the_row(villagers: Dataset) -> None:
    snapshot = take()
    services.snapshot_drop(actor=ACTOR, snapshot_id=snapshot.id)
    assert not snapshot.parts[0].parent.exists()
    row = models.Snapshot.objects.get(pk=snapshot.id)
    assert (row.state, row.content_hash) == (models.State.DROPPED, snapshot.content_hash)
    assert AuditEntry.objects.filter(
        action="insight.snapshot.dropped", object_id=str(row.pk)
    ).exists()
    with pytest.raises(SnapshotMissing):
        services.snapshot_drop(actor=ACTOR, snapshot_id=SnapshotId(row.pk))


def test_unknown_datasets(villagers: Dataset) -> None:
    with pytest.raises(NotFound):
        services.snapshot_take(actor=ACTOR, dataset="nobody", as_of=AS_OF)


@pytest.mark.parametrize(
    ("over", "name"),
    [
        ({"state": "ready"}, "snapshot_ready_is_complete"),
        ({"state": "lost"}, "snapshot_state_known"),
        ({"state": "taking"}, "snapshot_one_taking_per_date"),
    ],
)
def test_named_constraints(db: None, over: dict[str, str], name: str) -> None:
    given = {"dataset": "x", "as_of": AS_OF, "definition_hash": "0" * 64, "started_at": clock.now()}
    models.Snapshot.objects.create(**given)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        models.Snapshot.objects.create(**given | over)


def test_derived_columns_are_checked_at_start_up() -> None:
    assert checks.faulty_columns(VILLAGERS) == []
    for derived, fault in (
        ("agee", "agee"),
        ("next_age", "looks ahead"),
        ("birth_date", "not integer"),
    ):
        column = Column("age", Kind.INTEGER, "年龄", derived=derived)
        later = Column("next_age", Kind.INTEGER, "x", derived="1 + 1")
        stored = VILLAGERS.stored
        found = checks.faulty_columns(replace(VILLAGERS, columns=(*stored, column, later)))
        assert [message.id for message in found] == ["engines.E001"]
        assert fault in str(found[0].msg)


def test_numbers_too_wide_to_travel_cannot_be_declared() -> None:
    with pytest.raises(DatasetError):
        Column("money", Kind.DECIMAL, "x", digits=19)
