"""Registering a person, changing a part of a record, and what to do when two people changed it at once."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.errors import Conflict, DomainError
from sangyu.kernel.ui.acting import refused
from sangyu.people.registry import rights
from sangyu.people.registry.forms.editing import NewPersonForm, PartForm
from sangyu.people.registry.pages import words
from sangyu.people.registry.pages.sections import PARTS, SEALED
from sangyu.people.registry.selectors.alike import Alike
from sangyu.people.registry.selectors.elders import ElderDetail
from sangyu.people.registry.services.elders import elder_change, elder_register
from sangyu.people.registry.services.looking import elder_alike
from sangyu.people.registry.services.proposals import change_undo
from sangyu.people.registry.types import ChangeOutcome
from sangyu.people.registry.views.acting import posted, seen


@needs(rights.ELDER_EDIT)
def elder_new(request: ActorRequest) -> HttpResponse:
    """Put a person on the register; who looks alike is shown while typing."""
    form = NewPersonForm(posted(request), actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            elder = elder_register(
                actor=request.actor, values=form.values(), evidence=form.evidence()
            )
        except DomainError as error:
            refused(form, error)
        else:
            messages.success(request, _("%(name)s is on the register.") % {"name": elder.name})
            return redirect("registry:elder-detail", pk=elder.pk)
    context = {"form": form, "alike": _alike(request) if form.errors else []}
    return render(request, "registry/new.html", context, status=422 if form.errors else 200)


@needs(rights.ELDER_EDIT)
@require_POST
def elder_alike_page(request: ActorRequest) -> HttpResponse:
    """Who on the register looks like what has been typed so far (htmx)."""
    return render(request, "registry/alike.html", {"alike": _alike(request)})


@needs(rights.ELDER_EDIT)
def elder_edit(request: ActorRequest, pk: int, part: str) -> HttpResponse:
    """Change one part of a record, with its evidence."""
    if part not in PARTS:
        raise Http404
    detail = seen(request, pk)
    form = PartForm(
        posted(request), request.FILES or None, part=PARTS[part], detail=detail, actor=request.actor
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _saved(request, detail, form)
        except Conflict as error:
            if error.code != "elder-changed-meanwhile":
                refused(form, error)
            else:
                return _both(request, detail, form, error)
        except DomainError as error:
            refused(form, error)
    context = {"form": form, "part": PARTS[part], "detail": detail}
    return render(request, "registry/edit.html", context, status=422 if form.errors else 200)


@needs(rights.ELDER_EDIT)
@require_POST
def elder_undo(request: ActorRequest, pk: int, change_id: int) -> HttpResponse:
    """Take one change out of the history."""
    change_undo(actor=request.actor, elder_id=pk, change_id=change_id)
    messages.success(request, _("The change has been taken out of the history."))
    return redirect("registry:elder-history", pk=pk)


def told(request: ActorRequest, outcome: ChangeOutcome) -> None:
    """Say what became of a change."""
    if outcome.applied:
        number = len(outcome.applied)
        messages.success(
            request,
            ngettext("%(number)s field saved.", "%(number)s fields saved.", number)
            % {"number": number},
        )
    if outcome.proposed:
        names = "、".join(words.label(name) for name in outcome.proposed)
        messages.info(request, _("Waiting for approval: %(fields)s") % {"fields": names})
    if not outcome.applied and not outcome.proposed:
        messages.info(request, _("Nothing differed from the record, so nothing was changed."))


def _saved(request: ActorRequest, detail: ElderDetail, form: PartForm) -> HttpResponse:
    outcome = elder_change(
        actor=request.actor,
        elder_id=detail.id,
        version=form.cleaned_data["version"],
        values=form.changed_values(),
        evidence=form.evidence(),
    )
    told(request, outcome)
    return redirect("registry:elder-detail", pk=detail.id)


def _both(
    request: ActorRequest, detail: ElderDetail, form: PartForm, error: Conflict
) -> HttpResponse:
    """Somebody was faster: their values beside ours, and the choice."""
    mine = form.changed_values()
    rows = [
        (
            words.label(name),
            detail.masked[name] if name in SEALED else words.word(name, detail.values[name]),
            "•••" if name in SEALED and value else words.word(name, value),
        )
        for name, value in mine.items()
    ]
    again: dict[str, Any] = request.POST.dict() | {"version": str(detail.version)}
    again.pop("csrfmiddlewaretoken", None)
    context = {
        "detail": detail, "part": form.part, "rows": rows, "message": error.message,
        "again": list(again.items()),
    }  # fmt: skip
    return render(request, "registry/conflict.html", context, status=409)


def _alike(request: ActorRequest) -> list[Alike]:
    try:
        born = date.fromisoformat(request.POST.get("birth_date", ""))
    except ValueError:
        born = None
    return elder_alike(
        actor=request.actor,
        name=request.POST.get("name", "").strip(),
        id_number=request.POST.get("id", ""),
        phone=request.POST.get("phone", ""),
        birth_date=born,
    )
