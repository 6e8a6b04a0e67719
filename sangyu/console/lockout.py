"""The lock after failed sign-ins (django-axes): our own page tells about it, so its own answer is not used."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def keep_page(
    request: HttpRequest, response: HttpResponse, credentials: dict[str, str]
) -> HttpResponse:
    """The page that the sign-in view made."""
    return response
