"""What leaves the attachments room."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import models
from django.utils.translation import gettext_lazy as _


class FileKind(models.TextChoices):
    """The kinds of file that may prove something; told by the bytes, never by the name."""

    PDF = "pdf", _("PDF document")
    DOCX = "docx", _("Word document")
    XLSX = "xlsx", _("Excel workbook")
    JPG = "jpg", _("JPEG picture")
    PNG = "png", _("PNG picture")


CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.JPG: "image/jpeg",
    FileKind.PNG: "image/png",
}
ACCEPT = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"


@dataclass(frozen=True)
class Owner:
    """The object a file proves something about: its kind (declared by its room), its key, and where it lies."""

    kind: str
    id: str
    area_code: str = ""
    label: str = ""


@dataclass(frozen=True)
class SafeFile:
    """A file that has passed the door. `source` is where its bytes are, in memory or on disk."""

    name: str
    kind: FileKind
    size: int
    source: bytes | Path


@dataclass(frozen=True)
class AttachmentRow:
    """A kept file as pages show it."""

    ref: uuid.UUID
    name: str
    kind: FileKind
    size: int
    digest: str
    added_at: datetime
    added_by: str
    url: str
