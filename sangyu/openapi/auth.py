"""Who calls: the signed-in person of a session past both gates, or a token's post."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.security.base import AuthBase

from sangyu.city.organisations.middleware import closed_gate
from sangyu.kernel.actors import Actor
from sangyu.kernel.ui.middleware import request_id
from sangyu.openapi.selectors import actor_of_token


class SessionActor(AuthBase):
    """The session's actor, unless a password change or the second factor is still due."""

    openapi_type = "apiKey"

    def __init__(self) -> None:
        self.openapi_in = "cookie"
        self.openapi_name = "sessionid"
        super().__init__()

    def __call__(self, request: HttpRequest) -> Actor | None:
        actor: Actor | None = getattr(request, "actor", None)
        return actor if actor is not None and not closed_gate(request, actor) else None


class TokenActor(HttpBearer):
    """`Authorization: Bearer sgy_…`."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        actor = actor_of_token(token, request_id=request_id(request))
        if actor is not None:
            request.actor = actor  # type: ignore[attr-defined]  # as the session's
        return actor
