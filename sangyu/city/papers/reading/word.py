"""Word documents: paragraphs and tables in their order, read from the XML as Word shows it.

python-docx's own `text` drops inserted (tracked) text and content controls, and shows nothing for automatic numbers,
which is how many offices fill the column 序号; so the body is walked here.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from sangyu.city.papers.reading.blocks import Source, Writer
from sangyu.city.papers.reading.wordnumbers import Numbers
from sangyu.kernel.officefiles import OfficeFile, damaged

_P, _TBL, _TR, _TC, _T = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "t"))
_TAB, _BR, _CR, _VAL = (qn(f"w:{name}") for name in ("tab", "br", "cr", "val"))
_WRAPPERS = {
    qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")
}
# Deleted or moved text, the fallback twin of a drawing, text boxes and foot marks are not part of the running text.
_UNSEEN = {
    qn(f"w:{name}") for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "txbxContent")
} | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"}
_Place = tuple[int, int, str]


def read_word(file: OfficeFile) -> Source:
    """The document's body."""
    try:
        with file.open() as stream:
            document = docx.Document(stream)
            body = document.element.body
            numbers = Numbers(*_definitions(document))
    except (OpcError, KeyError, ValueError, zipfile.BadZipFile, SyntaxError) as error:
        raise damaged() from error
    reader = _Reader(numbers)
    reader.read(body)
    return reader.writer.source(file.name)


def _definitions(
    document: Document,
) -> tuple[BaseOxmlElement | None, BaseOxmlElement | None]:
    """How the document's lists and styles count; None where it has no such part."""
    parts = {
        relation.reltype: relation.target_part
        for relation in document.part.rels.values()
        if not relation.is_external
    }
    numbering, styles = (
        parts.get(kind) for kind in (RELATIONSHIP_TYPE.NUMBERING, RELATIONSHIP_TYPE.STYLES)
    )
    return getattr(numbering, "element", None), getattr(styles, "element", None)


class _Reader:
    """Walks the body; counts automatic numbers as it meets them."""

    def __init__(self, numbers: Numbers) -> None:
        self.writer = Writer()
        self._automatic = numbers
        self._numbers: Counter[str] = Counter()

    def read(self, parent: BaseOxmlElement) -> None:
        for child in _children(parent):
            if child.tag == _P:
                self.writer.line(self._paragraph(child))
            elif child.tag == _TBL:
                self._table(child)

    def _paragraph(self, paragraph: BaseOxmlElement) -> str:
        text = "".join(_visible(paragraph))
        number = self._automatic.next(paragraph)
        if number and text.strip():
            return f"{number} {text}" if number[-1].isalnum() else number + text
        return text or number or self._bare_number(paragraph)

    def _bare_number(self, paragraph: BaseOxmlElement) -> str:
        """An empty paragraph of a list without a definition that counts shows just its place in the list."""
        number = paragraph.find(f"./{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        if number is None or number.get(_VAL) in {None, "0"}:
            return ""
        key = str(number.get(_VAL))
        self._numbers[key] += 1
        return str(self._numbers[key])

    def _table(self, table: BaseOxmlElement) -> None:
        rows: list[list[_Place]] = []
        nested: list[BaseOxmlElement] = []
        for at, line in enumerate(child for child in _children(table) if child.tag == _TR):
            rows.append(self._row(line, at, rows[-1] if rows else [], nested))
        width = max((len(row) for row in rows), default=0)
        for at, row in enumerate(rows):
            row.extend((at, column, "") for column in range(len(row), width))
        if rows:
            self.writer.grid(rows)
        for inner in nested:
            self._table(inner)

    def _row(
        self, row: BaseOxmlElement, at: int, above: list[_Place], nested: list[BaseOxmlElement]
    ) -> list[_Place]:
        places: list[_Place] = []
        skipped = row.find(f"./{qn('w:trPr')}/{qn('w:gridBefore')}")
        places.extend((at, column, "") for column in range(_value(skipped, 0)))
        for cell in (child for child in _children(row) if child.tag == _TC):
            column = len(places)
            properties = cell.find(qn("w:tcPr"))
            span = _value(None if properties is None else properties.find(qn("w:gridSpan")), 1)
            if _continues(properties) and column < len(above):
                places.extend(above[column : column + span])
                places.extend((at, n, "") for n in range(len(places), column + span))
            else:
                text = self._cell(cell, nested)
                places.extend([(at, column, text)] * span)
        return places

    def _cell(self, cell: BaseOxmlElement, nested: list[BaseOxmlElement]) -> str:
        lines = []
        for child in _children(cell):
            if child.tag == _P:
                lines.append(self._paragraph(child))
            elif child.tag == _TBL:
                nested.append(child)
        return "\n".join(lines)


def _children(parent: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """Children, seen through content controls and tracked insertions."""
    for child in parent:
        if child.tag in _WRAPPERS:
            yield from _children(child)
        else:
            yield child


def _visible(element: BaseOxmlElement) -> Iterator[str]:
    for child in element:
        if child.tag in _UNSEEN:
            continue
        if child.tag == _T:
            yield child.text or ""
        elif child.tag == _TAB:
            yield "\t"
        elif child.tag in {_BR, _CR}:
            yield "\n"
        else:
            yield from _visible(child)


def _value(element: BaseOxmlElement | None, otherwise: int) -> int:
    text = "" if element is None else str(element.get(_VAL) or "")
    return min(int(text), 200) if text.isdecimal() else otherwise


def _continues(properties: BaseOxmlElement | None) -> bool:
    """A cell merged with the one above: vMerge without 「restart」."""
    merge = None if properties is None else properties.find(qn("w:vMerge"))
    return merge is not None and merge.get(_VAL) in {None, "continue"}
