"""A form that is sent twice is done once: two quick clicks, a page sent anew because the line was slow, Back and Send.

Every `{% form %}` carries the id of the request that drew its page. The same person sending the same content from the
same page is sent where the first sending led; the second waits until the first has been answered. Only what led on to
another page counts: a refusal, or an answer in place, may be sent again and again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from sangyu.kernel import clock
from sangyu.kernel.ui import htmx
from sangyu.kernel.ui.middleware import wants_json
from sangyu.kernel.ui.models import LONGEST, SentForm

FIELD = "sy_page"
KEPT = timedelta(days=1)
"""Somebody who sends the same from the same page a day later means it."""
_PAGE = re.compile(r"[0-9a-f]{32}")


class OnceMiddleware:
    """Stands after sign-in, so that a page that is sent to by somebody else is another page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Forms without the field, and people not signed in, pass. A call of the API reads its own body."""
        is_form = request.method == "POST" and not wants_json(request)
        key = key_of(request) if is_form else ""
        if not key:
            return self.get_response(request)
        with _one_at_a_time(key):
            known = SentForm.objects.filter(key=key).first()
            if known is not None:
                return _led_on(request, known.target)
            response = self.get_response(request)
            target = target_of(response)
            if target:
                _keep(key, target)
            return response


def key_of(request: HttpRequest) -> str:
    """Who sends what from which page, as a digest; "" for what is not watched.

    The page's id is random and kept nowhere, so nobody can try out what may have been sent.
    """
    page = request.POST.get(FIELD, "")
    if not _PAGE.fullmatch(page) or not request.user.is_authenticated:
        return ""
    digest = hashlib.sha256(f"{request.user.pk} {page} {request.get_full_path()}".encode())
    for name, values in sorted(request.POST.lists()):
        if name != "csrfmiddlewaretoken":
            digest.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(repr((name, file.name)).encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return digest.hexdigest()


def target_of(response: HttpResponseBase) -> str:
    """Where an answer leads; "" if it stays."""
    return str(response.headers.get("HX-Redirect") or response.headers.get("Location") or "")


def _led_on(request: HttpRequest, target: str) -> HttpResponse:
    messages.info(request, _("This had been sent already, so it was not done a second time."))
    return htmx.redirect(request, target)


def _keep(key: str, target: str) -> None:
    now = clock.now()
    SentForm.objects.filter(sent_at__lt=now - KEPT).delete()
    if len(target) <= LONGEST:
        SentForm.objects.get_or_create(key=key, defaults={"target": target, "sent_at": now})


@contextmanager
def _one_at_a_time(key: str) -> Iterator[None]:
    """The second waits for the first. The lock is the session's; should it break, the server has let go already."""
    number = int.from_bytes(bytes.fromhex(key[:16]), "big", signed=True)
    _run("SELECT pg_advisory_lock(%s)", number)
    holder: Any = connection.connection
    try:
        yield
    finally:
        if connection.connection is holder and connection.is_usable():
            _run("SELECT pg_advisory_unlock(%s)", number)


def _run(statement: str, number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, (number,))
