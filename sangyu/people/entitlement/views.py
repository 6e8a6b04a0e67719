"""The pages of the entitlement room."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from sangyu.city.areas.selectors import area_name
from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.errors import DomainError, NotFound
from sangyu.kernel.ui import listing
from sangyu.people.entitlement import exporting, rights
from sangyu.people.entitlement.forms import ClaimForm, PeopleFilter
from sangyu.people.entitlement.models import Decision, Programme
from sangyu.people.entitlement.pages import person, words
from sangyu.people.entitlement.pages import programme as pages
from sangyu.people.entitlement.selectors import people, programmes
from sangyu.people.entitlement.selectors.floors import floors_check
from sangyu.people.entitlement.selectors.person import sheet
from sangyu.people.entitlement.services.claims import claim_record
from sangyu.people.entitlement.services.looking import entitlements_open
from sangyu.people.entitlement.types import State
from sangyu.people.registry.selectors.family import own_elders

PROGRAMME_COLUMNS = [
    listing.Column("name", gettext_lazy("Programme")),
    listing.Column("amount", gettext_lazy("A month"), is_minor=True),
    listing.Column("receiving", gettext_lazy("Receiving"), kind="number"),
    listing.Column("unclaimed", gettext_lazy("Entitled, not receiving"), kind="number"),
    listing.Column("maybe", gettext_lazy("May be entitled"), kind="number"),
    listing.Column("certainty", gettext_lazy("Source"), is_minor=True),
]
PEOPLE_COLUMNS = [
    listing.Column("name", pgettext_lazy("of a person", "Name")),
    listing.Column("area", gettext_lazy("Area"), sort="area_code", is_minor=True),
    listing.Column("programme", gettext_lazy("Programme")),
    listing.Column("state", pgettext_lazy("of a decision", "State")),
    listing.Column("amount", gettext_lazy("A month"), sort="amount_fen", kind="number"),
    listing.Column("since", gettext_lazy("Since"), sort="from_on", kind="date", is_minor=True),
]


@needs(rights.PROGRAMME_VIEW)
def programme_list(request: ActorRequest) -> HttpResponse:
    """Every programme with its people by state."""
    rows = [pages.row(one) for one in programmes.programme_standings(actor=request.actor)]
    context = {
        "programmes": listing.of(rows, PROGRAMME_COLUMNS, list_id="programmes"),
        "run": programmes.last_run(),
        "totals": pages.totals(rows),
        "floors": [line for line in floors_check(actor=request.actor) if line.is_below],
        "area": area_name(request.actor.area_code),
    }
    return render(request, "entitlement/programmes.html", context)


@needs(rights.PROGRAMME_VIEW)
def programme_detail(request: ActorRequest, code: str) -> HttpResponse:
    """One programme: the rule in words, amounts, versions, worked cases, people."""
    row = programmes.programme_get(actor=request.actor, code=code)
    return render(request, "entitlement/programme.html", pages.detail(request.actor, row))


@needs(rights.ENTITLEMENT_VIEW)
def people_list(request: ActorRequest) -> HttpResponse:
    """The people behind the figures, by name."""
    form, rows = _asked(request)
    found = listing.build(request, rows, PEOPLE_COLUMNS, default="area", list_id="people")
    context = {
        "filter": form,
        "people": found,
        "rows": [_person_row(one) for one in found.rows],
        "export_url": f"{reverse('entitlement:export')}?{request.GET.urlencode()}",
    }
    return render(request, "entitlement/people.html", context)


@needs(rights.ENTITLEMENT_EXPORT)
def export(request: ActorRequest) -> StreamingHttpResponse:
    """The same people as a sheet for the office."""
    _form, rows = _asked(request)
    return exporting.answer(actor=request.actor, rows=rows, query=request.GET.dict())


@needs(rights.ENTITLEMENT_VIEW)
def elder(request: ActorRequest, pk: int) -> HttpResponse:
    """One person: what they receive, why, what they could receive, what is missing."""
    detail = entitlements_open(actor=request.actor, elder_id=pk)
    found = sheet(actor=request.actor, elder_id=pk)
    context = {
        "detail": detail,
        "area": area_name(detail.values["area_code"]).full_name,
        "sheet": found,
        "groups": person.groups(found),
    }
    return render(request, "entitlement/elder.html", context)


@needs(rights.ENTITLEMENT_VIEW)
def decision_print(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    """One decision as a document."""
    detail = entitlements_open(actor=request.actor, elder_id=pk)
    found = sheet(actor=request.actor, elder_id=pk)
    line = next((one for one in found.lines if one.version.programme.code == code), None)
    if line is None:
        raise _no_such()
    context = {
        "detail": detail,
        "sheet": found,
        "it": person.shown(line),
        "area": area_name(detail.values["area_code"]).full_name,
        "unit": request.actor.organisation_name,
    }
    return render(request, "entitlement/print.html", context)


@needs(rights.ENTITLEMENT_TELL)
def claim(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    """Record that the elder was told, and the answer."""
    detail = entitlements_open(actor=request.actor, elder_id=pk)
    row = programmes.programme_get(actor=request.actor, code=code)
    form = ClaimForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            claim_record(actor=request.actor, elder_id=pk, programme=code, **form.facts())
        except DomainError as error:
            if error.status != 422:  # the form is answered again
                raise
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("The answer is recorded."))
            return redirect("entitlement:elder", pk)
    context = {
        "detail": detail,
        "form": form,
        "programme": row,
        "title": words.said(row.name),
        "back": reverse("entitlement:elder", args=[pk]),
    }
    return render(request, "entitlement/claim.html", context, status=422 if form.errors else 200)


@needs(rights.ENTITLEMENT_OWN)
def mine(request: ActorRequest) -> HttpResponse:
    """A family's own elders: the same page in the family's words."""
    rows = []
    for one, age, _phone in own_elders(actor=request.actor):
        found = sheet(actor=request.actor, elder_id=one.pk)
        rows.append({"it": one, "age": age, "groups": person.groups(found), "sheet": found})
    return render(request, "entitlement/mine.html", {"rows": rows})


def _asked(request: ActorRequest) -> tuple[PeopleFilter, Any]:
    seen = Programme.objects.visible_to(request.actor)
    form = PeopleFilter(request.GET, [(row.code, words.said(row.name)) for row in seen])
    chosen = form.asked()
    rows = people.decisions_standing(
        actor=request.actor,
        programme=chosen.get("programme", ""),
        state=chosen.get("state", ""),
    )
    return form, rows if chosen.get("state") else rows.exclude(state=State.NONE)


def _person_row(row: Decision) -> dict[str, Any]:
    return {
        "row": row,
        "area": area_name(row.area_code).full_name,
        "programme": words.said(row.programme.name),
        "tone": words.STATE_TONES[State(row.state)],
        "amount": words.yuan(row.amount_fen),
        "missing": people.missing_labels(row) if row.state == State.MAYBE else [],
    }


def _no_such() -> NotFound:
    return NotFound(
        "not-found",
        _("This programme is not in force for this person today."),
        remedy=_("Open it from the person's page."),
    )
