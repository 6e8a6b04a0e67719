"""For everybody, signed in or not: the lists in force."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sangyu.city.areas.selectors import area_name
from sangyu.kernel import clock
from sangyu.kernel.access import public
from sangyu.kernel.actors import system_actor
from sangyu.kernel.errors import NotFound
from sangyu.people.catalogue import pages
from sangyu.people.catalogue.forms.check import CheckForm
from sangyu.people.catalogue.models import Release
from sangyu.people.catalogue.selectors import releases as selectors
from sangyu.people.catalogue.selectors.answers import answers_said
from sangyu.people.catalogue.types import ListKind

EVERYBODY = system_actor("public")


@public
def public_lists(request: HttpRequest) -> HttpResponse:
    """The lists in force, by area."""
    found = selectors.releases_public(actor=EVERYBODY, on=clock.today())
    rows = [{"it": one, "area": area_name(one.area_code).full_name} for one in found]
    return render(request, "catalogue/public.html", {"rows": rows})


@public
def public_list(request: HttpRequest, pk: int) -> HttpResponse:
    """One released list, in plain words."""
    found = _released(pk)
    context = {
        "it": found,
        "area": area_name(found.area_code).full_name,
        "is_purchase": found.kind == ListKind.PURCHASE,
        "parts": pages.by_form(found),
        "bought": list(found.bought.all()),
        "told": pages.told_changes(found),
        "is_in_force": selectors.is_in_force(found, clock.today()),
    }
    return render(request, "catalogue/public_list.html", context)


@public
def public_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Am I entitled? A few questions, answered by the list; nothing is kept."""
    found = _released(pk)
    form = CheckForm(request.POST if request.method == "POST" else None)
    answers = None
    if request.method == "POST" and form.is_valid():
        answers = answers_said(found, form.said(), clock.today())
    context = {"it": found, "form": form, "answers": answers, "parts": pages.answer_parts(answers)}
    status = 422 if form.errors else 200
    response = render(request, "catalogue/public_check.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _released(pk: int) -> Release:
    found = selectors.release_public(actor=EVERYBODY, release_id=pk)
    if found is None:
        raise NotFound(
            "no-list", _("There is no released list here."), remedy=_("Look through the lists in force.")
        )  # fmt: skip
    return found
