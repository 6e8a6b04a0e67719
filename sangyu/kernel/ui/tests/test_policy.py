"""The policy is in every answer, and an answer may have its own."""

from __future__ import annotations

from typing import Any

import pytest
from csp.decorators import csp_update
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from sangyu.kernel.ui.policy import PolicyMiddleware

NAME = "Content-Security-Policy"


def plain(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("x")


own = csp_update({"img-src": ["https://maps.example"]})(plain)


def nonced(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.csp_nonce))  # type: ignore[attr-defined]  # django-csp's


@pytest.mark.parametrize(("view", "has_maps"), [(plain, False), (own, True)])
def test_it_is_what_django_csp_writes(view: Any, has_maps: bool) -> None:
    request = RequestFactory().get("/")
    ours = PolicyMiddleware(view)(request).headers[NAME]
    theirs = CSPMiddleware(view)(request).headers[NAME]
    assert sorted(ours.split("; ")) == sorted(theirs.split("; "))
    assert ("maps.example" in ours) is has_maps


def test_a_page_that_asks_for_a_nonce_is_left_to_django_csp() -> None:
    assert PolicyMiddleware(nonced)(RequestFactory().get("/")).status_code == 200
