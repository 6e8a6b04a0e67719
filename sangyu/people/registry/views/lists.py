"""The list of elders: one search box, filters, pages by key."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.ui import frame, htmx
from sangyu.kernel.ui.listing import Listing, address
from sangyu.kernel.ui.middleware import wrote_mark
from sangyu.people.registry import rights
from sangyu.people.registry.forms.listing import ElderFilterForm, filter_form
from sangyu.people.registry.pages import lines, terms
from sangyu.people.registry.pages.listed import ElderList
from sangyu.people.registry.selectors import saved
from sangyu.people.registry.selectors.search import COUNT_LIMIT, Count
from sangyu.people.registry.services import looking

LIST_ID = "elders"
PAGE = "registry/list.html"
SIZE = 25
WAY = 30
"""Pages one can go back through; beyond, back is the first page."""


@needs(rights.ELDER_VIEW)
def elder_list(request: ActorRequest) -> HttpResponse:
    """The elders that the search and the filters leave."""
    if terms.is_personal(request.GET.get("q", "")):
        return _hidden(request, request.GET)
    form = filter_form(request.GET, area_code=request.actor.area_code)
    text = searched(request)
    shown = ElderList(
        request, form, text, _listing(request, form, text),
        saved.filter_list(actor=request.actor, mark=wrote_mark(request)), passed_on(request.GET),
    )  # fmt: skip
    if form.is_valid() and htmx.is_swap_of(request, LIST_ID):
        response = HttpResponse(shown.swap())
    else:
        response = _page(request, shown)
    if htmx.is_fragment(request):
        response.headers["HX-Push-Url"] = _at(_filled(request.GET))
    return response


def _page(request: ActorRequest, shown: ElderList) -> HttpResponse:
    content = shown.content()
    if shown.form.is_valid() and (whole := frame.page(request, PAGE, content)):
        return HttpResponse(whole)
    return render(request, PAGE, {"content": content}, status=200 if shown.form.is_valid() else 422)


@needs(rights.ELDER_VIEW)
@require_POST
def search(request: ActorRequest) -> HttpResponseBase:
    """The search box. A number goes into the session, anything else into the address.

    The page's script gets the list at once, as if it had followed the redirect.
    """
    query = _bare(request.POST)
    text = request.POST.get("q", "").strip()[:100]
    if terms.is_personal(text):
        query["found"] = terms.keep(request.session, text)
    elif text:
        query["q"] = text
    if htmx.is_swap_of(request, LIST_ID):
        request.GET, request.path = query, reverse("registry:elder-list")  # type: ignore[assignment]  # a copy of its own
        response = elder_list(request)
    else:
        response = redirect(_at(query))
    response.is_read_only = True  # type: ignore[attr-defined]  # read by UiMiddleware
    return response


@needs(rights.ELDER_VIEW)
def communities(request: ActorRequest) -> HttpResponse:
    """The field of communities, once a town has been chosen (htmx)."""
    form = filter_form(request.GET, area_code=request.actor.area_code)
    return render(request, "registry/community.html", {"form": form})


def searched(request: ActorRequest) -> str:
    """What the address searches for: its `q`, or what the session keeps under `found`."""
    number = request.GET.get("found", "")
    return terms.find(request.session, number) if number else request.GET.get("q", "").strip()


def _hidden(request: ActorRequest, query: QueryDict) -> HttpResponse:
    """Take a number out of the address."""
    clean = query.copy()
    clean["found"] = terms.keep(request.session, str(clean.pop("q")[-1]))
    for key in ("at", "via"):
        clean.pop(key, None)
    return redirect(_at(clean))


def _listing(request: ActorRequest, form: ElderFilterForm, text: str) -> Listing:
    filters = form.filters()
    is_good = form.is_valid()
    page = looking.elder_search(
        actor=request.actor, text=text, filters=filters, cursor=request.GET.get("at", ""),
        size=SIZE, count_to=COUNT_LIMIT,
    )  # fmt: skip
    count = page.count or Count(0)
    return Listing(
        id=LIST_ID,
        rows=lines.rows(page.lines) if is_good else [],
        headings=lines.headings(),
        previous_url=_previous(request),
        next_url=_next(request, page.next) if is_good else "",
        total=None if count.is_more else count.number,
        is_counted=True,
        query={key: request.GET.getlist(key) for key in request.GET},
    )


def _next(request: ActorRequest, cursor: str) -> str:
    """The next page; `via` remembers the way, so that one can go back."""
    if not cursor:
        return ""
    way = [*request.GET.get("via", "").split("_"), request.GET.get("at", "")]
    return address(request, at=cursor, via="_".join(step for step in way[-WAY:] if step))


def _previous(request: ActorRequest) -> str:
    """The page before; the first one where the way is forgotten."""
    if not request.GET.get("at"):
        return ""
    *way, last = request.GET.get("via", "").split("_")
    return address(request, at=last, via="_".join(way))


def passed_on(query: QueryDict) -> list[tuple[str, str]]:
    """The filters in force, for the hidden fields of forms that keep them."""
    return [(key, value) for key, values in _bare(query).lists() for value in values]


def _filled(query: QueryDict) -> QueryDict:
    """A query without its empty parts, for an address that is fit to be passed on."""
    filled = query.copy()
    for key in [key for key in filled if not any(filled.getlist(key)) or key == "more"]:
        del filled[key]
    return filled


def _bare(query: QueryDict) -> QueryDict:
    """The filters of a query without search, page and form machinery."""
    bare = _filled(query)
    for key in ("q", "found", "at", "via", "csrfmiddlewaretoken"):
        bare.pop(key, None)
    return bare


def _at(query: QueryDict | dict[str, Any]) -> str:
    encoded = query.urlencode() if isinstance(query, QueryDict) else ""
    base = reverse("registry:elder-list")
    return f"{base}?{encoded}" if encoded else base
