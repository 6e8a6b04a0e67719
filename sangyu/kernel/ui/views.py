"""Error pages for what Django itself refuses (urls.py names them as handlers), and the component gallery."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sangyu.kernel.errors import DomainError
from sangyu.kernel.ui import bodies, middleware


def _answer(
    request: HttpRequest, status: int, code: str, message: str, remedy: str
) -> HttpResponse:
    error = DomainError(code, message, remedy=remedy)
    error.status = status  # type: ignore[misc]  # Django's own errors have no class of ours
    return middleware.respond(request, error)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400; what is too large has its own answer."""
    if isinstance(exception, RequestDataTooBig):
        return middleware.respond(request, bodies.too_large(bodies.body_limit(request)))
    return _answer(
        request,
        400,
        "bad-request",
        _("Your browser sent something this site cannot read."),
        _("Go back, reload the page and try again."),
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403."""
    return _answer(
        request,
        403,
        "forbidden",
        _("Your role does not allow this."),
        _("Ask your organisation's administrator, or switch to another of your posts."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404."""
    return _answer(
        request,
        404,
        "not-found",
        _("There is no such page."),
        _("Check the address, or search for it."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: mostly a form that stood open past the session's end."""
    return _answer(
        request,
        403,
        "form-expired",
        _("This form stood open too long, so it was not accepted; nothing was saved."),
        _("Go back, reload the page and send it again."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: touches no database, as that may be what broke."""
    context = {"request_id": middleware.request_id(request), "status": 500}
    return render(request, "ui/error_500.html", context, status=500)
