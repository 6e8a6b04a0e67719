"""The pages of papers: upload, look at what was read beside the source, correct, confirm."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sangyu.city.areas.selectors import area_name
from sangyu.city.papers import parting, selectors, services
from sangyu.city.papers.editions import differences
from sangyu.city.papers.forms import (
    ConfirmForm,
    RuleForm,
    SplitForm,
    TargetForm,
    TaskForm,
    UploadForm,
)
from sangyu.city.papers.models import Paper, PaperRule, PaperTarget
from sangyu.city.papers.pieces import pieces
from sangyu.kernel import clock
from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.errors import Conflict, DomainError
from sangyu.kernel.ui import listing
from sangyu.kernel.ui.bodies import UPLOAD, accepts_body

COLUMNS = [
    listing.Column("title", gettext_lazy("Paper"), sort="title"),
    listing.Column("number", gettext_lazy("Number"), sort="number", is_minor=True),
    listing.Column("state", gettext_lazy("State")),
    listing.Column("uploaded", gettext_lazy("Uploaded at"), sort="uploaded_at", kind="date"),
]


@needs("paper.view")
def paper_list(request: ActorRequest) -> HttpResponseBase:
    """Every paper of the area."""
    rows = selectors.paper_list(actor=request.actor)
    page = listing.build(request, rows, COLUMNS, default="-uploaded", list_id="papers")
    return render(request, "papers/list.html", {"papers": page})


@accepts_body(UPLOAD)
@needs("paper.confirm")
def upload(request: ActorRequest) -> HttpResponseBase:
    """Read a paper."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            paper = services.paper_upload(
                actor=request.actor, content=file.read(), file_name=file.name, at=clock.now()
            )
        except DomainError as error:
            form.add_error("file", str(error))
        else:
            return redirect("papers:detail", paper.pk)
    return render(request, "papers/upload.html", {"form": form}, status=422 if form.errors else 200)


@needs("paper.view")
def paper_detail(request: ActorRequest, pk: int) -> HttpResponseBase:
    """The paper on the left, what was read on the right."""
    paper = selectors.paper_get(actor=request.actor, paper_id=pk)
    return _page(request, paper, ConfirmForm(instance=paper))


def _page(
    request: ActorRequest, paper: Paper, form: ConfirmForm, status: int = 200
) -> HttpResponseBase:
    tasks = selectors.proposals(actor=request.actor, paper=paper)
    kept = [task for task in tasks if not task.row.left_out]
    sayings = selectors.sayings(actor=request.actor, paper=paper)
    context = {
        "paper": paper,
        "area": area_name(paper.area_code),
        "tasks": tasks,
        "pieces": pieces(paper, tasks, sayings),
        "sayings": sayings,
        "contradictions": selectors.contradictions(
            actor=request.actor, paper=paper, targets=sayings.targets
        ),
        "earlier": selectors.earlier_edition(actor=request.actor, paper=paper),
        "doubts": selectors.doubts(paper),
        "form": form,
        "may_confirm": request.actor.may("paper.confirm") and request.actor.covers(paper.area_code),
        "open": [task for task in kept if task.needs_lead or task.needs_date],
        "doubtful": sum(bool(task.doubts) for task in kept),
        "kept": len(kept),
    }
    return render(request, "papers/detail.html", context, status=status)


@require_POST
@needs("paper.confirm")
def confirm(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Turn the tasks into duties."""
    paper = selectors.paper_get(actor=request.actor, paper_id=pk)
    form = ConfirmForm(request.POST, instance=paper)
    if not form.is_valid():
        return _page(request, paper, form, 422)
    try:
        services.paper_confirm(
            actor=request.actor,
            paper_id=pk,
            heading=form.heading,
            starts_on=form.starts_on,
            at=clock.now(),
        )
    except DomainError as error:
        form.add_error(None, str(error))
        return _page(request, paper, form, 422)
    messages.success(
        request, _("The tasks are confirmed. Their duties stand in the worklists of the units.")
    )
    return redirect("papers:detail", pk)


@needs("paper.confirm")
def task_edit(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Put one task right."""
    proposal = selectors.task_get(actor=request.actor, task_id=pk)
    form = TaskForm(proposal, request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.task_correct(
            actor=request.actor,
            task_id=pk,
            values=form.values,
            lead=form.lead_ids,
            support=form.support_ids,
        )
        messages.success(request, _("The task is corrected."))
        return redirect("papers:detail", proposal.row.paper_id)
    sentences = parting.sentences_of(proposal.row)
    context = {
        "proposal": proposal,
        "paper": proposal.row.paper,
        "form": form,
        "split_form": SplitForm(sentences) if len(sentences) > 1 else None,
    }
    return render(request, "papers/task.html", context, status=422 if form.errors else 200)


@require_POST
@needs("paper.confirm")
def task_split(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Cut one task in two."""
    proposal = selectors.task_get(actor=request.actor, task_id=pk)
    form = SplitForm(parting.sentences_of(proposal.row), request.POST)
    if not form.is_valid():
        raise Conflict("no-such-sentence", _("The task cannot be split there."))
    second = parting.task_split(
        actor=request.actor, task_id=pk, at_sentence=form.cleaned_data["at_sentence"]
    )
    messages.success(request, _("The task is split. This is its second part."))
    return redirect("papers:task", second.pk)


@require_POST
@needs("paper.confirm")
def task_join(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Join a task to the one before it."""
    before = parting.task_merge(actor=request.actor, task_id=pk)
    messages.success(request, _("The two tasks are one."))
    return redirect("papers:task", before.pk)


@needs("paper.confirm")
def target_edit(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Put one target right."""
    target = selectors.target_get(actor=request.actor, target_id=pk)
    return _saying_edit(request, target, TargetForm(request.POST or None, instance=target))


@needs("paper.confirm")
def rule_edit(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Put one rule right."""
    rule = selectors.rule_get(actor=request.actor, rule_id=pk)
    return _saying_edit(request, rule, RuleForm(request.POST or None, instance=rule))


def _saying_edit(
    request: ActorRequest, row: PaperTarget | PaperRule, form: TargetForm | RuleForm
) -> HttpResponseBase:
    if request.method == "POST" and form.is_valid():
        services.saying_correct(
            actor=request.actor, kind=type(row), saying_id=row.pk, values=form.values
        )
        messages.success(request, _("It is corrected."))
        return redirect("papers:detail", row.paper_id)
    context = {"saying": row, "paper": row.paper, "form": form}
    return render(request, "papers/saying.html", context, status=422 if form.errors else 200)


@needs("paper.view")
def changes(request: ActorRequest, pk: int) -> HttpResponseBase:
    """What differs from the edition before."""
    paper = selectors.paper_get(actor=request.actor, paper_id=pk)
    earlier = selectors.earlier_edition(actor=request.actor, paper=paper)
    found = differences(actor=request.actor, earlier=earlier, later=paper) if earlier else []
    context = {
        "paper": paper,
        "earlier": earlier,
        "changes": [(c.what, c.before, c.after) for c in found],
    }
    return render(request, "papers/changes.html", context)


@needs("paper.view")
def original(request: ActorRequest, pk: int) -> HttpResponseBase:
    """The file as it was uploaded, as a download (never shown inline: it may be anything)."""
    paper = selectors.paper_get(actor=request.actor, paper_id=pk)
    return FileResponse(paper.file.open("rb"), as_attachment=True, filename=paper.file_name)
