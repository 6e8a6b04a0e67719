"""The door for files that prove something: what the bytes are, and a refusal with its reason for all else.

Office files go through `kernel.officefiles`. A PDF and a picture are told by their bytes and must be whole, so that a
file that is two things at once (a picture with a program behind its end) is refused. Nothing is ever shown inside a
page; what gets through is only ever downloaded.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from sangyu.kernel import officefiles
from sangyu.kernel.attachments.types import FileKind, SafeFile
from sangyu.kernel.errors import DomainError

MIB = 1024 * 1024
MOST_BYTES = 20 * MIB
MOST_FILES = 10
NAME_LENGTH = 120
MOST_PIXELS = 100_000_000
MOST_STREAMS = 5_000
"""Object streams of a PDF; programs that write them put a hundred objects into each."""
MOST_UNPACKED = 64 * MIB
"""What they may unpack to together."""
OFFICE = {officefiles.Kind.DOCX: FileKind.DOCX, officefiles.Kind.XLSX: FileKind.XLSX}
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
JPG_SIZED = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""The markers of a JPEG that hold its size."""


def safe_file(upload: UploadedFile[Any]) -> SafeFile:
    """An uploaded file that may be kept; else a `DomainError` whose code begins with `file.`."""
    name = _clean_name(upload.name or "")
    size = upload.size or 0
    if size == 0:
        raise DomainError(
            "file.empty", _("“%(name)s” is empty.") % {"name": name}, field="files",
            remedy=_("Choose another file."),
        )  # fmt: skip
    if size > MOST_BYTES:
        raise DomainError(
            "file.too_large",
            _("“%(name)s” has %(size)s MiB; at most %(limit)s MiB are allowed.")
            % {"name": name, "size": -(-size // MIB), "limit": MOST_BYTES // MIB},
            field="files",
            remedy=_("Scan it with fewer dots, or split it, and try again."),
        )
    upload.seek(0)
    data = upload.read()
    kind = _kind_of(data, name)
    return SafeFile(_named(name, kind), kind, len(data), data)


def _kind_of(data: bytes, name: str) -> FileKind:
    if data.startswith(b"%PDF-"):
        _check_pdf(data, name)
        return FileKind.PDF
    if data.startswith(PNG_HEAD):
        _check_pixels(_png_size(data, name), name)
        return FileKind.PNG
    if data.startswith(b"\xff\xd8\xff"):
        _check_pixels(_jpg_size(data, name), name)
        return FileKind.JPG
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return OFFICE[officefiles.inspect(data, name=name, accept=set(OFFICE)).kind]
    raise DomainError(
        "file.wrong_kind",
        _("“%(name)s” is of a kind that is not kept here, whatever its ending says.")
        % {"name": name},
        field="files",
        remedy=_("Attach a PDF, a Word or Excel file (.docx, .xlsx), or a picture (.jpg, .png)."),
    )


def _damaged(name: str) -> DomainError:
    return DomainError(
        "file.damaged",
        _("“%(name)s” is incomplete or has something added behind its end.") % {"name": name},
        field="files",
        remedy=_("Open it, save it anew, and attach the new file."),
    )


# --- PDF ---

_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia)\b")


def _check_pdf(data: bytes, name: str) -> None:
    if b"%%EOF" not in data[-2048:]:
        raise _damaged(name)
    if any(_ACTIVE.search(piece) for piece in _pdf_pieces(data, name)):
        raise DomainError(
            "file.active",
            _("“%(name)s” carries a program or another file inside, so it is not kept.")
            % {"name": name},
            field="files",
            remedy=_("Print it into a new PDF and attach that."),
        )


def _pdf_pieces(data: bytes, name: str) -> Iterator[bytes]:
    """The file as it stands, and its compressed object streams, all of them together unpacked under a bound.

    Many streams that each unpack to much, or begin anew behind every word, would keep a process busy for hours.
    """
    yield re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), data)
    whole, left = memoryview(data), MOST_UNPACKED
    for number, found in enumerate(re.finditer(rb"/ObjStm\b.{0,400}?stream\r?\n", data, re.DOTALL)):
        if number >= MOST_STREAMS or left <= 0:
            raise _too_intricate(name)
        try:
            piece = zlib.decompressobj().decompress(whole[found.end() :], left)
        except zlib.error:
            continue
        left -= len(piece)
        yield piece


def _too_intricate(name: str) -> DomainError:
    return DomainError(
        "file.too_intricate",
        _("“%(name)s” is built so intricately that it cannot be searched for programs.")
        % {"name": name},
        field="files",
        remedy=_("Print it into a new PDF and attach that."),
    )


# --- pictures ---


def _png_size(data: bytes, name: str) -> tuple[int, int]:
    """Width and height; every chunk with its sum, the last one IEND at the very end."""
    at, size = len(PNG_HEAD), (0, 0)
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        kind, end = data[at + 4 : at + 8], at + 12 + length
        if end > len(data) or zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(
            data[end - 4 : end], "big"
        ):
            break
        if kind == b"IHDR" and length == 13:
            size = (
                int.from_bytes(data[at + 8 : at + 12], "big"),
                int.from_bytes(data[at + 12 : at + 16], "big"),
            )
        if kind == b"IEND":
            if end == len(data) and all(size):
                return size
            break
        at = end
    raise _damaged(name)


def _jpg_size(data: bytes, name: str) -> tuple[int, int]:
    """Width and height, from the segments before the picture itself; nothing but padding behind its end."""
    end = data.rstrip(b"\0")
    if not end.endswith(b"\xff\xd9"):
        raise _damaged(name)
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker in JPG_SIZED:
            return (
                int.from_bytes(data[at + 7 : at + 9], "big"),
                int.from_bytes(data[at + 5 : at + 7], "big"),
            )
        at += 2 + length
    raise _damaged(name)


def _check_pixels(size: tuple[int, int], name: str) -> None:
    if not all(size) or size[0] * size[1] > MOST_PIXELS:
        raise DomainError(
            "file.too_large",
            _("The picture “%(name)s” is larger than any scan needs.") % {"name": name},
            field="files",
            remedy=_("Make it smaller and attach it again."),
        )


# --- names ---


def _clean_name(name: str) -> str:
    """The last part of the name without what a file system or a header could stumble over."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(
        char for char in unicodedata.normalize("NFC", name) if unicodedata.category(char)[0] != "C"
    )
    return re.sub(r'[<>:"|?*\s]+', " ", kept).strip(" .")[-NAME_LENGTH:] or "file"


def _named(name: str, kind: FileKind) -> str:
    """The name with the ending that its bytes deserve."""
    path = Path(name)
    endings = {".jpeg", ".jpg"} if kind is FileKind.JPG else {f".{kind}"}
    return name if path.suffix.lower() in endings else f"{name[: NAME_LENGTH - 5]}.{kind}"
