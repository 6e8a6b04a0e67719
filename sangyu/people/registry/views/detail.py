"""One elder: the record, its history, its state on a day, who looked."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from sangyu.city.areas.selectors import area_name
from sangyu.city.duties import selectors as duties
from sangyu.kernel import clock
from sangyu.kernel.access import ActorRequest, needs
from sangyu.people.registry import rights
from sangyu.people.registry.forms.looks import DayForm, ShowForm
from sangyu.people.registry.pages import history, person, words
from sangyu.people.registry.pages.sections import PARTS
from sangyu.people.registry.selectors import looks, past
from sangyu.people.registry.selectors.elders import ElderDetail, elder_detail
from sangyu.people.registry.services.looking import elder_open
from sangyu.people.registry.services.unmask import elder_unmask
from sangyu.people.registry.views.acting import posted


def base(request: ActorRequest, detail: ElderDetail, current: str) -> dict[str, object]:
    """What every page about one person shows in its head."""
    now, before = person.groups(detail.categories)
    return {
        "detail": detail,
        "sex": words.word("sex", detail.values["sex"]),
        "status": words.word("status", detail.values["status"]),
        "status_tone": words.STATUS_TONES[detail.values["status"]],
        "area": area_name(detail.values["area_code"]).full_name,
        "groups": now,
        "past_groups": before,
        "tabs": person.tabs(detail.id, current, request.actor),
        "steps": person.steps(detail, request.actor),
        "show_form": ShowForm(detail=detail),
    }


@needs(rights.ELDER_VIEW)
def elder_show(request: ActorRequest, pk: int) -> HttpResponse:
    """The record, masked."""
    detail = elder_open(actor=request.actor, elder_id=pk)
    context = base(request, detail, "registry:elder-detail") | {
        "cards": {card.part.key: card for card in person.cards(detail, request.actor)},
        "chain": person.chain(detail.responsible, clock.today()),
        "contacts": [(one, words.relation(one.relation)) for one in detail.contacts],
        "needs": [one for one in detail.needs if one.met_on is None],
        "met": [one for one in detail.needs if one.met_on is not None],
        "to_area": area_name(detail.transfer.to_area_code).full_name if detail.transfer else "",
        "duties": duties.for_subject(actor=request.actor, kind="elder", id=pk)
        if request.actor.may("duty.view")
        else [],
        "may_change": request.actor.may(rights.ELDER_EDIT) and detail.values["status"] == "present",
    }
    return render(request, "registry/elder.html", context)


@needs(rights.ELDER_VIEW)
def elder_history(request: ActorRequest, pk: int) -> HttpResponse:
    """Every change, and the record as it was on a day."""
    detail = elder_open(actor=request.actor, elder_id=pk)
    form = DayForm(request.GET or None)
    on: date | None = form.cleaned_data["on"] if form.is_bound and form.is_valid() else None
    context = base(request, detail, "registry:elder-history") | {
        "entries": history.entries(past.timeline(actor=request.actor, elder_id=pk), request.actor),
        "form": form,
        "on": on,
    }
    if on is not None:
        then = past.as_of(actor=request.actor, elder_id=pk, on=on)
        context["was_there"] = then is not None
        context["then"] = _then(then or {}, detail)
    return render(request, "registry/history.html", context, status=422 if form.errors else 200)


@needs(rights.ELDER_UNMASK)
def elder_looks(request: ActorRequest, pk: int) -> HttpResponse:
    """Who opened this record, and who saw numbers in full for what."""
    detail = elder_detail(actor=request.actor, elder_id=pk)
    rows = looks.looks(actor=request.actor, elder_id=pk)
    context = base(request, detail, "registry:elder-looks") | {"rows": rows}
    return render(request, "registry/looks.html", context)


@needs(rights.ELDER_UNMASK)
def elder_reveal(request: ActorRequest, pk: int) -> HttpResponse:
    """Numbers in full, once a purpose has been given. Nothing of it is cached."""
    detail = elder_detail(actor=request.actor, elder_id=pk)
    form = ShowForm(posted(request), detail=detail)
    context = {"detail": detail, "form": form}
    status = 200
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data["fields_shown"]
        shown = elder_unmask(actor=request.actor, elder_id=pk, fields=fields, purpose=form.text())
        context["shown"] = [(words.label(name), shown[name]) for name in fields]
    elif form.errors:
        status = 422
    page = (
        "registry/reveal_part.html" if request.headers.get("HX-Request") else "registry/reveal.html"
    )
    response = render(request, page, context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _then(row: dict[str, object], detail: ElderDetail) -> list[tuple[object, list[object]]]:
    """The parts of the record on a day: (title, [(label, then, now, differs)])."""
    parts: list[tuple[object, list[object]]] = []
    for part in PARTS.values():
        lines: list[object] = [
            (
                words.label(name),
                words.word(name, row.get(name)),
                words.word(name, detail.values[name]),
                row.get(name) != detail.values[name],
            )
            for name in part.fields
            if name in detail.values and name in row and not _is_hidden(name, detail)
        ]
        if lines:
            parts.append((part.title, lines))
    return parts


def _is_hidden(name: str, detail: ElderDetail) -> bool:
    """Masked today, so hidden in the past."""
    value = detail.values[name]
    return isinstance(value, str) and "*" in value
