"""Giving a file out: to who sees what it proves, as a download and never as a page."""

from __future__ import annotations

import uuid

from django.http import FileResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.attachments import selectors, services
from sangyu.kernel.attachments.types import CONTENT_TYPES, FileKind
from sangyu.kernel.errors import NotFound


@never_cache
@needs("")
def download(request: ActorRequest, ref: uuid.UUID) -> HttpResponseBase:
    """One file. Whatever is inside, no browser may run it here."""
    row = selectors.attachment_get(actor=request.actor, ref=ref)
    try:
        file = row.file.open("rb")
    except FileNotFoundError as error:
        raise NotFound(
            "file-lost",
            _("The file is registered, but its bytes are not on this server."),
            remedy=_("Ask the system administrator to restore the files from the backup."),
        ) from error
    services.attachment_opened(actor=request.actor, row=row)
    response = FileResponse(
        file, as_attachment=True, filename=row.name, content_type=CONTENT_TYPES[FileKind(row.kind)]
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
