"""PDF with text: lines and tables rebuilt from where each character stands. A page of pictures is reported.

Tables with ruled lines become grids by their lines, also with merged cells, rows that go on over a page and headers
printed again; tables without lines by the white between their columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from sangyu.city.papers.reading.blocks import Source, Writer
from sangyu.city.papers.reading.markers import begins_clause
from sangyu.city.papers.reading.ruled import Place, Ruling, Table, tables_of
from sangyu.city.papers.reading.types import Problem
from sangyu.city.papers.reading.unruled import Piece, PrintedLine, unruled_tables
from sangyu.kernel.errors import DomainError
from sangyu.kernel.officefiles import OfficeFile, damaged, encrypted

_MOST_PAGES = 600
_MOST_CHARACTERS = 60_000
"""Of one page."""
_FURNITURE = re.compile(
    r"[-—–－·• ]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/共]\s*共?\s*\d{1,4}\s*页?)?[-—–－·• ]*"
)
_NO_CHARACTERS = frozenset({0, 2, 9, 10, 12, 13, 0xFFFE, 0xFFFF})
_TEXTS = frozenset({pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_FORM})
_THINNEST = 0.01
_OUTLINE = 1.0
# PDFium looks for shadows among five pieces; further apart than any page is wide, in points.
_APART, _FAR = 8, 20_000.0
_LEAST_MARGIN = 0.7
# Wider than this many times the character's size, a gap parts two cells.
_CELL_GAP = 0.8


def read_pdf(file: OfficeFile) -> Source:
    """The pages in their order."""
    with file.open() as stream:
        data = stream.read()
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _refusal(error) from error
    try:
        return _read(document, file.name)
    finally:
        document.close()


def _refusal(error: pypdfium2.PdfiumError) -> DomainError:
    return encrypted() if "assword" in str(error) else damaged()


def _read(document: pypdfium2.PdfDocument, name: str) -> Source:
    book = _Book()
    for number in range(min(len(document), _MOST_PAGES)):
        try:
            tables, rest, width = _page(document, number)
        except pypdfium2.PdfiumError:
            book.problems.append(Problem("pdf.no_text", str(number + 1)))
            continue
        lines = _without_number(_lines(rest))
        drawn, lines = unruled_tables(lines)
        if not lines and not tables and not drawn:
            book.problems.append(Problem("pdf.no_text", str(number + 1)))
        book.page(lines, [*tables, *drawn], width)
    book.end_table()
    book.end_line()
    if len(document) > _MOST_PAGES:
        book.problems.append(Problem("pdf.too_long", str(_MOST_PAGES)))
    return book.writer.source(name, tuple(book.problems))


def _page(document: pypdfium2.PdfDocument, number: int) -> tuple[list[Table], list[Place], float]:
    """A page's drawn tables, the characters outside of them, and its width."""
    page = document[number]
    try:
        _set_apart(page)
        tables, rest = tables_of(_ruling(page), _chars(page))
        return tables, rest, page.get_width()
    finally:
        page.close()


class _Book:
    """Takes pages one after another. The last table and the last line wait: the next page may go on with them."""

    def __init__(self) -> None:
        self.writer = Writer()
        self.problems: list[Problem] = []
        self._table: Table | None = None
        self._line = ""

    def page(self, lines: Sequence[PrintedLine], tables: Sequence[Table], width: float) -> None:
        """Lines and tables from top to bottom; `width` of the paper."""
        blocks: list[PrintedLine | Table] = sorted(
            [*lines, *self._whole(tables)],
            key=lambda block: -(block.top if isinstance(block, Table) else block.middle),
        )
        left = min((line.pieces[0].left for line in lines), default=0.0)
        # On a page of short lines the longest is not the margin.
        right = max([_LEAST_MARGIN * width, *(line.pieces[-1].right for line in lines)])
        for block in blocks:
            if isinstance(block, Table):
                self._add_table(block)
            else:
                self._add_line(block, left, right)

    def _whole(self, tables: Sequence[Table]) -> list[Table]:
        """A table that begins within a row, and with none before it that it goes on with, cannot be read by rows."""
        kept = []
        for table in tables:
            before = self._table
            if table.begins_cut and (before is None or not before.goes_on_with(table)):
                self._refuse(table)
            else:
                kept.append(table)
        return kept

    def _refuse(self, table: Table) -> None:
        text = " ".join(table.texts(0))
        self.problems.append(Problem("table.lost_cells", text, field="table"))
        for at in range(len(table.rows)):
            self.writer.line(" ".join(filter(None, table.texts(at))))

    def _add_table(self, table: Table) -> None:
        self.end_line()
        if self._table is not None and self._table.goes_on_with(table):
            self._table = self._table.joined(table)
            return
        self.end_table()
        self._table = table

    def end_table(self) -> None:
        """Write the table that waits."""
        if self._table is not None:
            self.writer.grid(self._table.places())
            self._table = None

    def _add_line(self, line: PrintedLine, left: float, right: float) -> None:
        """A line as wide as the page goes on in the next, unless that is indented or begins with a number."""
        self.end_table()
        size = (line.pieces[-1].right - line.pieces[-1].left) / max(1, len(line.pieces[-1].text))
        begins = line.pieces[0].left > left + 1.2 * size or begins_clause(line.text)
        if begins or len(line.pieces) > 1:
            self.end_line()
        self._line += line.text
        if len(line.pieces) > 1 or line.pieces[-1].right < right - 1.8 * size:
            self.end_line()

    def end_line(self) -> None:
        """Write the paragraph that waits."""
        if self._line:
            self.writer.line(self._line)
            self._line = ""


