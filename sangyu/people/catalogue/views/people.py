"""People and the list: who belongs to an item's target group, and what one person is entitled to."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from sangyu.city.areas.selectors import area_name
from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.ui import listing
from sangyu.people.catalogue import pages, rights
from sangyu.people.catalogue.selectors import releases as selectors
from sangyu.people.catalogue.selectors.members import PARTS, narrower
from sangyu.people.catalogue.services import looking


@needs(rights.LIST_PEOPLE)
def item(request: ActorRequest, pk: int) -> HttpResponse:
    """An item: its counts by town, and its people by name."""
    found = selectors.item_get(actor=request.actor, item_id=pk)
    part = request.GET.get("part", "met")
    part = part if part in PARTS else "met"
    asked = request.GET.get("area", "")
    asked = asked if asked.isascii() and asked.isdigit() else ""
    area = narrower(request.actor.area_code, found.release.area_code, asked)
    page = looking.members_open(
        actor=request.actor, item=found, area_code=area, part=part, after=request.GET.get("at", "")
    )
    context = pages.item_page(request.actor, found) | {
        "part": part,
        "area": area_name(area).full_name if area else "",
        "people": pages.people_listing(
            page, listing.address(request, at=page.next) if page.next else "",
            listing.address(request, at="") if request.GET.get("at") else "",
        ),
        "tabs": pages.part_tabs(request, part),
    }  # fmt: skip
    return render(request, "catalogue/item.html", context)


@needs(rights.LIST_PEOPLE)
def person(request: ActorRequest, pk: int) -> HttpResponse:
    """What one person is entitled to by the list in force."""
    detail, answers = looking.answers_open(actor=request.actor, elder_id=pk)
    context = {
        "elder": detail,
        "area": area_name(detail.values["area_code"]).full_name,
        "answers": answers,
        "parts": pages.answer_parts(answers),
    }
    return render(request, "catalogue/person.html", context)


@needs(rights.LIST_OWN)
def mine(request: ActorRequest) -> HttpResponse:
    """The same for a family's own elders."""
    rows = [
        {"name": name, "answers": answers, "parts": pages.answer_parts(answers)}
        for name, answers in looking.answers_own(actor=request.actor)
    ]
    return render(request, "catalogue/mine.html", {"rows": rows})
