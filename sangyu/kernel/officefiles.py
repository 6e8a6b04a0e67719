"""One door for uploaded office files: what the bytes really are, and a refusal with its reason for what is unsafe.

Every reader of an upload calls `inspect` first. It trusts neither the file's name nor the sizes a zip directory
states: each part is unpacked once, in pieces and under limits, and thrown away. It opens no part that it does not know.
Its refusals are `DomainError`s whose code begins with `file.`.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from sangyu.kernel import zipparts
from sangyu.kernel.errors import DomainError

MIB = 1024 * 1024


class Kind(StrEnum):
    """What Sangyu can read."""

    DOCX = "docx"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    TEXT = "text"
    PDF = "pdf"
    HTML = "html"


# What a reader of lists takes; a web page or a PDF is read only where it is asked for by name.
OFFICE = frozenset({Kind.DOCX, Kind.XLSX, Kind.XLS, Kind.ODS, Kind.TEXT})


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes. `cells` bounds rows times columns of a sheet: readers build the whole rectangle in memory."""

    size: int = 32 * MIB
    unpacked: int = 512 * MIB
    ratio: int = 200
    parts: int = 4_000
    cells: int = 20_000_000


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True)
class OfficeFile:
    """A file that may be opened. `encoding` is set for text only."""

    name: str
    kind: Kind
    size: int
    source: bytes | Path
    encoding: str = ""

    def open(self) -> BinaryIO:
        """The bytes, from their beginning."""
        return _open(self.source)

    def text(self) -> str:
        """The whole text, without its byte-order mark, with plain line ends."""
        with self.open() as stream:
            text = stream.read().decode(self.encoding)
        return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def damaged() -> DomainError:
    """For a reader that finds what the guard could not see."""
    return zipparts.damaged()


def encrypted() -> DomainError:
    """For a file behind a password."""
    return DomainError(
        "file.encrypted",
        _("The file is protected by a password."),
        remedy=_("Open it, take the password off (File > Info), save it and upload it again."),
    )


