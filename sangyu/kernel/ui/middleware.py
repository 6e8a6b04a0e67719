"""Gives each request an id, and turns domain errors into a page, an htmx fragment or a JSON problem (RFC 9457)."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangyu.kernel import clock
from sangyu.kernel.errors import DomainError, Forbidden, NotFound
from sangyu.kernel.ui import htmx

WROTE_COOKIE = "sangyu_wrote"
log = logging.getLogger(__name__)

TITLES = {
    400: gettext_lazy("The request could not be read"),
    403: gettext_lazy("You may not do this"),
    404: gettext_lazy("Not found"),
    409: gettext_lazy("Somebody was faster"),
    413: gettext_lazy("Too large"),
    422: gettext_lazy("This cannot be done"),
    500: gettext_lazy("Something broke on our side"),
}


class UiMiddleware:
    """`request.id`, the X-Request-ID header, and an answer for every DomainError. Stands near the outside."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.id = uuid.uuid4().hex  # type: ignore[attr-defined]  # ours, read by actors and error pages
        response = self.get_response(request)
        response.headers["X-Request-ID"] = request_id(request)
        if self._wrote(request, response):
            mark = str(int(clock.now().timestamp() * 1000))
            response.set_cookie(WROTE_COOKIE, mark, max_age=60, httponly=True, samesite="Lax")
        return response

    @staticmethod
    def _wrote(request: HttpRequest, response: HttpResponseBase) -> bool:
        """Whether the request changed something; a view that posts only to keep its question out of the address says
        so (`response.is_read_only`)."""
        if request.method != "POST" or response.status_code >= 400 or wants_json(request):
            return False
        return not getattr(response, "is_read_only", False)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer what we know; leave the rest to Django's 500 handler."""
        known = as_domain_error(error)
        if known is None:
            return None
        log.info(
            "%s %s refused: %s (%s)", request.method, request.path, known.code, request_id(request)
        )
        return respond(request, known)


def wrote_mark(request: HttpRequest) -> str:
    """When this browser last changed something, as a mark; "" if that is long ago."""
    mark = request.COOKIES.get(WROTE_COOKIE, "")
    return mark if mark.isdecimal() and len(mark) < 20 else ""


def request_id(request: HttpRequest) -> str:
    """The request's id, for logs and error pages."""
    return str(getattr(request, "id", ""))


def as_domain_error(error: Exception) -> DomainError | None:
    """Domain errors as they are; Django's 404 and 403 in their terms; None for anything else."""
    if isinstance(error, DomainError):
        return error
    if isinstance(error, Http404):
        return NotFound(
            "not-found",
            _("There is no such page."),
            remedy=_("Check the address, or search for it."),
        )
    if isinstance(error, PermissionDenied):
        return Forbidden("forbidden", _("Your role does not allow this."))
    return None


def respond(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The error in the form the client asked for."""
    if wants_json(request):
        return problem(request, error)
    context = {
        "status": error.status,
        "title": TITLES.get(error.status, TITLES[422]),
        "message": error.message,
        "remedy": error.remedy,
        "code": error.code,
        "request_id": request_id(request),
    }
    if htmx.is_fragment(request):
        response = render(request, "ui/error_toast.html", context, status=error.status)
        response.headers["HX-Retarget"] = "#sy-toasts"
        response.headers["HX-Reswap"] = "beforeend"
        return response
    return render(request, "ui/error.html", context, status=error.status)


def wants_json(request: HttpRequest) -> bool:
    """True below /api/, or where the client prefers JSON to HTML."""
    if request.path.startswith("/api/"):
        return True
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def problem(request: HttpRequest, error: DomainError) -> JsonResponse:
    """A problem document."""
    body = {
        "type": "about:blank",
        "title": str(TITLES.get(error.status, TITLES[422])),
        "status": error.status,
        "detail": str(error),
        "code": error.code,
        "request_id": request_id(request),
    }
    if error.field:
        body["field"] = error.field
    return JsonResponse(body, status=error.status, content_type="application/problem+json")
