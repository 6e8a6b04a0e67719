"""Who waits for a place in a home, and whose home waits to be adapted: lists by name, and their steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sangyu.kernel.access import ActorRequest, needs, require
from sangyu.kernel.attachments.selectors import of_bundles
from sangyu.kernel.errors import DomainError, NotFound
from sangyu.kernel.ui.acting import refused
from sangyu.kernel.ui.bodies import UPLOAD, accepts_body
from sangyu.people.catalogue import pages_waiting, rights
from sangyu.people.catalogue.forms import waiting as forms
from sangyu.people.catalogue.forms.parts import posted
from sangyu.people.catalogue.selectors import waiting as selectors
from sangyu.people.catalogue.services import wishes as wish_services
from sangyu.people.catalogue.services import works as work_services
from sangyu.people.catalogue.types import WishState, WorkState
from sangyu.people.registry.selectors.elders import elder_detail


@dataclass(frozen=True)
class Step:
    """One step: from which states, with which right, what it is called, its form and its service."""

    states: tuple[str, ...]
    right: str
    title: str | Promise
    form: Callable[..., Any]
    do: Callable[..., Any]


WISH_STEPS = {
    "offer": Step((WishState.WAITING,), rights.WAIT_DECIDE, gettext_lazy("Offer a place"), forms.OfferForm,
                  wish_services.wish_offer),
    "place": Step((WishState.OFFERED,), rights.WAIT_EDIT, gettext_lazy("Moved in"), forms.PlacedForm,
                  wish_services.wish_place),
    "decline": Step((WishState.OFFERED,), rights.WAIT_EDIT, gettext_lazy("Place declined"), forms.NoteForm,
                    wish_services.wish_decline),
    "withdraw": Step((WishState.WAITING, WishState.OFFERED), rights.WAIT_EDIT, gettext_lazy("Wish taken back"),
                     forms.NoteForm, wish_services.wish_withdraw),
}  # fmt: skip
WORK_STEPS = {
    "order": Step((WorkState.DUE,), rights.WAIT_DECIDE, gettext_lazy("Order the works"), forms.OrderForm,
                  work_services.work_order),
    "finish": Step((WorkState.ORDERED,), rights.WAIT_EDIT, gettext_lazy("Works done"), forms.FinishForm,
                   work_services.work_finish),
    "accept": Step((WorkState.DONE,), rights.WAIT_DECIDE, gettext_lazy("Accept the works"), forms.RemarkForm,
                   work_services.work_accept),
    "refuse": Step((WorkState.DONE,), rights.WAIT_DECIDE, gettext_lazy("Send the works back"), forms.NoteForm,
                   work_services.work_refuse),
    "drop": Step((WorkState.DUE, WorkState.ORDERED), rights.WAIT_DECIDE, gettext_lazy("Do not carry out"),
                 forms.NoteForm, work_services.work_drop),
}  # fmt: skip


@needs(rights.WAIT_VIEW)
def wishes(request: ActorRequest) -> HttpResponse:
    """The wish register; those unmet first."""
    context = pages_waiting.list_page(request, "wish")
    context["may_find"] = request.actor.may(rights.WAIT_EDIT)
    return render(request, "catalogue/wishes.html", context)


@needs(rights.WAIT_VIEW)
def works(request: ActorRequest) -> HttpResponse:
    """The list of home adaptations."""
    context = pages_waiting.list_page(request, "work")
    context["may_find"] = request.actor.may(rights.WAIT_DECIDE)
    return render(request, "catalogue/works.html", context)


@needs(rights.WAIT_EDIT)
@require_POST
def wishes_take(request: ActorRequest) -> HttpResponse:
    """Take over whom the register of elders says to wish it."""
    number = wish_services.wishes_find(actor=request.actor)
    messages.success(request, _("%(number)s new on the list.") % {"number": number})
    return redirect("catalogue:wishes")


@needs(rights.WAIT_DECIDE)
@require_POST
def works_take(request: ActorRequest) -> HttpResponse:
    """Find the homes that are due."""
    number = work_services.works_find(actor=request.actor)
    messages.success(request, _("%(number)s new on the list.") % {"number": number})
    return redirect("catalogue:works")


@needs(rights.WAIT_EDIT)
def wish_new(request: ActorRequest, pk: int) -> HttpResponse:
    """Record a wish of one elder."""
    name = elder_detail(actor=request.actor, elder_id=pk).name
    form = forms.WishForm(posted(request))

    def do(data: dict[str, Any]) -> Any:
        return wish_services.wish_record(actor=request.actor, elder_id=pk, **data)

    return _take(
        request,
        form,
        do,
        {"title": _("Record a wish for a place"), "who": name, "back": "catalogue:wishes"},
    )


@needs(rights.WAIT_VIEW)
def wish(request: ActorRequest, pk: int) -> HttpResponse:
    """One wish and what can be done."""
    found = selectors.wish_get(actor=request.actor, wish_id=pk)
    context = {
        "it": found,
        "who": pages_waiting.name_of(request.actor, found.elder_id),
        "facts": pages_waiting.wish_facts(found),
        "tone": pages_waiting.TONES[found.state],
        "steps": _open(WISH_STEPS, found.state, request),
    }
    return render(request, "catalogue/wish.html", context)


@needs(rights.WAIT_VIEW)
def work(request: ActorRequest, pk: int) -> HttpResponse:
    """The works of one home, with their pictures."""
    found = selectors.work_get(actor=request.actor, work_id=pk)
    bundles = of_bundles(
        actor=request.actor,
        bundles=[str(one) for one in (found.before_files, found.after_files) if one],
    )
    context = {
        "it": found,
        "who": pages_waiting.name_of(request.actor, found.elder_id),
        "facts": pages_waiting.work_facts(found),
        "tone": pages_waiting.TONES[found.state],
        "before": bundles.get(str(found.before_files), []),
        "after": bundles.get(str(found.after_files), []),
        "steps": _open(WORK_STEPS, found.state, request),
    }
    return render(request, "catalogue/work.html", context)


@needs(rights.WAIT_VIEW)
def wish_step(request: ActorRequest, pk: int, step: str) -> HttpResponse:
    """One step of a wish."""
    found = selectors.wish_get(actor=request.actor, wish_id=pk)
    chosen = _step(request, WISH_STEPS, step)
    extra = {"homes": selectors.homes(actor=request.actor)} if step == "offer" else {}
    form = chosen.form(posted(request), **extra)

    def do(data: dict[str, Any]) -> Any:
        return chosen.do(actor=request.actor, wish_id=pk, **data)

    who = pages_waiting.name_of(request.actor, found.elder_id)
    about = {"title": chosen.title, "who": who, "back": "catalogue:wish", "pk": pk}
    return _take(request, form, do, about)


@accepts_body(UPLOAD)
@needs(rights.WAIT_VIEW)
def work_step(request: ActorRequest, pk: int, step: str) -> HttpResponse:
    """One step of works."""
    found = selectors.work_get(actor=request.actor, work_id=pk)
    chosen = _step(request, WORK_STEPS, step)
    form = chosen.form(posted(request), request.FILES if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> Any:
        return chosen.do(actor=request.actor, work_id=pk, **data)

    who = pages_waiting.name_of(request.actor, found.elder_id)
    about = {"title": chosen.title, "who": who, "back": "catalogue:work", "pk": pk}
    return _take(request, form, do, about)


def _step(request: ActorRequest, steps: dict[str, Step], name: str) -> Step:
    if name not in steps:
        raise NotFound(
            "no-step", _("There is no such step."), remedy=_("Go back and choose again.")
        )
    require(request.actor, steps[name].right)
    return steps[name]


def _open(steps: dict[str, Step], state: str, request: ActorRequest) -> list[tuple[str, Step]]:
    return [
        (name, step)
        for name, step in steps.items()
        if state in step.states and request.actor.may(step.right)
    ]


def _take(
    request: ActorRequest, form: Any, do: Callable[[dict[str, Any]], Any], about: dict[str, Any]
) -> HttpResponse:
    """The page of a small step: its form, its service, back to the thing."""
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            done = do(form.cleaned_data)
        except DomainError as error:
            if error.status in {403, 404}:
                raise
            refused(form, error)
            status = error.status
        else:
            messages.success(request, _("Saved."))
            name = "catalogue:wish" if about["back"] == "catalogue:wishes" else about["back"]
            return redirect(name, done.pk)
    status = 422 if status == 200 and form.errors else status
    return render(request, "catalogue/step.html", about | {"form": form}, status=status)
