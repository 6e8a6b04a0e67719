"""The family's own page, and who of the family may see a record."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sangyu.city.areas.selectors import area_name
from sangyu.kernel import clock
from sangyu.kernel.access import ActorRequest, needs
from sangyu.people.registry import rights
from sangyu.people.registry.forms.family import FamilyForm
from sangyu.people.registry.pages import person, words
from sangyu.people.registry.selectors import family
from sangyu.people.registry.selectors.elders import elder_detail
from sangyu.people.registry.services.family import family_link, family_unlink
from sangyu.people.registry.views.acting import Step, posted, take

SHOWN = ("living", "self_care", "ability_level", "medical_insurance", "pension_kind", "ltci")


@needs(rights.ELDER_OWN)
def mine(request: ActorRequest) -> HttpResponse:
    """A family member's own elders: what is on record, who answers, whom to call."""
    rows = [
        {
            "it": elder,
            "age": age,
            "phone": phone,
            "area": area_name(elder.area_code).full_name,
            "status": words.word("status", elder.status),
            "tone": words.STATUS_TONES[elder.status],
            "facts": words.facts(SHOWN, {name: getattr(elder, name) for name in SHOWN}),
            "groups": person.groups(list(elder.categories.all()))[0],
            "chain": person.chain(list(elder.responsible.all()), clock.today()),
            "needs": [one for one in elder.needs.all() if one.met_on is None],
        }
        for elder, age, phone in family.own_elders(actor=request.actor)
    ]
    return render(request, "registry/mine.html", {"rows": rows})


@needs(rights.ELDER_EDIT)
def family_list(request: ActorRequest, pk: int) -> HttpResponse:
    """The family accounts that see a record, and a new one."""
    detail = elder_detail(actor=request.actor, elder_id=pk)
    form = FamilyForm(posted(request))
    back = reverse("registry:elder-family", args=[pk])
    step = Step(
        _("Family accounts"), _("Let this account see the record"), back, detail.name,
        done=_("The account sees the record now."),
    )  # fmt: skip
    response = take(
        request, step, form,
        lambda data: family_link(actor=request.actor, elder_id=pk, **data),
    )  # fmt: skip
    if response.status_code == 302:
        return response
    context = {
        "step": step, "form": form, "detail": detail,
        "links": [
            (one, words.relation(one.relation))
            for one in family.links_of(actor=request.actor, elder_id=pk)
        ],
    }  # fmt: skip
    return render(request, "registry/family.html", context, status=response.status_code)


@needs(rights.ELDER_EDIT)
@require_POST
def family_end(request: ActorRequest, pk: int, link_id: int) -> HttpResponse:
    """An account no longer sees the record."""
    family_unlink(actor=request.actor, elder_id=pk, link_id=link_id)
    return redirect("registry:elder-family", pk=pk)
