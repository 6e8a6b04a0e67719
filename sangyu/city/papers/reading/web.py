"""Saved web pages: their text and tables as a browser would show them. Nothing is executed and nothing fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

from sangyu.city.papers.reading.blocks import Source, Writer
from sangyu.city.papers.reading.types import Problem
from sangyu.kernel.officefiles import OfficeFile, damaged

_Place = tuple[int, int, str]
_UNSEEN = frozenset(
    {
        "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "head", "select", "button",
        "input", "textarea", "nav", "footer", "video", "audio", "canvas", "map", "math", "title", "meta", "link",
    }
)  # fmt: skip
_BLOCKS = frozenset(
    {
        "p", "div", "section", "article", "main", "header", "footer", "aside", "h1", "h2", "h3", "h4", "h5", "h6", "li",
        "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "center", "form", "fieldset", "figure", "hr", "body", "html",
        "address", "caption", "tr", "td", "th", "tbody", "thead", "tfoot",
    }
)  # fmt: skip
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?![.\d])|text-indent\s*:\s*-\d{3}"
    r"|(?:left|top)\s*:\s*-\d{4}",
    re.IGNORECASE,
)
# What stands around the paper on its page, by the names that sites give it; a long block may hold the paper itself.
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:foot(?:er)?|copyright|b?d?share|breadcrumbs?|crumbs?|path|location|nav(?:igation|bar)?|menu|sidebar"
    r"|related|recommend|pager|toolbar|links?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LONGEST_AROUND = 600
_DEEPEST = 200
_WIDEST = 60
_MOST_PLACES = 300_000
_SPACE = re.compile(r"[ \t\r\n\f]+")


def read_web(file: OfficeFile) -> Source:
    """The page's visible text in its order."""
    text = re.sub(r"^\s*<\?xml[^>]{0,200}>", "", file.text()).replace("\0", "")
    parser = html.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise damaged() from error
    reader = _Reader()
    reader.read(root, 0)
    reader.end_line()
    return reader.writer.source(file.name, tuple(reader.problems))


@dataclass(frozen=True)
class _Cell:
    text: str
    columns: int
    rows: int


class _Reader:
    """Walks the tree; collects a line until a block ends it."""

    def __init__(self) -> None:
        self.writer = Writer()
        self.problems: list[Problem] = []
        self._line: list[str] = []
        self._places = 0

    def read(self, element: html.HtmlElement, depth: int) -> None:
        if self._is_unseen(element):
            return
        if depth > _DEEPEST:
            self.problems.append(Problem("web.too_deep"))
            return
        if element.tag == "table" and not _is_layout(element):
            self.end_line()
            self._table(element)
            return
        is_block = element.tag in _BLOCKS or element.tag == "table"
        if is_block or element.tag == "br":
            self.end_line()
        self._add(element.text)
        for child in element:
            self.read(child, depth + 1)
            self._add(child.tail)
        if is_block:
            self.end_line()

    def _is_unseen(self, element: html.HtmlElement) -> bool:
        if not isinstance(element.tag, str) or element.tag in _UNSEEN:
            return True
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if _AROUND.search(names) and element.find(".//table") is None:
            return len(_text(element)) <= _LONGEST_AROUND
        if "hidden" in element.attrib or _HIDDEN.search(element.get("style") or ""):
            shown = _SPACE.sub(" ", _text(element))[:200].strip()
            if shown:
                self.problems.append(Problem("foreign.hidden", shown))
            return True
        return False

    def _add(self, text: str | None) -> None:
        if text:
            self._line.append(text)

    def end_line(self) -> None:
        """Write the line, if anything stands in it."""
        text = _SPACE.sub(" ", "".join(self._line)).strip(" ")
        self._line = []
        if text:
            self.writer.line(text)

    def _table(self, table: html.HtmlElement) -> None:
        caption = table.find("caption")
        if caption is not None:
            self.writer.line(_SPACE.sub(" ", _text(caption)).strip())
        rows = self._laid([list(_cells(row)) for row in _rows(table)])
        if rows:
            self.writer.grid(rows)

    def _laid(self, lines: list[list[_Cell]]) -> list[list[_Place]]:
        """Cells at each of the places that they cover."""
        grid: list[dict[int, _Place]] = [{} for _ in lines]
        for at, line in enumerate(lines):
            column = 0
            for cell in line:
                while column in grid[at]:
                    column += 1
                self._cover(grid, at, column, cell)
                column += cell.columns
        width = max((max(row, default=-1) + 1 for row in grid), default=0)
        return [
            [row.get(column, (at, column, "")) for column in range(width)]
            for at, row in enumerate(grid)
            if row
        ]

    def _cover(self, grid: list[dict[int, _Place]], at: int, column: int, cell: _Cell) -> None:
        below = len(grid) - at if cell.rows == 0 else min(cell.rows, len(grid) - at)
        self._places += below * cell.columns
        if self._places > _MOST_PLACES:
            raise damaged()
        for row in range(at, at + below):
            for place in range(column, column + cell.columns):
                grid[row].setdefault(place, (at, column, cell.text))


def _is_layout(table: html.HtmlElement) -> bool:
    """A table that only places other blocks: one with a table inside, or of a single cell."""
    if table.find(".//table") is not None:
        return True
    return len(list(table.iter("td", "th"))) < 2


def _rows(table: html.HtmlElement) -> Iterator[html.HtmlElement]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"tbody", "thead", "tfoot"}:
            yield from (row for row in child if row.tag == "tr")


def _cells(row: html.HtmlElement) -> Iterator[_Cell]:
    for cell in row:
        if cell.tag in {"td", "th"}:
            lines = [_SPACE.sub(" ", line).strip() for line in _text(cell).split("\v")]
            yield _Cell(
                "\n".join(line for line in lines if line),
                max(1, min(_count(cell, "colspan"), _WIDEST)),
                _count(cell, "rowspan"),
            )


def _count(cell: html.HtmlElement, name: str) -> int:
    digits = (cell.get(name) or "1").strip()
    return int(digits) if digits.isdecimal() and len(digits) < 5 else 1


def _text(element: html.HtmlElement) -> str:
    """The visible text; blocks and line breaks are parted by a vertical tab."""
    pieces: list[str] = []
    unseen = 0
    for event, node in etree.iterwalk(element, events=("start", "end")):
        is_unseen = not isinstance(node.tag, str) or node.tag in _UNSEEN
        if event == "start":
            unseen += is_unseen
            if node.tag in _BLOCKS or node.tag == "br":
                pieces.append("\v")
            if not unseen and node.text:
                pieces.append(node.text)
        else:
            unseen -= is_unseen
            if node.tag in _BLOCKS:
                pieces.append("\v")
            if not unseen and node.tail and node is not element:
                pieces.append(node.tail)
    return "".join(pieces)
