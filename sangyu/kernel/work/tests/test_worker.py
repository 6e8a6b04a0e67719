"""The worker as a process of its own: killed, told to finish, beside another one, without its database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from django.db import connection

from sangyu.kernel import work
from sangyu.kernel.actors import Actor, ActorKind
from sangyu.kernel.audit.models import AuditEntry
from sangyu.kernel.events.models import Delivery
from sangyu.kernel.work import services
from sangyu.kernel.work.models import Job
from sangyu.kernel.work.tests import sample_jobs
from sangyu.kernel.work.types import State

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
CLERK = Actor(kind=ActorKind.ACCOUNT, label="Clerk", account_id=7, area_code="522601101")
NAME = "worker-under-test"
PROGRAM = """
import django, sys
django.setup()
import sangyu.kernel.work.tests.sample_jobs
from django.core.management import call_command
call_command("worker", *sys.argv[1:])
"""
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def worker() -> Iterator[Start]:
    """Starts workers on the test's database; ends them with the test."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*args: str) -> subprocess.Popen[bytes]:
        url = _database_url()
        environment = {**os.environ, "DATABASE_URL": url}
        process = subprocess.Popen(
            [sys.executable, "-W", "error", "-c", PROGRAM, *args], env=environment
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
    _until(lambda: not _sessions())  # the server ends a killed client's session a moment later


def _sessions() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE application_name = %s", (NAME,))
        (count,) = cursor.fetchone()
    return int(count)


def _database_url() -> str:
    """The test database, for another process."""
    entry = {name: str(value) for name, value in connection.settings_dict.items()}
    login = entry["USER"] + (f":{quote(entry['PASSWORD'], safe='')}" if entry["PASSWORD"] else "")
    port = f"&port={entry['PORT']}" if entry["PORT"] else ""
    return f"postgresql://{login}@/{entry['NAME']}?host={quote(entry['HOST'], safe='')}{port}&application_name={NAME}"


def _until(condition: Callable[[], bool], *, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def _steps(action: str = sample_jobs.STEP) -> Counter[str]:
    return Counter(AuditEntry.objects.filter(action=action).values_list("object_id", flat=True))


def test_a_job_survives_kill_9_again_and_again_and_completes_exactly_once(worker: Start) -> None:
    job = work.start(actor=CLERK, job="test.steps", payload={"n": 12, "seconds": 0.15})
    for seen in (2, 6):
        process = worker()
        _until(lambda seen=seen: len(_steps()) >= seen)  # type: ignore[misc]
        process.send_signal(signal.SIGKILL)
        process.wait()
        job.refresh_from_db()
        assert job.state == State.RUNNING
    Job.objects.filter(pk=job.pk).update(attempts=1)  # the second crash would wait for 5 s
    assert worker("--once").wait(30) == 0
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.attempts) == (State.DONE, 12, 12, 2)
    assert _steps() == {str(n): 1 for n in range(12)}
    assert _steps(sample_jobs.HEARD) == {str(n): 1 for n in range(12)}
    assert not Delivery.objects.exclude(state="done").exists()


def test_a_job_that_kills_its_worker_each_time_fails_in_the_end(worker: Start) -> None:
    job = work.start(actor=CLERK, job="test.silent", payload={"seconds": 1})
    for attempt in (1, 2):
        process = worker()
        _until(lambda n=attempt: Job.objects.filter(state="running", attempts=n).exists())  # type: ignore[misc]
        process.kill()
        process.wait()
    time.sleep(1.1)  # until the server notices that the client of pg_sleep is gone
    assert worker("--once").wait(30) == 0
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert str(job.pk) in job.error


def test_sigterm_ends_politely_and_the_next_worker_goes_on(worker: Start) -> None:
    job = work.start(actor=CLERK, job="test.steps", payload={"n": 10, "seconds": 0.1})
    process = worker()
    _until(lambda: len(_steps()) >= 2)
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.WAITING, 0)
    assert worker("--once").wait(30) == 0
    job.refresh_from_db()
    assert (job.state, job.done) == (State.DONE, 10)
    assert _steps() == {str(n): 1 for n in range(10)}


def test_two_workers_share_the_work_and_a_running_job_can_be_cancelled(worker: Start) -> None:
    first = work.start(actor=CLERK, job="test.steps", payload={"n": 200, "seconds": 0.05})
    second = work.start(actor=CLERK, job="test.long_transaction")
    worker()
    worker()
    states = Job.objects.filter(schedule="").order_by("id").values_list("state", flat=True)
    _until(lambda: list(states.all()) == [State.RUNNING, State.RUNNING])
    _until(lambda: Job.objects.get(pk=second.pk).done > 0)  # told from within its transaction
    assert Job.objects.get(pk=second.pk).state == State.RUNNING
    services.cancel(actor=CLERK, job=first)
    _until(lambda: Job.objects.get(pk=first.pk).state == State.CANCELLED)
    _until(lambda: Job.objects.get(pk=second.pk).state == State.DONE)


def test_a_lost_database_connection_is_an_orphan_like_any_other(worker: Start) -> None:
    job = work.start(actor=CLERK, job="test.steps", payload={"n": 10, "seconds": 0.1})
    worker()
    _until(lambda: len(_steps()) >= 2)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    _until(lambda: Job.objects.get(pk=job.pk).state == State.DONE, seconds=30)
    assert _steps() == {str(n): 1 for n in range(10)}


def test_the_timetable_runs_the_kernels_own_jobs(worker: Start) -> None:
    assert worker("--once").wait(30) == 0
    assert Job.objects.get(schedule="audit.seal").state == State.DONE
