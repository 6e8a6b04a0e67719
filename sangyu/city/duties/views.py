"""The pages of duties: the list, one duty, and its steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sangyu.city.areas.selectors import area_name
from sangyu.city.duties import forms, pages, selectors, services
from sangyu.city.duties.types import FILE_OWNER
from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.actors import Actor
from sangyu.kernel.attachments import selectors as attachments
from sangyu.kernel.errors import DomainError, NotFound


@dataclass(frozen=True)
class Step:
    """One step as a form and the service it calls with the form's data."""

    title: str | Promise
    done: str | Promise
    form: Callable[..., Any]
    run: Callable[[Actor, int, Any], object]
    tone: str = "primary"


def _reason(service: Callable[..., object]) -> Callable[[Actor, int, Any], object]:
    return lambda actor, pk, form: service(
        actor=actor, duty_id=pk, reason=form.cleaned_data["reason"]
    )


STEPS = {
    "take": Step(
        _("Take on"), _("The duty is yours now."), django_forms.Form,
        lambda actor, pk, _form: services.duty_assign(
            actor=actor, duty_id=pk, account_id=actor.account_id or 0
        ),
    ),
    "assign": Step(
        _("Assign"), _("The duty was assigned."), forms.AssignForm,
        lambda actor, pk, form: services.duty_assign(actor=actor, duty_id=pk, **form.cleaned_data),
    ),
    "submit": Step(
        _("Submit proof"), _("The proof was submitted."), forms.ProofForm,
        lambda actor, pk, form: services.duty_submit_proof(
            actor=actor, duty_id=pk, proof=[form.proof()], files=form.cleaned_data["files"]
        ),
    ),
    "attach": Step(
        _("Add files"), _("The files were added."), forms.FilesForm,
        lambda actor, pk, form: services.duty_files_add(
            actor=actor, duty_id=pk, files=form.cleaned_data["files"]
        ),
    ),
    "return": Step(
        _("Return"), _("The proof was returned."), forms.ReasonForm, _reason(services.duty_return), "danger"
    ),
    "close": Step(
        _("Accept and close"), _("The duty is closed."), django_forms.Form,
        lambda actor, pk, _form: services.duty_close(actor=actor, duty_id=pk),
    ),
    "transfer": Step(
        _("Transfer"), _("The duty was transferred."), forms.TransferForm,
        lambda actor, pk, form: services.duty_transfer(actor=actor, duty_id=pk, **form.cleaned_data),
    ),
    "reopen": Step(
        _("Reopen"), _("The duty is open again."), forms.ReasonForm, _reason(services.duty_reopen)
    ),
    "cancel": Step(
        _("Cancel the duty"), _("The duty was cancelled."), forms.ReasonForm,
        _reason(services.duty_cancel), "danger",
    ),
}  # fmt: skip


@needs("duty.view")
def board(request: ActorRequest) -> HttpResponse:
    """All duties the actor sees, filtered; beside them who is late, and how the units kept theirs this year."""
    filters = forms.BoardFilter(request.GET, actor=request.actor)
    return render(request, "duties/board.html", pages.board(request, filters))


@needs("duty.view")
def detail(request: ActorRequest, duty_id: int) -> HttpResponse:
    """One duty."""
    found = selectors.duty_detail(actor=request.actor, duty_id=duty_id)
    return render(
        request,
        "duties/detail.html",
        {
            "detail": found,
            "row": found.row,
            "duty": found.duty,
            "area": area_name(found.duty.area_code).full_name,
            "facts": pages.facts(found),
            "description": pages.description(found),
            "texts": found.texts,
            "history": pages.history(request.actor, found),
            "clocks": pages.clocks(found),
            "files": attachments.of_owner(
                actor=request.actor, kind=FILE_OWNER, id=str(found.duty.pk)
            ),
            "may_take_back": pages.may_change_files(found),
            "steps": [(slug, STEPS[slug].title, tone) for slug, tone in pages.steps_for(found)],
        },
    )


@needs("duty.view")
def act(request: ActorRequest, duty_id: int, step: str) -> HttpResponse:
    """One step: its form, then the step itself."""
    found = selectors.duty_detail(actor=request.actor, duty_id=duty_id)
    chosen = STEPS.get(step)
    if chosen is None:
        raise NotFound("no-such-step", _("There is no such step."))
    data = request.POST if request.method == "POST" else None
    form = chosen.form(
        data, request.FILES or None, **pages.form_arguments(step, request.actor, found)
    )
    if data is not None and form.is_valid() and _run(request, chosen, duty_id, form):
        return redirect("duties:detail", duty_id)
    context = {"step": chosen, "slug": step, "form": form, "row": found.row, "duty": found.duty}
    return render(request, "duties/act.html", context, status=200 if data is None else 422)


@needs("duty.act")
@require_POST
def file_remove(request: ActorRequest, duty_id: int) -> HttpResponse:
    """Take a file of the proof back."""
    services.duty_file_remove(
        actor=request.actor, duty_id=duty_id, ref=request.POST.get("ref", "")[:36]
    )
    messages.success(request, _("The file was taken back."))
    return redirect("duties:detail", duty_id)


def _run(request: ActorRequest, step: Step, duty_id: int, form: Any) -> bool:
    """Do it; a refusal that names a field goes back to the form."""
    try:
        step.run(request.actor, duty_id, form)
    except DomainError as refusal:
        if refusal.status != DomainError.status:
            raise
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    messages.success(request, str(step.done))
    return True