def inspect(
    source: bytes | Path,
    *,
    name: str,
    accept: Collection[Kind] = OFFICE,
    limits: Limits = DEFAULT_LIMITS,
) -> OfficeFile:
    """The file, if it is one of the kinds asked for and safe to open; else a `DomainError`."""
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size == 0:
        raise DomainError("file.empty", _("The file is empty."), remedy=_("Choose another file."))
    if size > limits.size:
        raise DomainError(
            "file.too_large",
            _("The file has %(size)s MiB; at most %(limit)s MiB are allowed.")
            % {"size": -(-size // MIB), "limit": limits.size // MIB},
            remedy=_("Split it, or take out its pictures, and try again."),
        )
    with _open(source) as stream:
        kind, encoding = _kind_of(stream, accept, limits)
    return OfficeFile(name, kind, size, source, encoding)


def _open(source: bytes | Path) -> BinaryIO:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def _kind_of(stream: BinaryIO, accept: Collection[Kind], limits: Limits) -> tuple[Kind, str]:
    head = stream.read(4096)
    stream.seek(0)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        kind, encoding = _zip_kind(stream, limits), ""
    elif head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        kind, encoding = _ole_kind(stream), ""
    elif Kind.PDF in accept and head.lstrip()[:1024].startswith(b"%PDF-"):
        kind, encoding = Kind.PDF, ""
    elif Kind.HTML in accept and _HTML.match(head.removeprefix(codecs.BOM_UTF8)):
        kind, encoding = Kind.HTML, _encoding_of(stream)
    else:
        _refuse_known_strangers(head)
        kind, encoding = Kind.TEXT, _encoding_of(stream)
    if kind not in accept:
        raise _wrong_kind(kind, accept)
    return kind, encoding


def _wrong_kind(found: str, accept: Iterable[str]) -> DomainError:
    return DomainError(
        "file.wrong_kind",
        _("This is a file of the kind %(found)s; here we can read %(accepted)s.")
        % {"found": found, "accepted": ", ".join(sorted(accept))},
        remedy=_("Save it in one of these kinds (File > Save as) and upload it again."),
    )


# --- zip packages: .docx, .xlsx and their dangerous relatives ---

_MAIN_PARTS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": Kind.DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": Kind.XLSX,
}
_OTHER_PACKAGES = (
    ("wordprocessingml.template", ".dotx"),
    ("spreadsheetml.template", ".xltx"),
    ("ms-excel.sheet.binary", ".xlsb"),
    ("presentationml", ".pptx"),
)


def _zip_kind(stream: BinaryIO, limits: Limits) -> Kind:
    package = zipparts.survey(
        stream,
        zipparts.Bounds(limits.unpacked, limits.ratio, limits.parts, limits.cells),
    )
    types = package.content_types
    if package.has_macros:
        raise DomainError(
            "file.macros",
            _("The file carries macros (a program inside the document), so it is not opened."),
            remedy=_("Save it without macros, as .docx or .xlsx, and upload it again."),
        )
    for content_type, kind in _MAIN_PARTS.items():
        if content_type in types:
            return kind
    for mark, suffix in _OTHER_PACKAGES:
        if any(mark in content_type for content_type in types):
            raise _wrong_kind(suffix, _MAIN_PARTS.values())
    if package.mimetype == "application/vnd.oasis.opendocument.spreadsheet":
        return Kind.ODS
    if package.mimetype:
        raise _wrong_kind(package.mimetype, _MAIN_PARTS.values())
    raise DomainError(
        "file.archive",
        _("The file is a zip archive and not a document."),
        remedy=_("Unpack it and upload the documents in it one by one."),
    )


# --- the old binary format: .xls, .doc, and everything that is encrypted ---


def _ole_kind(stream: BinaryIO) -> Kind:
    """Names of streams stand in the OLE directory as UTF-16; looking for them needs no parser of the format."""
    data = stream.read()

    def has(*names: str) -> bool:
        return any(name.encode("utf-16-le") in data for name in names)

    if has("EncryptedPackage", "EncryptionInfo"):
        raise encrypted()
    if has("_VBA_PROJECT", "VBA_PROJECT_CUR"):
        raise DomainError(
            "file.macros",
            _("The file carries macros (a program inside the document), so it is not opened."),
            remedy=_("Save it without macros, as .docx or .xlsx, and upload it again."),
        )
    if has("Workbook", "Book"):
        return Kind.XLS
    raise DomainError(
        "file.legacy",
        _("The file is in an old binary format (.doc, .wps or the like)."),
        remedy=_("Open it in Word or WPS, save it as .docx and upload it again."),
    )


# --- text, and what only looks like it ---

_STRANGERS = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"MZ", "EXE"),
    (b"MIME-Version:", "MHTML"),
)


_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|div|table|article|section|h[1-6]|p)[\s>]",
    re.IGNORECASE | re.DOTALL,
)


def _refuse_known_strangers(head: bytes) -> None:
    for magic, found in _STRANGERS:
        if head.startswith(magic):
            raise _wrong_kind(found, OFFICE)
    start = head.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml")):
        raise DomainError(
            "file.web_page",
            _("The file is a web page or XML, whatever its name says; many systems export such."),
            remedy=_("Open it in Excel, Word or WPS, save it as .xlsx or .docx, and upload that."),
        )


def _encoding_of(stream: BinaryIO) -> str:
    head = stream.read(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates: tuple[str, ...] = ("utf-16",)
    else:
        candidates = ("utf-8", "gb18030")
    for encoding in candidates:
        stream.seek(0)
        try:
            if all(_is_printable(piece) for piece in _decoded(stream, encoding)):
                return encoding
        except UnicodeDecodeError:
            continue
        break
    raise DomainError(
        "file.unknown_kind",
        _("The file is neither a document, a spreadsheet nor a text in UTF-8 or GB18030."),
        remedy=_("Save it as .docx, .xlsx or plain text and upload it again."),
    )


def _decoded(stream: BinaryIO, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    while chunk := stream.read(MIB):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _is_printable(text: str) -> bool:
    """Control characters other than white space and form feed mean that this is no text."""
    return not _CONTROL.intersection(text)


_CONTROL = frozenset(map(chr, range(32))) - set("\t\n\r\f\v\x1a\x1b") | {"\x7f"}
