"""What a zip package really holds, found by unpacking each part once, in pieces and under bounds.

Only `kernel.officefiles` calls this. Beyond the usual bombs (ratio, overlapping parts, sizes that lie, entities) it
bounds the rectangle of every sheet: the reader allocates rows times columns, so two cells far apart in a file of a few
kilobytes would end the process, not raise an error.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, NoReturn
from xml.parsers import expat

from django.utils.translation import gettext as _

from sangyu.kernel.errors import DomainError

CHUNK = 256 * 1024
# Below this size a high ratio means repetition, not a bomb.
SMALL = 1024 * 1024


@dataclass(frozen=True)
class Bounds:
    """Bytes unpacked in all, ratio of any part, number of parts, cells of any sheet's rectangle."""

    unpacked: int
    ratio: int
    parts: int
    cells: int


@dataclass
class Package:
    """What the survey found."""

    content_types: set[str] = field(default_factory=set)
    has_macros: bool = False
    mimetype: str = ""


def survey(stream: BinaryIO, bounds: Bounds) -> Package:
    """Unpack every part under the bounds; raise a `DomainError` for what breaks them."""
    try:
        with zipfile.ZipFile(stream) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
        _damaged(error)
    _check_directory(infos, bounds)
    package = Package()
    types = _content_types(stream, infos, bounds)
    package.content_types = set(types.values())
    names = [info.filename.lower() for info in infos]
    package.has_macros = any("macro" in t.lower() or "vba" in t.lower() for t in types.values())
    package.has_macros |= any(name.endswith("vbaproject.bin") for name in names)
    package.has_macros |= any(name.startswith(("basic/", "scripts/")) for name in names)
    budget = bounds.unpacked
    for info in infos:
        watcher = _Watcher(info.filename, bounds)
        for piece in unpacked(stream, info, bounds.ratio):
            budget -= len(piece)
            if budget < 0:
                _bomb()
            if info.filename == "mimetype":
                package.mimetype = piece[:80].decode("ascii", "replace")
            watcher.feed(piece)
        watcher.finish()
    return package


def unpacked(stream: BinaryIO, info: zipfile.ZipInfo, ratio: int) -> Iterator[bytes]:
    """A part's bytes. The compressed bytes are inflated by ourselves: the directory's sizes may lie."""
    stream.seek(info.header_offset)
    header = stream.read(30)
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        _damaged()
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    stream.seek(name_length + extra_length, 1)
    left, total, crc = info.compress_size, 0, 0
    most = max(SMALL, info.compress_size * ratio)
    inflate = zlib.decompressobj(-15) if info.compress_type == zipfile.ZIP_DEFLATED else None
    while left:
        raw = stream.read(min(CHUNK, left))
        if not raw:
            _damaged()
        left -= len(raw)
        for piece in _inflated(inflate, raw):
            total += len(piece)
            crc = zlib.crc32(piece, crc)
            if total > most:
                _bomb()
            yield piece
    if total != info.file_size or crc != info.CRC:
        _damaged()


def _inflated(inflate: zlib._Decompress | None, raw: bytes) -> Iterator[bytes]:
    if inflate is None:
        yield raw
        return
    try:
        while raw:
            yield inflate.decompress(raw, CHUNK)
            raw = inflate.unconsumed_tail
    except zlib.error as error:
        _damaged(error)


def _check_directory(infos: list[zipfile.ZipInfo], bounds: Bounds) -> None:
    if len(infos) > bounds.parts:
        _bomb()
    names = [info.filename.lower() for info in infos]
    if len(set(names)) != len(names) or any(_is_odd_name(name) for name in names):
        _damaged()
    if any(info.flag_bits & 0x1 for info in infos):
        _encrypted()
    if any(info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for info in infos):
        _damaged()
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            _bomb()  # parts that share bytes: the way to a bomb without a high ratio
        end = info.header_offset + 30 + len(info.orig_filename.encode()) + info.compress_size


