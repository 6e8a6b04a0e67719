"""Puts the actor on the request, and lets nobody into a view that has not said who may enter.

Between sign-in and work stand two gates: a password that must be changed, and the second factor of privileged roles.
Until they are passed only views marked `gate` answer. A session lives as long as it is used.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import resolve_url
from django.utils.functional import SimpleLazyObject

from sangyu.city.organisations.selectors import actor_of, membership_list
from sangyu.city.organisations.sessions import posts_with_session, signed_in
from sangyu.city.organisations.types import PRIVILEGED_ROLES
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor
from sangyu.kernel.ui.middleware import request_id

SESSION_KEY = "membership"
SEEN_KEY = "seen"
SEEN_SECONDS = 60
"""How often a session in use is written back, at most."""
WAS_HERE_COOKIE = "sangyu_was_here"
"""Tells an expired session from a first visit; says nothing about whose it was."""


def gate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Mark a view that a signed-in person reaches before the gates are passed (it also `needs("")`)."""
    view.is_gate = True  # type: ignore[attr-defined]  # read below
    return view


class AccountMiddleware(AuthenticationMiddleware):
    """`request.user`, as Django's middleware of this name; the account comes with the session's own row."""

    def process_request(self, request: HttpRequest) -> None:
        """Asked for when first looked at."""
        request.user = SimpleLazyObject(lambda: signed_in(request))  # type: ignore[assignment]  # as Django's


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
        """Find the actor; send strangers to the sign-in page, and the half signed in to their gate."""
        actor = actor_for(request)
        request.actor = actor  # type: ignore[attr-defined]
        if getattr(view, "is_public", False):
            return None
        if actor is None:
            return to_sign_in(request)
        keep_alive(request)
        closed = closed_gate(request, actor)
        return _send(request, resolve_url(closed)) if closed and not is_gate(view) else None


def is_gate(view: Callable[..., HttpResponseBase]) -> bool:
    """True for a view reached before the gates are passed."""
    return bool(getattr(view, "is_gate", False))


def closed_gate(request: HttpRequest, actor: Actor) -> str:
    """The name of the page of the first gate not yet passed; "" if all are."""
    account: Any = request.user
    if account.must_change_password:
        return "console:password"
    needed = settings.SANGYU_SECOND_FACTOR and actor.role in PRIVILEGED_ROLES
    return "console:second-factor" if needed and not account.is_verified() else ""


def keep_alive(request: HttpRequest) -> None:
    """Write the session back once a minute while it is used, so that it ends that long after the last use."""
    now = int(clock.now().timestamp())
    if now - request.session.get(SEEN_KEY, 0) >= SEEN_SECONDS:
        request.session[SEEN_KEY] = now


def actor_for(request: HttpRequest) -> Actor | None:
    """The actor of the post chosen in this session; the first post if none is chosen; None if nobody is signed in."""
    if not request.user.is_authenticated:
        return None
    posts = posts_with_session(request) or membership_list(account=request.user)
    chosen = request.session.get(SESSION_KEY)
    post = next((post for post in posts if post.pk == chosen), posts[0] if posts else None)
    request.posts = posts  # type: ignore[attr-defined]  # for the post switcher
    return actor_of(post, request_id=request_id(request)) if post else None


def to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """The way to the sign-in page that suits the caller: a redirect, an htmx redirect, or a JSON problem."""
    if request.path.startswith("/api/"):
        return JsonResponse({"code": "sign-in", "title": "Sign in first."}, status=401)
    query = {"next": request.get_full_path()}
    if request.COOKIES.get(WAS_HERE_COOKIE):
        query["ended"] = "1"
    return _send(request, f"{resolve_url(settings.LOGIN_URL)}?{urlencode(query)}")


def _send(request: HttpRequest, target: str) -> HttpResponseBase:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)
