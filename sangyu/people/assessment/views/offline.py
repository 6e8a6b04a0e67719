"""The service worker of the forms; it must be served from below /assessments/, for that is what it may look after."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from django.http import HttpRequest, HttpResponse

from sangyu.kernel.access import public


@cache
def _script() -> bytes:
    root = files("sangyu.people.assessment")
    return root.joinpath("static", "assessment", "worker.js").read_bytes()


@public
def worker(request: HttpRequest) -> HttpResponse:
    """The script, never older than the site."""
    response = HttpResponse(_script(), "text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response