def _is_odd_name(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/") or "\0" in name


def _content_types(
    stream: BinaryIO, infos: list[zipfile.ZipInfo], bounds: Bounds
) -> dict[str, str]:
    """Each part's content type, by its lower-case name."""
    listing = next((i for i in infos if i.filename.lower() == "[content_types].xml"), None)
    if listing is None:
        return {}
    defaults: dict[str, str] = {}
    overrides: dict[str, str] = {}

    def on_element(name: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "")
        if name.endswith("Override"):
            overrides[attributes.get("PartName", "").lower().lstrip("/")] = kind
        elif name.endswith("Default"):
            defaults[attributes.get("Extension", "").lower()] = kind

    parser = _parser()
    parser.StartElementHandler = on_element
    for piece in unpacked(stream, listing, bounds.ratio):
        try:
            parser.Parse(piece, False)  # noqa: FBT003 - expat's own signature
        except expat.ExpatError as error:
            _damaged(error)
    types = {}
    for info in infos:
        name = info.filename.lower()
        types[name] = overrides.get(name) or defaults.get(name.rsplit(".", 1)[-1], "")
    return types


class _Watcher:
    """Reads a part's XML as it goes by: no DTD, and no sheet whose rectangle is beyond bounds.

    Every XML part is read so, whatever its stated type: readers find sheets by relationship, not by content type.
    """

    def __init__(self, name: str, bounds: Bounds) -> None:
        self._most = bounds.cells
        # Excel's own drawings of comments are often not well-formed, and no reader of ours opens them.
        self._lenient = name.lower().endswith(".vml")
        self._parser: expat.XMLParserType | None = None
        self._watching = True
        self._row = self._column = self._rows = self._columns = 0
        self._digits = ""
        self._by_letters: dict[str, int] = {}

    def feed(self, piece: bytes) -> None:
        if not self._watching or not piece:
            return
        if self._parser is None:
            if not _looks_like_xml(piece):
                self._watching = False
                return
            self._parser = _parser()
            self._parser.StartElementHandler = self._on_element
        self._parse(self._parser, piece)

    def finish(self) -> None:
        """The part is over: its XML must be, too."""
        if self._watching and self._parser is not None:
            self._parse(self._parser, b"", final=True)

    def _parse(self, parser: expat.XMLParserType, piece: bytes, *, final: bool = False) -> None:
        try:
            parser.Parse(piece, final)
        except expat.ExpatError as error:
            if not self._lenient:
                _damaged(error)
            self._watching = False

    def _on_element(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rsplit(":", 1)[-1] if ":" in name else name
        if tag == "c":
            self._place(attributes.get("r", ""))
        elif tag in {"v", "is", "f"}:  # a cell without them is only formatted
            self._grow()
        elif tag == "row":
            self._row = _number(attributes.get("r", ""), self._row + 1)
            self._column, self._digits = 0, ""
        elif name.startswith(("table:", "manifest:")):
            self._on_open_document(name, attributes)

    def _place(self, reference: str) -> None:
        """Millions of cells come by: a column is reckoned once, a row when its digits change."""
        letters = reference.rstrip("0123456789")
        digits = reference[len(letters) :]
        column = self._by_letters.get(letters)
        if column is None:
            if not _REFERENCE.fullmatch(reference):
                self._column += 1
                return
            column = self._by_letters[letters] = _column_number(letters)
        if digits != self._digits and 0 < len(digits) < 10:
            self._digits, self._row = digits, int(digits)
        self._column = column

    def _on_open_document(self, name: str, attributes: dict[str, str]) -> None:
        """OpenDocument counts cells instead of naming them, and repeats a row or a cell by a number."""
        if name == "table:table":
            self._row = self._column = 0
        elif name == "table:table-row":
            self._row += _number(attributes.get("table:number-rows-repeated", ""), 1)
            self._column = 0
        elif name in {"table:table-cell", "table:covered-table-cell"}:
            self._column += _number(attributes.get("table:number-columns-repeated", ""), 1)
            if "office:value-type" in attributes:
                self._grow()
        elif name == "manifest:encryption-data":
            _encrypted()

    def _grow(self) -> None:
        if self._row <= self._rows and self._column <= self._columns:
            return
        self._rows = max(self._rows, self._row)
        self._columns = max(self._columns, self._column)
        if self._rows * self._columns > self._most:
            raise DomainError(
                "file.too_many_cells",
                _("A sheet spans %(rows)s rows and %(columns)s columns, which is too much.")
                % {"rows": self._rows, "columns": self._columns},
                remedy=_("Delete stray content far from the table (Ctrl+End shows it) and save."),
            )


_REFERENCE = re.compile(r"([A-Za-z]{1,4})([0-9]{1,9})")


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else otherwise


def _looks_like_xml(piece: bytes) -> bool:
    start = piece[:64].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return start.startswith(b"<")


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _on_doctype
    return parser


def _on_doctype(*_names: object) -> None:
    raise DomainError(
        "file.entities",
        _(
            "The file defines its own abbreviations (a DTD), as an attack does, so it is not opened."
        ),
        remedy=_("Save it anew in Word, Excel or WPS and upload that."),
    )


def _encrypted() -> NoReturn:
    raise DomainError(
        "file.encrypted",
        _("The file is protected by a password."),
        remedy=_("Open it, take the password off (File > Info), save it and upload it again."),
    )


def _bomb() -> NoReturn:
    raise DomainError(
        "file.bomb",
        _("Unpacked, the file would be far larger than any document, as an attack does."),
        remedy=_("Save it anew in Word, Excel or WPS and upload that."),
    )


def damaged() -> DomainError:
    """The refusal of what is not whole."""
    return DomainError(
        "file.damaged",
        _("The file is damaged or cut off, so it cannot be read as a document."),
        remedy=_("Open it in Word, Excel or WPS, save it anew and upload that."),
    )


def _damaged(error: Exception | None = None) -> NoReturn:
    raise damaged() from error
