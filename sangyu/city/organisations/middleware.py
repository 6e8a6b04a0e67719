"""Puts the actor on the request, and lets nobody into a view that has not said who may enter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import resolve_url

from sangyu.city.organisations.selectors import actor_of, membership_list
from sangyu.kernel.actors import Actor

SESSION_KEY = "membership"


class ActorMiddleware:
    """Every view of ours carries a right (`access.needs`) or is marked open (`access.public`); others are closed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = None  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: list[Any],
        kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Find the actor; send strangers to the sign-in page."""
        request.actor = actor_for(request)  # type: ignore[attr-defined]
        if request.actor is not None or getattr(view, "is_public", False):  # type: ignore[attr-defined]
            return None
        return to_sign_in(request)


def actor_for(request: HttpRequest) -> Actor | None:
    """The actor of the post chosen in this session; the first post if none is chosen; None if nobody is signed in."""
    if not request.user.is_authenticated:
        return None
    posts = membership_list(account=request.user)
    chosen = request.session.get(SESSION_KEY)
    post = next((post for post in posts if post.pk == chosen), posts[0] if posts else None)
    request.posts = posts  # type: ignore[attr-defined]  # for the post switcher
    return actor_of(post, request_id=request.id) if post else None  # type: ignore[attr-defined]


def to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """The way to the sign-in page that suits the caller: a redirect, an htmx redirect, or a JSON problem."""
    if request.path.startswith("/api/"):
        return JsonResponse({"code": "sign-in", "title": "Sign in first."}, status=401)
    target = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)
