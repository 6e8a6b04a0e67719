"""Home, search, worklist and notices."""

from __future__ import annotations

from itertools import groupby
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sangyu.city.duties import selectors as duties
from sangyu.city.duties import services as duty_services
from sangyu.city.duties.types import DutyRow
from sangyu.city.organisations.types import Role
from sangyu.console.worklist import SCOPES, WHEN, when
from sangyu.kernel import clock
from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.ui import cards, finder, typed


@needs("")
def home(request: ActorRequest) -> HttpResponse:
    """What is due, what is wrong, what changed: the cards of all rooms that have something to say to this role."""
    shown = cards.cards_for(request.actor)
    sections = [
        ("due", _("What is due"), shown["due"]),
        ("wrong", _("What is wrong"), shown["wrong"]),
        ("changed", _("New and changed"), shown["changed"]),
    ]
    context = {
        "figures": shown["figures"],
        "sections": [section for section in sections if section[2]],
        "role": Role(request.actor.role).label if request.actor.role in Role.values else "",
        "today": clock.today(),
    }
    return render(request, "console/home.html", context)


@needs("")
def search(request: ActorRequest) -> HttpResponse:
    """Everything that the actor may see and that fits the words. A number stands in no address, log or history."""
    text = (request.POST if request.method == "POST" else request.GET).get("q", "").strip()[:100]
    if request.method == "POST" or finder.is_private(text):
        hidden = finder.is_private(text)
        query = {"found": typed.keep(request.session, text)} if hidden else {"q": text}
        return redirect(f"{reverse('console:search')}?{urlencode(query)}")
    text = text or typed.find(request.session, request.GET.get("found", ""))
    found = finder.search(request.actor, text)
    if len(found) == 1 and len(found[0].hits) == 1:
        return redirect(found[0].hits[0].url)
    return render(request, "console/search.html", {"q": text, "found": found})


@needs("duty.view")
def worklist(request: ActorRequest) -> HttpResponse:
    """What is to be done, by when: overdue, this week, later, without a day."""
    asked = request.GET.get("scope", "")
    scope = next((code for code, _label in SCOPES if code and code == asked), None)
    today = clock.today()
    rows = duties.worklist(actor=request.actor, on=today, scope=scope)

    def group(row: DutyRow) -> str:
        return when(row, today)

    groups = [(WHEN[key], key, list(part)) for key, part in groupby(rows, group)]
    counts = duties.worklist_counts(actor=request.actor, on=today)
    base = reverse("console:worklist")
    tabs = [
        {
            "label": label,
            "url": f"{base}?scope={code}" if code else base,
            "is_current": (scope or "") == code,
            "count": counts.get(code) if code else None,
        }
        for code, label in SCOPES
    ]
    context = {"groups": groups, "tabs": tabs, "total": len(rows), "limit": duties.WORKLIST_LIMIT}
    return render(request, "console/worklist.html", context)


@needs("")
def notices(request: ActorRequest) -> HttpResponse:
    """What the bell has told."""
    return render(
        request, "console/notices.html", {"notices": duties.notice_list(actor=request.actor)}
    )


@needs("")
@require_POST
def notices_read(request: ActorRequest) -> HttpResponse:
    """All read."""
    duty_services.notice_read(actor=request.actor)
    return redirect("console:notices")


@needs("")
@require_POST
def notice_open(request: ActorRequest, notice_id: int) -> HttpResponse:
    """Read one, and go where it leads."""
    link = duties.notice_link(actor=request.actor, notice_id=notice_id)
    duty_services.notice_read(actor=request.actor, notice_ids=[notice_id])
    return redirect(link or "console:notices")