def _chars(page: pypdfium2.PdfPage) -> list[Place]:
    """The page's characters with their boxes, in the order of the file."""
    text_page = page.get_textpage()
    raw, box = text_page.raw, pdfium.FS_RECTF()
    try:
        found: list[Place] = []
        seen: set[tuple[int, int, int]] = set()
        for at in range(min(pdfium.FPDFText_CountChars(raw), _MOST_CHARACTERS)):
            code = pdfium.FPDFText_GetUnicode(raw, at)
            if code in _NO_CHARACTERS or (code <= 32 and pdfium.FPDFText_IsGenerated(raw, at)):
                continue
            # The loose box is as wide as the character takes up room, also where its glyph is a small comma.
            pdfium.FPDFText_GetLooseCharBox(raw, at, box)
            shift = (box.left + _FAR / 2) // _FAR * _FAR
            left, right = box.left - shift, box.right - shift
            if not _is_shadow(seen, (code, int(left / 2), int(box.bottom / 2))):
                found.append(Place(chr(code), left, right, box.bottom, box.top))
        return found
    finally:
        text_page.close()


def _is_shadow(seen: set[tuple[int, int, int]], place: tuple[int, int, int]) -> bool:
    """The same character within some two points of another: printed twice to look bold."""
    if place in seen:
        return True
    code, x, y = place
    is_near = (code, x - 1, y) in seen or (code, x + 1, y) in seen
    seen.add(place)
    return is_near


def _set_apart(page: pypdfium2.PdfPage) -> None:
    """Move each piece of text away from those before it; `_chars` moves its characters back.

    PDFium takes a piece for a shadow of an earlier one and drops it, if both say the same from the same left edge and
    the font is not installed: with most papers' fonts that would lose lines and cells without a trace. It drops a
    piece without a width (a single character of such a font), too; drawn as an outline the piece has one.
    """
    for at, item in enumerate(page.get_objects(max_depth=1)):
        if item.type in _TEXTS:
            if item.type == pdfium.FPDF_PAGEOBJ_TEXT and _has_no_width(item):
                pdfium.FPDFTextObj_SetTextRenderMode(item.raw, pdfium.FPDF_TEXTRENDERMODE_STROKE)
                pdfium.FPDFPageObj_SetStrokeWidth(item.raw, _OUTLINE)
            pdfium.FPDFPageObj_Transform(item.raw, 1, 0, 0, 1, at % _APART * _FAR, 0)


def _has_no_width(item: pypdfium2.PdfObject) -> bool:
    left, _, right, _ = item.get_bounds()
    return bool(right - left < _THINNEST)


def _ruling(page: pypdfium2.PdfPage) -> Ruling:
    """The page's straight lines, from strokes and from thin or framed rectangles."""
    ruling = Ruling()
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3):
        try:
            left, bottom, right, top = item.get_bounds()
        except pypdfium2.PdfiumError:
            continue
        ruling.add(left, bottom, right, top)
        if ruling.is_full:
            break
    return ruling


def _lines(chars: Sequence[Place]) -> list[PrintedLine]:
    """Characters as lines, top to bottom."""
    lines: list[list[Place]] = []
    for char in sorted(chars, key=lambda c: (-c.middle, c.left)):
        size = max(lines[-1][0].size, char.size) if lines else 0.0
        if lines and abs(lines[-1][0].middle - char.middle) < 0.45 * size:
            lines[-1].append(char)
        else:
            lines.append([char])
    found = [PrintedLine(tuple(_pieces(line)), line[0].middle) for line in lines]
    return [line for line in found if line.text.strip()]


def _without_number(lines: list[PrintedLine]) -> list[PrintedLine]:
    """The page's lines without its number above or below them; a number among them is a cell's, or a wrapped year."""
    for edge in (0, -1):
        if lines and _FURNITURE.fullmatch(lines[edge].text.strip()):
            lines = lines[1:] if edge == 0 else lines[:-1]
    return lines


def _pieces(line: Sequence[Place]) -> Iterator[Piece]:
    """Runs of characters, cut at wide gaps."""
    run: list[Place] = []
    for char in sorted(line, key=lambda c: c.left):
        if run and char.left - run[-1].right > _CELL_GAP * char.size:
            yield _piece(run)
            run = []
        if run or char.text.strip():
            run.append(char)
    if run:
        yield _piece(run)


def _piece(run: Sequence[Place]) -> Piece:
    return Piece("".join(char.text for char in run).strip(), run[0].left, run[-1].right)
