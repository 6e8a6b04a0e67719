"""Whether a request wants a fragment or a whole page."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails


def is_fragment(request: HttpRequest) -> bool:
    """True for an htmx request that is neither boosted nor a restored page of the history."""
    details = cast("HtmxDetails | None", getattr(request, "htmx", None))
    if details is None:
        return False
    return bool(details) and not details.boosted and not details.history_restore_request


def is_swap_of(request: HttpRequest, target: str) -> bool:
    """True for a fragment that goes into the element with this id: the page around it need not be drawn."""
    return is_fragment(request) and request.headers.get("HX-Target") == target


def redirect(request: HttpRequest, url: str) -> HttpResponse:
    """Send the browser to `url` after success: a 303, or htmx's header where htmx asked."""
    if is_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponse(status=303, headers={"Location": url})
