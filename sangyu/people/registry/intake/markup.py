"""What stands in an .xlsx sheet's markup and the reader leaves out: what is hidden, errors, formulas never worked out.

One pass over the unpacked bytes with a few patterns; the file has passed the guard, so sizes are bounded.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

CHUNK = 1 << 20
_HIDDEN_ROW = re.compile(rb'<row\b(?=[^>]*\shidden="(?:1|true)")[^>]*?\sr="(\d{1,7})"')
_HIDDEN_COLUMN = re.compile(
    rb'<col\b(?=[^>]*\shidden="(?:1|true)")(?=[^>]*\smin="(\d{1,5})")(?=[^>]*\smax="(\d{1,5})")'
)
_EXTRAS = ("xl/media/", "xl/externalLinks/", "xl/embeddings/")
_ERROR_CELL = re.compile(
    rb'<c\b(?=[^>]*\st="e")[^>]*?\sr="([A-Z]{1,3})(\d{1,7})"[^>]*>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)?<v>([^<]{1,12})</v>'
)
_EMPTY_FORMULA = re.compile(
    rb'<c\b[^>]*?\sr="([A-Z]{1,3})(\d{1,7})"[^>]*><f[^>]*>([^<]{1,2000})</f>(?:<v></v>|<v/>)?</c>'
)
_TAIL = 4096
MOST_COLUMNS = 200
"""Columns looked at for being hidden; a list has a few dozen."""


@dataclass(frozen=True)
class Marks:
    """Rows and columns (from 0) that the file hides; by row, the columns that show an error or a formula without value.

    `has_extras`: the file carries pictures, embedded files or links to other files.
    """

    hidden: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    has_extras: bool = False
    errors: dict[int, dict[int, str]] = field(default_factory=dict)


def marks_of(path: Path, sheet: int) -> Marks:
    """The marks of the sheet with this index."""
    with zipfile.ZipFile(path) as archive:
        part = _part_name(archive, sheet)
        if part is None:
            return Marks()
        hidden: list[int] = []
        columns: set[int] = set()
        errors: dict[int, dict[int, str]] = {}
        for piece in _pieces(archive, part):
            hidden.extend(int(match[1]) for match in _HIDDEN_ROW.finditer(piece))
            for match in _HIDDEN_COLUMN.finditer(piece):
                columns.update(range(int(match[1]) - 1, min(int(match[2]), MOST_COLUMNS)))
            for match in _ERROR_CELL.finditer(piece):
                column = column_index(match[1].decode())
                errors.setdefault(int(match[2]), {})[column] = match[3].decode()
            for match in _EMPTY_FORMULA.finditer(piece):
                column = column_index(match[1].decode())
                errors.setdefault(int(match[2]), {})[column] = "=" + match[3].decode(
                    "utf-8", "replace"
                )
        extras = any(name.startswith(_EXTRAS) for name in archive.namelist())
    return Marks(tuple(dict.fromkeys(hidden)), tuple(sorted(columns)), extras, errors)


def column_index(letters: str) -> int:
    """A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(index: int) -> str:
    """0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The part in pieces that overlap, so that no tag falls between two."""
    with archive.open(part) as stream:
        tail = b""
        while chunk := stream.read(CHUNK):
            piece = tail + chunk
            yield piece
            tail = piece[-_TAIL:]


def _part_name(archive: zipfile.ZipFile, sheet: int) -> str | None:
    """The part that holds the sheet, by the workbook's own list and relationships."""
    try:
        sheets = _elements(archive.read("xl/workbook.xml"), "sheet")
        links = _elements(archive.read("xl/_rels/workbook.xml.rels"), "Relationship")
    except KeyError:
        return None
    if sheet >= len(sheets):
        return None
    link = next((value for name, value in sheets[sheet].items() if name.endswith(":id")), "")
    target = next((element["Target"] for element in links if element.get("Id") == link), "")
    part = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
    return part if part in archive.namelist() else None


def _elements(xml: bytes, tag: str) -> list[dict[str, str]]:
    """The attributes of every element of this name; the guard has refused entities."""
    found: list[dict[str, str]] = []

    def on_element(name: str, attributes: dict[str, str]) -> None:
        if name.rsplit(":", 1)[-1] == tag:
            found.append(attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = on_element
    parser.Parse(xml, True)  # noqa: FBT003 - expat's own signature
    return found
