"""The one task that django-tasks knows: run a job."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django_tasks import task

from sangyu.kernel.work import execution
from sangyu.kernel.work.models import Job
from sangyu.kernel.work.registry import LONG, kind_of


@task()
def run_job(job_id: int) -> None:
    """Run one job; whatever comes of it stands in its row."""
    execution.execute(job_id, enqueue=enqueue)


def enqueue(job: Job, at: datetime | None = None) -> None:
    """Put a waiting job into its queue, within the present transaction; not to run before `at`."""
    try:
        queue = kind_of(job.kind).queue
    except LookupError:
        queue = LONG
    result = run_job.using(queue_name=queue, run_after=at).enqueue(job.pk)
    job.task_id = UUID(result.id)
    Job.objects.filter(pk=job.pk).update(task_id=job.task_id)
