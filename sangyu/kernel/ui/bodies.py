"""How much a request may carry: refused before it is read, not after it lies on the disk.

A body is bounded twice: by the length it announces (the middleware, before anything reads it), and by the bytes that
arrive (the first upload handler), for a length may lie. Ordinary forms are small; a view that takes files says how
large a body it accepts:

    @accepts_body(UPLOAD)
    @needs(rights.ELDER_IMPORT)
    def upload(request): …
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from sangyu.kernel import officefiles
from sangyu.kernel.errors import DomainError
from sangyu.kernel.ui.middleware import respond, wants_json

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
MIB = 1024 * 1024
UPLOAD = officefiles.DEFAULT_LIMITS.size + MIB
"""The largest office file that is opened, and the form around it."""


class TooLarge(DomainError):
    """The request carries more than the address accepts."""

    status = 413


class Unreadable(DomainError):
    """The request holds what is no text."""

    status = 400


def accepts_body(size: int) -> Callable[[View], View]:
    """Mark a view that takes files: its requests may have so many bytes. The outermost decorator."""

    def mark(view: View) -> View:
        view.body_limit = size  # type: ignore[attr-defined]  # read below
        return view

    return mark


def body_limit(request: HttpRequest) -> int:
    """How many bytes a request to this address may have."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return int(settings.SANGYU_BODY_LIMIT)
    return int(getattr(view, "body_limit", settings.SANGYU_BODY_LIMIT))


class BodyLimitMiddleware:
    """Refuses by the announced length. Stands after the language is known and before anything reads the body (CSRF)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Most requests announce little, so their address is not even looked up."""
        if _announced(request) > settings.SANGYU_BODY_LIMIT:
            limit = body_limit(request)
            if _announced(request) > limit:
                return respond(request, too_large(limit))
        if has_null(request):
            return respond(request, unreadable())
        return self.get_response(request)


def has_null(request: HttpRequest) -> bool:
    """True for a sign that no keyboard makes and no database keeps (U+0000), in the address or in a form."""
    if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path_info:
        return True
    if request.method != "POST":
        return False
    if request.content_type == "application/json":
        return b"\\u0000" in request.body
    if wants_json(request):  # the API reads its own body, and says that it is no JSON
        return False
    return any("\0" in value for _name, values in request.POST.lists() for value in values)


def unreadable() -> Unreadable:
    """The refusal, in words."""
    return Unreadable(
        "null-sign",
        _("What was sent holds a sign that is no text, so it was not read."),
        remedy=_("Type it anew instead of pasting it."),
    )


def too_large(limit: int) -> TooLarge:
    """The refusal, in words."""
    return TooLarge(
        "body-too-large",
        _(
            "What you sent is larger than the %(size)s MiB that are accepted here, so nothing of it was read."
        )
        % {"size": limit // MIB},
        remedy=_(
            "Split the list, or leave pictures and empty sheets out of the file; then send it again."
        ),
    )


def _announced(request: HttpRequest) -> int:
    text = str(request.META.get("CONTENT_LENGTH") or "")
    return int(text) if text.isdecimal() else 0


class BoundedUploadHandler(FileUploadHandler):
    """Counts what arrives in files, before others keep it; more than the address accepts ends the request."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._left = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803  Django's name
        content_length: int,
        boundary: Any,  # bytes, though the stubs say text
        encoding: str | None = None,
    ) -> None:
        """Before the first part."""
        self._left = body_limit(self.request) if self.request else settings.SANGYU_BODY_LIMIT

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """One chunk of one file, handed on to the next handler."""
        self._left -= len(raw_data)
        if self._left < 0:
            for handler in self.request.upload_handlers if self.request else ():
                handler.upload_interrupted()  # what arrived so far goes
            raise RequestDataTooBig("more arrived than the address accepts")
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        """The next handler makes the file."""
        return None
