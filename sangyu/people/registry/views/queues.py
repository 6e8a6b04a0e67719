"""What waits for a decision: proposed changes, transfers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sangyu.city.areas.selectors import area_name
from sangyu.city.duties import selectors as ledger
from sangyu.kernel import pii
from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.actors import Actor
from sangyu.kernel.attachments import selectors as attachments
from sangyu.people.registry import rights, types
from sangyu.people.registry.forms import life as forms
from sangyu.people.registry.models import Transfer
from sangyu.people.registry.pages import words
from sangyu.people.registry.selectors import queues
from sangyu.people.registry.services import proposals, transfers
from sangyu.people.registry.views.acting import Step, posted, take

TRANSFER_TONES = {"requested": "warn", "accepted": "good", "refused": "bad", "withdrawn": "muted"}


@needs(rights.ELDER_VIEW)
def proposal_list(request: ActorRequest) -> HttpResponse:
    """Changes that wait for the town's decision."""
    waiting = queues.proposal_list(actor=request.actor)
    files = attachments.of_bundles(actor=request.actor, bundles=[one.bundle for one in waiting])
    due = ledger.for_subjects(kind="registry-proposal", ids=[one.group for one in waiting])
    rows = [
        {
            "it": one,
            "files": files.get(one.bundle, []),
            "due": due.get(one.group),
            "source": types.Source(one.source).label,
            "area": area_name(one.area_code).full_name,
            "changes": [
                (words.label(name), words.word(name, before), words.word(name, after))
                for name, before, after in one.changes
            ],
            "may_approve": request.actor.may(rights.ELDER_APPROVE) and not one.is_own,
        }
        for one in waiting
    ]
    return render(request, "registry/proposals.html", {"rows": rows, "most": queues.MOST})


@needs(rights.ELDER_APPROVE)
@require_POST
def proposal_approve(request: ActorRequest, group: str) -> HttpResponse:
    """The change holds."""
    proposals.change_decide(actor=request.actor, group=group, approve=True)
    messages.success(request, _("Approved; the record has been changed."))
    return redirect("registry:proposal-list")


@needs(rights.ELDER_APPROVE)
def proposal_reject(request: ActorRequest, group: str) -> HttpResponse:
    """The change does not hold, and why."""
    step = Step(
        _("Reject a proposed change"), _("Reject"), reverse("registry:proposal-list"), tone="danger",
        note=_("Whoever proposed it reads your note."), done=_("Rejected; the record stays as it is."),
    )  # fmt: skip
    return take(
        request, step, forms.NoteForm(posted(request)),
        lambda data: proposals.change_decide(actor=request.actor, group=group, approve=False, **data),
    )  # fmt: skip


@needs(rights.ELDER_VIEW)
def transfer_list(request: ActorRequest) -> HttpResponse:
    """People handed over: what waits for us, what we wait for, what was decided."""
    found = queues.transfer_list(actor=request.actor)
    due = ledger.for_subjects(kind="registry-transfer", ids=[str(one.pk) for one in found])
    rows = [_row(one, request) | {"due": due.get(str(one.pk))} for one in found]
    open_ = [row for row in rows if row["it"].state == types.TransferState.REQUESTED]
    context = {
        "incoming": [row for row in open_ if row["is_ours_to_answer"]],
        "outgoing": [row for row in open_ if not row["is_ours_to_answer"]],
        "decided": [row for row in rows if row not in open_],
    }
    return render(request, "registry/transfers.html", context)


@needs(rights.ELDER_APPROVE)
def transfer_accept(request: ActorRequest, pk: int) -> HttpResponse:
    """Take the person over into one of our communities."""
    one = queues.transfer_get(actor=request.actor, transfer_id=pk)
    form = forms.AcceptForm(
        posted(request),
        actor=request.actor,
        to_area_code=one.to_area_code,
        initial={"address": one.to_address},
    )
    step = Step(
        _("Accept a transfer"), _("Take the person over"), reverse("registry:transfer-list"),
        one.elder.name, done=_("The person is on your register now, with the whole history."),
    )  # fmt: skip
    return take(
        request, step, form,
        lambda data: transfers.transfer_accept(actor=request.actor, transfer_id=pk, **data),
    )  # fmt: skip


@needs(rights.ELDER_APPROVE)
def transfer_refuse(request: ActorRequest, pk: int) -> HttpResponse:
    """Say why the person does not live here."""
    one = queues.transfer_get(actor=request.actor, transfer_id=pk)
    form = forms.ReasonForm(posted(request))
    step = Step(
        _("Refuse a transfer"), _("Refuse"), reverse("registry:transfer-list"), one.elder.name,
        tone="danger", done=_("Refused; the record stays with the other town."),
    )  # fmt: skip
    return take(
        request, step, form,
        lambda data: transfers.transfer_refuse(actor=request.actor, transfer_id=pk, note=data["reason"]),
    )  # fmt: skip


@needs(rights.ELDER_EDIT)
@require_POST
def transfer_withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    """Take our own request back."""
    transfers.transfer_withdraw(actor=request.actor, transfer_id=pk)
    messages.success(request, _("The transfer has been withdrawn."))
    return redirect("registry:transfer-list")


def _name(one: Transfer, actor: Actor) -> str:
    """In full while the person is ours or waits for our answer; who was handed over is another town's from then on."""
    is_open = one.state == types.TransferState.REQUESTED
    known = is_open or actor.covers(one.elder.area_code)
    return one.elder.name if known else pii.mask_name(one.elder.name)


def _row(one: Transfer, request: ActorRequest) -> dict[str, Any]:
    actor = request.actor
    return {
        "it": one,
        "name": _name(one, actor),
        "elder_url": reverse("registry:elder-detail", args=[one.elder_id])
        if actor.covers(one.elder.area_code)
        else "",
        "from_area": area_name(one.from_area_code).full_name,
        "to_area": area_name(one.to_area_code).full_name,
        "state": types.TransferState(one.state).label,
        "tone": TRANSFER_TONES[one.state],
        "is_ours_to_answer": actor.covers(one.to_area_code),
        "may_answer": actor.covers(one.to_area_code) and actor.may(rights.ELDER_APPROVE),
        "may_withdraw": actor.covers(one.from_area_code) and actor.may(rights.ELDER_EDIT),
    }
