"""Deaths, moves, returns, reinstatement, handing over to another town."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.access import ActorRequest, needs
from sangyu.people.registry import rights
from sangyu.people.registry.forms import life as forms
from sangyu.people.registry.selectors.elders import ElderDetail, elder_detail
from sangyu.people.registry.services import life, transfers
from sangyu.people.registry.views.acting import Step, posted, take
from sangyu.people.registry.views.editing import told

Words = tuple[str | Promise, str | Promise, str | Promise, str]
WORDS: dict[str, Words] = {
    "death": (
        _("Record a death"), _("Record the death"),
        _("The person leaves the register; allowances and duties end from that day."), "danger",
    ),
    "move": (
        _("Moved out of the city"), _("Record the move"),
        _("For a move to another town of the city, hand the person over instead."), "danger",
    ),
    "return": (_("Came back"), _("Put back on the register"), "", "primary"),
    "reinstate": (
        _("Take back a mistaken departure"), _("Take it back"),
        _("The recorded death or move leaves the history, as if it had never been recorded."), "primary",
    ),
    "transfer": (
        _("Hand over to another town"), _("Ask the other town"),
        _("The record stays here until the other town accepts."), "primary",
    ),
}  # fmt: skip
DAYS = {"death": _("Died on"), "move": _("Moved away on"), "return": _("Back since")}


@needs(rights.ELDER_EDIT)
def elder_step(request: ActorRequest, pk: int, step: str) -> HttpResponse:
    """One of the steps that end, move or bring back a person on the register."""
    if step not in WORDS:
        raise Http404
    detail = elder_detail(actor=request.actor, elder_id=pk)
    title, submit, note, tone = WORDS[step]
    back = reverse("registry:elder-detail", args=[pk])
    form = _form(request, step)
    page = Step(title, submit, back, detail.name, note, tone)
    return take(request, page, form, _service(request, step, detail, form))


def _form(request: ActorRequest, step: str) -> django_forms.Form:
    data = posted(request)
    if step == "transfer":
        return forms.TransferForm(data, actor=request.actor)
    if step == "reinstate":
        return forms.ReasonForm(data)
    return forms.DepartureForm(data, request.FILES or None, day=DAYS[step])


def _service(
    request: ActorRequest, step: str, detail: ElderDetail, form: Any
) -> Callable[[dict[str, Any]], object]:
    actor, pk = request.actor, detail.id

    def depart(data: dict[str, Any]) -> None:
        service = life.elder_record_death if step == "death" else life.elder_record_move
        told(
            request,
            service(actor=actor, elder_id=pk, evidence=form.evidence(), version=detail.version),
        )

    services: dict[str, Callable[[dict[str, Any]], object]] = {
        "death": depart,
        "move": depart,
        "return": lambda _data: life.elder_return(
            actor=actor, elder_id=pk, evidence=form.evidence()
        ),
        "reinstate": lambda data: life.elder_reinstate(actor=actor, elder_id=pk, **data),
        "transfer": lambda data: transfers.transfer_request(actor=actor, elder_id=pk, **data),
    }
    return services[step]
