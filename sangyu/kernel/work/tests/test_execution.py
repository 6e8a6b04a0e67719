"""The ways a run can end, in this process: the queue, faults, lost locks, tampering found, tidying up."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction

from sangyu.kernel import clock, work
from sangyu.kernel.actors import Actor, ActorKind, system_actor
from sangyu.kernel.audit.models import AuditCheck, AuditEntry
from sangyu.kernel.work import execution, registry, worker
from sangyu.kernel.work.models import LOCK_BASE, Job
from sangyu.kernel.work.run import Superseded
from sangyu.kernel.work.states import advance
from sangyu.kernel.work.tasks import enqueue
from sangyu.kernel.work.tests import sample_jobs
from sangyu.kernel.work.types import State

pytestmark = pytest.mark.django_db(transaction=True)
CLERK = Actor(kind=ActorKind.ACCOUNT, label="Clerk", account_id=7, area_code="522601101")


@work.job("test.fault", title="Fault", attempts=2)
def fault(run: work.Run) -> None:
    """Ends as the payload says."""
    how = run.payload["how"]
    if how == "database":
        raise OperationalError("server closed the connection")
    if how == "bug":
        raise ValueError(run.payload["text"])
    if how == "stolen":
        Job.objects.filter(pk=run.job_id).update(attempts=9)
        run.save_checkpoint({"n": 1})


def start(how: str) -> Job:
    return work.start(actor=CLERK, job="test.fault", payload={"how": how, "text": "王小明"})


def test_a_fault_of_ours_is_told_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        job = work.run_now(start("bug"))
    assert job.state == State.FAILED
    assert str(job.pk) in job.error
    assert "ValueError" in caplog.text
    assert "王小明" not in caplog.text + job.error


def test_a_database_that_fails_is_tried_again_and_then_given_up() -> None:
    job = work.run_now(start("database"))
    assert (job.state, job.attempts) == (State.WAITING, 1)
    job = work.run_now(job)
    assert (job.state, job.attempts) == (State.FAILED, 2)


def test_a_run_whose_job_was_taken_from_it_writes_nothing_more() -> None:
    job = work.run_now(start("stolen"))
    assert (job.state, job.attempts) == (State.RUNNING, 9)
    assert job.result == {}


def test_the_worker_does_all_that_is_due_and_returns() -> None:
    steps = work.start(actor=CLERK, job=sample_jobs.STEPS, payload={"n": 3, "seconds": 0})
    call_command("worker", "--once")
    states = dict(Job.objects.filter(schedule="").values_list("pk", "state"))
    assert states[steps.pk] == State.DONE
    assert AuditEntry.objects.filter(action=sample_jobs.HEARD).count() == 3
    assert Job.objects.get(schedule="audit.seal").state == State.DONE


def test_an_orphan_is_known_by_its_free_lock() -> None:
    job = start("none")
    advance(job.pk, State.WAITING, State.RUNNING, attempts=1)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", (LOCK_BASE + job.pk,))
        assert execution.recover_orphans(enqueue=enqueue) == 0
    finally:
        other.close()
    assert execution.recover_orphans(enqueue=enqueue) == 1
    assert work.run_now(job).state == State.DONE


def test_an_orphan_of_a_kind_that_no_longer_exists_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    job = start("none")
    advance(job.pk, State.WAITING, State.RUNNING, attempts=1)
    kinds = {code: kind for code, kind in registry._kinds.items() if code != "test.fault"}
    monkeypatch.setattr(registry, "_kinds", kinds)
    assert execution.recover_orphans(enqueue=enqueue) == 1
    assert Job.objects.get(pk=job.pk).state == State.FAILED


def test_a_chore_that_fails_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []

    def bad() -> None:
        raise ValueError

    monkeypatch.setattr(worker, "CHORES", (bad, lambda: done.append(1)))
    worker.housekeeping()
    assert done == [1]


def test_the_nightly_check_fails_when_the_trail_was_touched() -> None:
    sample = work.start(actor=CLERK, job="test.fault", payload={"how": "none"})
    work.run_now(work.start(actor=system_actor("x"), job="audit.seal"))
    assert work.run_now(work.start(actor=system_actor("x"), job="audit.verify")).state == State.DONE
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE audit_auditentry SET object_label = 'x'")
    check = work.run_now(work.start(actor=system_actor("x"), job="audit.verify"))
    assert check.state == State.FAILED
    assert AuditCheck.objects.latest("pk").findings > 0
    assert sample.state == State.WAITING


def test_tidying_forgets_the_clocks_own_jobs_and_keeps_peoples() -> None:
    mine = work.run_now(start("none"))
    clocks = work.run_now(
        work.start(actor=system_actor("x"), job="test.fault", payload={"how": "none"}, schedule="x")
    )
    Job.objects.update(finished_at=clock.now() - timedelta(days=9))
    work.run_now(work.start(actor=system_actor("x"), job="work.tidy"))
    assert Job.objects.filter(pk=mine.pk).exists()
    assert not Job.objects.filter(pk=clocks.pk).exists()


def test_the_result_links_to_this_site_only() -> None:
    run = work.Run(job_id=1, attempt=1, actor=CLERK, payload={}, reporter=None)  # type: ignore[arg-type]
    for url in ("https://elsewhere/", "//elsewhere/", "javascript:1"):
        with pytest.raises(ValueError, match="this site"):
            run.finish(links=[("x", url)])
    with pytest.raises(Superseded):
        run.save_checkpoint({})


def test_a_step_outside_the_table_is_refused() -> None:
    with pytest.raises(ValueError, match="does not go"):
        advance(1, State.DONE, State.RUNNING)
