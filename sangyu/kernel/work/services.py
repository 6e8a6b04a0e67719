"""Starting, cancelling and repeating jobs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sangyu.kernel import audit, clock
from sangyu.kernel.actors import Actor
from sangyu.kernel.codec import encode
from sangyu.kernel.errors import Conflict
from sangyu.kernel.work import execution, rights
from sangyu.kernel.work.models import Job
from sangyu.kernel.work.registry import kind_of
from sangyu.kernel.work.states import advance
from sangyu.kernel.work.tasks import enqueue
from sangyu.kernel.work.types import State


@transaction.atomic
def start(
    *,
    actor: Actor,
    job: str,
    payload: Mapping[str, Any] | None = None,
    title: str | Promise = "",
    key: str = "",
    schedule: str = "",
) -> Job:
    """Start a job of a declared kind. The same kind and `key` give the job that is there already, whatever its state.

    It runs after the present transaction has committed, with the actor as it is now; each run asks first whether the
    actor's post still holds (`standing`).
    """
    kind = kind_of(job)
    row = Job(
        kind=job, title=str(title or kind.title)[:200], actor=encode(actor), account_id=actor.account_id,
        area_code=actor.area_code,
        starter=actor.label[:200], language=get_language() or "zh-hans", schedule=schedule, key=key,
        payload=dict(payload or {}), created_at=clock.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        known: Job | None = Job.objects.filter(kind=job, key=key).exclude(key="").first()
        if known is None:
            raise
        return known
    enqueue(row)
    if (
        not schedule
    ):  # the clock's own jobs would drown the trail; what they change is audited by themselves
        _audit(actor, rights.JOB_STARTED, row)
    return row


@transaction.atomic
def cancel(*, actor: Actor, job: Job) -> None:
    """Cancel a waiting job at once; ask a running one to stop at its next step."""
    if advance(job.pk, State.WAITING, State.CANCELLED):
        _audit(actor, rights.JOB_CANCELLED, job)
        return
    running = Job.objects.filter(pk=job.pk, state=State.RUNNING)
    if not running.update(cancel_asked_at=clock.now()):
        raise Conflict(
            "job-ended",
            _("This job has already ended, so there is nothing to cancel."),
            remedy=_("Look at its result."),
        )
    _audit(actor, rights.JOB_CANCELLED, job)


@transaction.atomic
def retry(*, actor: Actor, job: Job) -> None:
    """Let a failed or cancelled job go on from its last checkpoint."""
    fresh: dict[str, Any] = {"attempts": 0, "error": "", "message": "", "cancel_asked_at": None}
    for old in (State.FAILED, State.CANCELLED):
        if advance(job.pk, old, State.WAITING, **fresh):
            enqueue(job)
            _audit(actor, rights.JOB_RETRIED, job)
            return
    raise Conflict(
        "job-not-failed",
        _("Only a failed or cancelled job can be started again."),
        remedy=_("Look at its present state."),
    )


def has_stopped(job_id: int) -> bool:
    """True if a job failed or was cancelled, so that its work may be given to another one."""
    return bool(Job.objects.filter(pk=job_id, state__in=(State.FAILED, State.CANCELLED)).exists())


def run_now(job: Job) -> Job:
    """Run a waiting job here and now, on this connection (tests, commands); returns it as it then stands."""
    execution.execute_here(job.pk, enqueue=enqueue)
    job.refresh_from_db()
    return job


def _audit(actor: Actor, action: str, job: Job) -> None:
    audit.record(actor, action, kind="job", id=job.pk, label=job.title, after={"kind": job.kind})
