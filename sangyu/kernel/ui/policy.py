"""The content security policy in the header of every answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponseBase


class PolicyMiddleware(CSPMiddleware):  # type: ignore[misc]  # untyped
    """django-csp's, which writes the policy anew for each answer: that of the settings is written once.

    An answer with a policy of its own, or a page that asked for a nonce, is left to django-csp.
    """

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        super().__init__(get_response)
        self._policy = build_policy()

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Set the header."""
        has_own = any(name.startswith("_csp") for name in vars(response))
        if has_own or getattr(request, "_csp_nonce", None) is not None:
            return cast("HttpResponseBase", super().process_response(request, response))
        response.headers.setdefault(HEADER, self._policy)
        return response
