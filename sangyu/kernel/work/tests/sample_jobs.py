"""Jobs for the tests of the worker. Work is one audit entry per step, so that a step done twice would show."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.db import connection, transaction

from sangyu.kernel import audit, events, work
from sangyu.kernel.actors import system_actor

STEPS = "test.steps"
STEP = audit.register("test.step", "step %(object)s")
HEARD = audit.register("test.heard", "heard %(object)s")


@dataclass(frozen=True)
class StepDone:
    """Told after each step."""

    n: int


@work.job(STEPS, title="Steps")
def steps(run: work.Run) -> None:
    """payload["n"] steps of payload["seconds"] each, one transaction and one checkpoint per step."""
    total = run.payload["n"]
    for n in range(run.checkpoint.get("n", 0), total):
        with transaction.atomic():
            audit.record(run.actor, STEP, kind="step", id=n)
            events.publish(StepDone(n))
            time.sleep(run.payload["seconds"])
            run.save_checkpoint({"n": n + 1})
        run.progress(n + 1, total, "stepping")
    run.finish(summary="All steps", steps=total)


@work.job("test.silent", title="Silent", attempts=2)
def silent(run: work.Run) -> None:
    """Says nothing for a while, in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", (run.payload["seconds"],))


@work.job("test.long_transaction", title="One transaction")
def long_transaction(run: work.Run) -> None:
    """Tells its progress from inside one long transaction."""
    with transaction.atomic():
        for n in range(40):
            audit.record(run.actor, STEP, kind="step", id=n)
            run.save_checkpoint({"n": n})
            run.progress(n, 40)
            time.sleep(0.1)


@events.subscribe_later(StepDone, name="test.hear")
def hear(event: StepDone) -> None:
    """One entry per step, by the worker."""
    audit.record(system_actor("listener"), HEARD, kind="step", id=event.n)
