"""Jobs through their services, run in this process."""

from __future__ import annotations

import pytest
from django.db import transaction

from sangyu.kernel import work
from sangyu.kernel.actors import Actor, ActorKind
from sangyu.kernel.errors import Conflict, DomainError
from sangyu.kernel.work import services
from sangyu.kernel.work.models import Job
from sangyu.kernel.work.types import State

pytestmark = pytest.mark.django_db
CLERK = Actor(
    kind=ActorKind.ACCOUNT, label="Clerk", account_id=7, role="town_clerk",
    area_code="522601101", rights=frozenset({"elder.view"}), subject_ids=frozenset({3}),
)  # fmt: skip
SEEN: list[Actor] = []


@work.job("test.count", title="Count")
def count(run: work.Run) -> None:
    """Counts to payload["n"], one checkpoint per step; fails at payload["fail_at"] in the first runs."""
    SEEN.append(run.actor)
    total = run.payload["n"]
    for n in range(run.checkpoint.get("n", 0), total):
        with transaction.atomic():
            run.save_checkpoint({"n": n + 1})
        if n + 1 == run.payload.get("fail_at") and run.attempt == 1:
            raise DomainError("test-refused", "Row 3 is wrong.")
        run.progress(n + 1, total, "counting")
    run.finish(summary="Counted", links=[("See", "/x/")], counted=total)


def test_a_job_runs_with_its_actor_and_leaves_its_result() -> None:
    job = work.start(actor=CLERK, job="test.count", payload={"n": 3})
    assert (job.state, job.title, job.account_id) == (State.WAITING, "Count", 7)
    work.run_now(job)
    assert (job.state, job.done, job.total, job.percent) == (State.DONE, 3, 3, 100)
    assert job.result["data"] == {"counted": 3}
    assert SEEN[-1] == CLERK


def test_a_refusal_is_told_and_a_retry_goes_on_from_the_checkpoint() -> None:
    job = work.run_now(work.start(actor=CLERK, job="test.count", payload={"n": 5, "fail_at": 3}))
    assert (job.state, job.error, job.done) == (State.FAILED, "Row 3 is wrong.", 2)
    services.retry(actor=CLERK, job=job)
    Job.objects.filter(pk=job.pk).update(attempts=1)
    assert work.run_now(job).state == State.DONE
    with pytest.raises(Conflict):
        services.retry(actor=CLERK, job=job)


def test_the_same_key_is_the_same_job() -> None:
    first = work.start(actor=CLERK, job="test.count", payload={"n": 1}, key="k")
    again = work.start(actor=CLERK, job="test.count", payload={"n": 1}, key="k")
    other = work.start(actor=CLERK, job="test.count", payload={"n": 1})
    assert first.pk == again.pk != other.pk


def test_cancelling() -> None:
    job = work.start(actor=CLERK, job="test.count", payload={"n": 1})
    services.cancel(actor=CLERK, job=job)
    assert work.run_now(job).state == State.CANCELLED
    with pytest.raises(Conflict):
        services.cancel(actor=CLERK, job=job)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(LookupError, match=r"test\.unknown"):
        work.start(actor=CLERK, job="test.unknown")
