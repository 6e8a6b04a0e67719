"""Who calls: the signed-in person of a session past both gates, or a token's post."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.security import HttpBearer
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from sangyu.city.organisations.middleware import closed_gate
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Forbidden
from sangyu.kernel.ui.middleware import request_id
from sangyu.openapi.selectors import actor_of_token


class SessionActor(AuthBase):
    """The session's actor, unless a password change or the second factor is still due.

    A browser sends its cookie whoever wrote the page, so a POST must carry the CSRF token as a form's does.
    """

    openapi_type = "apiKey"

    def __init__(self) -> None:
        self.openapi_in = "cookie"
        self.openapi_name = "sessionid"
        super().__init__()

    def __call__(self, request: HttpRequest) -> Actor | None:
        actor: Actor | None = getattr(request, "actor", None)
        if actor is None or closed_gate(request, actor):
            return None
        if check_csrf(request):
            raise Forbidden(
                "csrf",
                _(
                    "A call with a session's cookie must carry its CSRF token, unless it only reads."
                ),
                remedy=_("Send the token in the header X-CSRFToken, or call with a bearer token."),
            )
        return actor


class TokenActor(HttpBearer):
    """`Authorization: Bearer sgy_…`."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        actor = actor_of_token(token, request_id=request_id(request))
        if actor is not None:
            request.actor = actor  # type: ignore[attr-defined]  # as the session's
        return actor
