"""Kill -9 of the worker, and of the database, in the middle of a check, a commit, an undo: nothing half, nothing twice.

The worker is a process of its own with small chunks that take their time before they commit.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings, settings
from django.db import connection
from django.db.utils import InterfaceError, OperationalError

from sangyu.kernel.audit.models import AuditEntry
from sangyu.kernel.work.models import Job
from sangyu.kernel.work.tests.test_worker import _database_url
from sangyu.people.registry.intake import services
from sangyu.people.registry.intake.tests import world
from sangyu.people.registry.intake.tests.world import clerk, person
from sangyu.people.registry.models import Elder, ElderCategory, ElderChange, ImportBatch, ImportRow
from sangyu.people.registry.types import BatchState

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROWS = 40
PROGRAM = """
import sys, time
import django
django.setup()
from django.core.management import call_command
from sangyu.people.registry.intake import checking, commit, steps, undo
for module in (checking, commit, undo):
    module.CHUNK = 5
def slowly(module, name):
    body = getattr(module, name)
    def slow(*args, **options):
        result = body(*args, **options)
        time.sleep(0.15)
        return result
    setattr(module, name, slow)
slowly(checking, "write")
slowly(steps, "close")
slowly(undo, "_delete")
slowly(undo, "derive_categories")
call_command("worker", *sys.argv[1:])
"""
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture(autouse=True)
def _areas(db: None, tmp_path: Path, settings: LazySettings) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    world.load_areas()


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Start]:
    """Starts workers on the test's database; ends them with the test."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*args: str) -> subprocess.Popen[bytes]:
        program = PROGRAM.replace(
            "django.setup()",
            f"from django.conf import settings; settings.MEDIA_ROOT = {str(tmp_path / 'media')!r}\ndjango.setup()",
        )
        process = subprocess.Popen(
            [sys.executable, "-c", program, *args],
            env={**os.environ, "DATABASE_URL": _database_url()},
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 40
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.03)


def kill(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


def kill_database() -> None:
    """Kill the server's first process as the kernel would, then start it again; elsewhere cut every connection."""
    server = settings.EMBEDDED_POSTGRES
    if server is None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        return
    pid = int((server.data / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    connection.close()
    until(lambda: started(server))


def started(server: object) -> bool:
    """The orphaned children need a moment to notice that their parent is gone."""
    try:
        server.start()  # type: ignore[attr-defined]  # kernel.postgres.Server
        connection.ensure_connection()
    except (OperationalError, InterfaceError, RuntimeError):
        connection.close()
        return False
    return True


def finish(worker: Start, batch: ImportBatch) -> None:
    """Let a fresh worker complete the batch's job, without the pause that follows a second crash."""
    Job.objects.filter(pk=batch.job_id or 0).update(attempts=1)
    process = worker()
    until(lambda: Job.objects.get(pk=batch.job_id or 0).state in {"done", "failed"})
    kill(process)
    job = Job.objects.get(pk=batch.job_id or 0)
    assert job.state == "done", job.error
    batch.refresh_from_db()


def checked(tmp_path: Path, count: int = ROWS) -> ImportBatch:
    """A checked list of half known people whose address changes, half new ones."""
    known = [person(number) for number in range(count // 2)]
    world.committed(tmp_path, known, effective_on=world.ON)
    rows = [person(number, 现住址=f"新路{number}号", 居住状况="与配偶") for number in range(count)]
    return world.checked(tmp_path, rows)


def assert_in_once(batch: ImportBatch) -> None:
    """Everybody once, every change once, every entry of the trail once."""
    assert Elder.objects.count() == ROWS
    assert set(Elder.objects.values_list("address", flat=True)) == {
        f"新路{n}号" for n in range(ROWS)
    }
    changes = Counter(ElderChange.objects.filter(batch=batch).values_list("elder_id", "field"))
    assert len(changes) == ROWS  # address and living of half of them
    assert set(changes.values()) == {1}
    trail = Counter(
        AuditEntry.objects.filter(
            action__in=("registry.elder.registered", "registry.elder.changed")
        )
        .exclude(after__batch=None)
        .values_list("object_id", "action")
    )
    assert len(trail) == ROWS + ROWS // 2
    assert set(trail.values()) == {1}
    assert set(Elder.objects.filter(changes__isnull=False).values_list("version", flat=True)) == {2}
    assert not ElderCategory.objects.filter(ended_on__isnull=True, category="alone").exists()


@pytest.mark.parametrize("what", ["worker", "database"])
def test_a_commit_survives_kill_9(what: str, tmp_path: Path, worker: Start) -> None:
    batch = checked(tmp_path)
    services.batch_commit(actor=clerk(), batch=batch)
    for seen in (10, 25):
        process = worker()
        until(lambda seen=seen: ImportBatch.objects.get(pk=batch.pk).rows_done >= seen)  # type: ignore[misc]
        if what == "database":
            kill_database()
        kill(process)
        done = ImportRow.objects.filter(batch=batch, state="committed").count()
        assert done % 5 == 0
        assert done == ImportBatch.objects.get(pk=batch.pk).rows_done - 1
        Job.objects.filter(pk=batch.job_id or 0).update(attempts=1)
    finish(worker, batch)

    assert batch.state == BatchState.COMMITTED
    assert_in_once(batch)


def test_a_check_survives_kill_9(tmp_path: Path, worker: Start) -> None:
    batch = world.upload(tmp_path, [person(number) for number in range(ROWS)])
    fields = {column["index"]: column["field"] for column in batch.columns}
    services.batch_check(
        actor=clerk(),
        batch=batch,
        fields=fields,
        source="civil_affairs",
        effective_on=world.ON,
        proof="名单",
    )
    process = worker()
    until(lambda: ImportRow.objects.filter(batch=batch).count() >= 10)
    kill(process)
    finish(worker, batch)

    assert batch.state == BatchState.PREVIEWED
    assert [row[:3] for row in world.found(batch)] == [
        (number, "good", "create") for number in range(2, ROWS + 2)
    ]


@pytest.mark.parametrize("what", ["worker", "database"])
def test_an_undo_survives_kill_9(what: str, tmp_path: Path, worker: Start) -> None:
    batch = checked(tmp_path)
    before = list(Elder.objects.order_by("id").values_list("id", "address", "living"))
    services.batch_commit(actor=clerk(), batch=batch)
    world.run(batch)
    services.batch_undo(actor=clerk(), batch=batch)
    process = worker()
    until(lambda: ImportRow.objects.filter(batch=batch, state="undone").count() >= 15)
    if what == "database":
        kill_database()
    kill(process)
    finish(worker, batch)

    assert batch.state == BatchState.UNDONE
    assert list(Elder.objects.order_by("id").values_list("id", "address", "living")) == before
    assert set(ElderChange.objects.values_list("state", flat=True)) == {"undone"}
