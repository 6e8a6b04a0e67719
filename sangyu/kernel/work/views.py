"""My jobs, and the progress of one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sangyu.kernel.access import ActorRequest, load, needs
from sangyu.kernel.ui import htmx, listing
from sangyu.kernel.ui.listing import Column
from sangyu.kernel.work import selectors, services
from sangyu.kernel.work.forms import JobFilter
from sangyu.kernel.work.models import Job

COLUMNS = [
    Column("title", _("Job")),
    Column("state", _("State")),
    Column("progress", _("Progress"), kind="number"),
    Column("starter", _("Started by"), is_minor=True),
    Column("created", _("Started at"), sort="created_at", kind="date"),
    Column("finished", _("Finished at"), kind="date", is_minor=True),
]


@needs("")
def jobs(request: ActorRequest) -> HttpResponse:
    """The list of the jobs I started; a system administrator sees everybody's."""
    form = JobFilter(request.GET or None)
    rows = selectors.job_list(actor=request.actor, **form.chosen())
    page = listing.build(request, rows, COLUMNS, default="-created", list_id="jobs")
    for job in page.rows:
        job.tone = selectors.tone(job)
    sees_all = request.actor.may("work.view_all")
    return render(request, "work/list.html", {"filter": form, "jobs": page, "sees_all": sees_all})


@needs("")
def progress(request: ActorRequest, pk: int) -> HttpResponse:
    """How far a job is. The fragment asks again each second until the job has ended."""
    job = load(Job.objects.all(), request.actor, "", pk=pk)
    said = f"{job.state}-{(job.percent or 0) // 10}"
    context = {
        "job": job,
        "tone": selectors.tone(job),
        "said": said,
        "is_news": request.GET.get("said", said) != said,
    }
    fragment = htmx.is_fragment(request)
    return render(request, "work/_progress.html" if fragment else "work/progress.html", context)


@require_POST
@needs("")
def cancel(request: ActorRequest, pk: int) -> HttpResponse:
    """Cancel, then show the job again."""
    job = load(Job.objects.all(), request.actor, "", pk=pk)
    services.cancel(actor=request.actor, job=job)
    return htmx.redirect(request, reverse("work:progress", args=(pk,)))


@require_POST
@needs("")
def again(request: ActorRequest, pk: int) -> HttpResponse:
    """Start a failed or cancelled job again, then show it."""
    job = load(Job.objects.all(), request.actor, "", pk=pk)
    services.retry(actor=request.actor, job=job)
    return htmx.redirect(request, reverse("work:progress", args=(pk,)))
