"""One written paper in the forms that offices publish: text, web page, Word with automatic numbers, workbook, PDF.

A paper's source: lines of text; `@2 words` is a heading that Word numbers by itself (level 2; elsewhere the number is
text); lines of `|cell|cell|` are a table, where `^` goes on with the cell above, `<` with the one to the left and `¶`
is a line break within a cell.
"""

from __future__ import annotations

import functools
import html
import io
import itertools
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement

from sangyu.city.papers.tests import pdfs
from sangyu.city.papers.tests.printed import print_table

CORPUS = Path(__file__).with_name("corpus") / "forms"
Rows = list[list[str]]
_HEADING = re.compile("@[123] ")
_FOLD = 32
_CHINESE = "一二三四五六七八九十"
_LEVELS = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
_NAVIGATION = (
    "<div class='nav'><ul><li><a href='/'>首页</a></li>"
    "<li><a href='/zwgk/'>政务公开</a></li></ul></div>"
)
_FOOTER = (
    "<div>分享到： 微信 微博</div>"
    "<div><p>主办单位：本级人民政府办公室&nbsp;&nbsp;承办单位：政务信息中心</p>"
    "<p>网站标识码：0000000000 | 联系我们 | 网站地图</p></div>"
)


def render(source: str, form: str) -> bytes:
    """The paper in one of `FORMS`."""
    return FORMS[form](source.strip("\n"))


def _blocks(source: str) -> Iterator[str | Rows]:
    """Lines, and tables as rows of cells."""
    for is_table, group in itertools.groupby(source.split("\n"), lambda line: line.startswith("|")):
        lines = list(group)
        if is_table:
            rows = [[cell.replace("¶", "\n") for cell in line[1:-1].split("|")] for line in lines]
            width = max(map(len, rows))
            yield [row + [""] * (width - len(row)) for row in rows]
        else:
            yield from lines


class _Numbers:
    """Counts headings of three levels."""

    def __init__(self) -> None:
        self._counts = [0, 0, 0]

    def of(self, line: str) -> str:
        """The line with its number in text."""
        if not _HEADING.match(line):
            return line
        level = int(line[1]) - 1
        self._counts[level] += 1
        self._counts[level + 1 :] = [0] * (2 - level)
        count = self._counts[level]
        number = (f"{_CHINESE[count - 1]}、", f"（{_CHINESE[count - 1]}）", f"{count}.")[level]
        return number + line[2:].strip()


def _cell_lines(rows: Rows) -> str:
    """A table whose cells came out one below the other; a merged cell is printed once."""
    return "\n\n".join(cell for row in rows for cell in row if cell not in {"^", "<"}) + "\n"


def _tight(rows: Rows) -> str:
    """The same without blank lines between: what stood in blank cells is gone."""
    return "\n".join(cell for row in rows for cell in row if cell not in {"^", "<", ""})


def _spaced(rows: Rows) -> str:
    """A blank line behind each cell, another behind each row, and one for each blank cell."""
    return "\n\n".join(
        "\n\n".join(cell for cell in row if cell not in {"^", "<"}) + "\n" for row in rows
    )


def _indented(rows: Rows) -> str:
    """Each cell on a line that begins with a tab, a blank line between rows."""
    return "\n\n".join(
        "\n".join(f"\t{cell}" for cell in row if cell not in {"^", "<"}) for row in rows
    )


def _tabbed(rows: Rows) -> str:
    """A row to a line; a merged cell is printed once."""
    shown = [["" if cell in {"^", "<"} else cell.replace("\n", "") for cell in row] for row in rows]
    return "\n".join("\t".join(row) for row in shown)


def _barred(rows: Rows) -> str:
    """Each cell on its own line, closed by a bar, as some copies of web pages have it."""
    shown = [["" if cell in {"^", "<"} else cell for cell in row] for row in rows]
    return "\n".join("\n".join(f"{cell} |" for cell in row) for row in shown)


def _marked(rows: Rows) -> str:
    """As Markdown has it."""
    shown = [
        ["" if cell in {"^", "<"} else cell.replace("\n", "<br>") for cell in row] for row in rows
    ]
    lines = ["| " + " | ".join(row) + " |" for row in shown]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


def _folded(source: str) -> bytes:
    """Paragraphs whose lines were broken by a page."""
    folded: list[str] = []
    for line in _plain(_tabbed, "utf-8")(source).decode().split("\r\n"):
        words = f"    {line}" if "\t" not in line else line
        step = _FOLD if "\t" not in line else max(1, len(words))
        folded.extend(words[at : at + step] for at in range(0, max(1, len(words)), step))
    return "\n".join(folded).encode()


def _plain(table: Callable[[Rows], str], encoding: str) -> Callable[[str], bytes]:
    def written(source: str) -> bytes:
        numbers = _Numbers()
        pieces = [
            numbers.of(block) if isinstance(block, str) else table(block)
            for block in _blocks(source)
        ]
        return "\n".join(pieces).replace("\n", "\r\n").encode(encoding)

    return written


def _spans(rows: Rows, at: int, column: int) -> tuple[int, int]:
    """How many rows and columns a printed cell covers."""
    right = column + 1
    while right < len(rows[at]) and rows[at][right] == "<":
        right += 1
    below = at + 1
    while below < len(rows) and rows[below][column] == "^":
        below += 1
    return below - at, right - column


def _page(source: str) -> bytes:
    numbers = _Numbers()
    pieces = []
    for block in _blocks(source):
        if isinstance(block, str):
            text = html.escape(numbers.of(block))
            pieces.append(f"<p style='text-indent:2em'><span>&emsp;&emsp;{text}</span></p>")
        else:
            pieces.append(_html_table(block))
    title = html.escape(source.split("\n", maxsplit=1)[0])
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}_政府网</title></head><body>{_NAVIGATION}"
        f"<div class='path'>当前位置：首页 &gt; 政务公开 &gt; 政策文件</div><h1>{title}</h1>"
        "<div class='info'>发布时间：2024-03-01 09:30 来源：办公室 浏览次数：<span id='c'></span>"
        " 字体：[大 中 小]</div>"
        f"<div id='zoom'>{''.join(pieces[1:])}</div>{_FOOTER}<script>count()</script></body></html>"
    ).encode()


def _html_table(rows: Rows) -> str:
    out = ["<table border='1'><tbody>"]
    for at, row in enumerate(rows):
        out.append("<tr>")
        for column, cell in enumerate(row):
            if cell in {"^", "<"}:
                continue
            down, across = _spans(rows, at, column)
            text = "<br>".join(html.escape(line) for line in cell.split("\n"))
            out.append(f"<td rowspan='{down}' colspan='{across}'><p>{text}</p></td>")
        out.append("</tr>")
    return "".join((*out, "</tbody></table>"))


def _word(source: str, *, by_style: bool = False) -> bytes:
    """`by_style`: the headings' styles carry the numbers, not the paragraphs."""
    document = docx.Document()
    number = _multilevel(document)
    if by_style:
        for level in range(3):
            properties = document.styles[f"Heading {level + 1}"].element.get_or_add_pPr()
            properties.append(_list_place(level, number))
    for block in _blocks(source):
        if not isinstance(block, str):
            _word_table(document, block)
        elif _HEADING.match(block):
            paragraph = document.add_paragraph(block[2:].strip())
            if by_style:
                paragraph.style = f"Heading {block[1]}"
            else:
                properties = paragraph._p.get_or_add_pPr()
                properties.append(_list_place(int(block[1]) - 1, number))
        else:
            document.add_paragraph(block)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _list_place(level: int, number: str) -> BaseOxmlElement:
    place = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", str(level)), ("w:numId", number)):
        child = OxmlElement(tag)
        child.set(qn("w:val"), value)
        place.append(child)
    return place


def _multilevel(document: Document) -> str:
    """A list of three levels as Word writes it; returns its number."""
    numbering = document.part.numbering_part.element
    levels = "".join(
        f"<w:lvl w:ilvl='{n}'><w:start w:val='1'/><w:numFmt w:val='{style}'/><w:lvlText w:val='{text}'/></w:lvl>"
        for n, (style, text) in enumerate(_LEVELS)
    )
    abstract = parse_xml(
        f"<w:abstractNum {nsdecls('w')} w:abstractNumId='77'>"
        f"<w:multiLevelType w:val='multilevel'/>{levels}</w:abstractNum>"
    )
    numbering.insert(0, abstract)
    numbering.append(
        parse_xml(f"<w:num {nsdecls('w')} w:numId='77'><w:abstractNumId w:val='77'/></w:num>")
    )
    return "77"


def _word_table(document: Document, rows: Rows) -> None:
    table = document.add_table(len(rows), len(rows[0]))
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell in {"^", "<"}:
                continue
            down, across = _spans(rows, at, column)
            place = table.cell(at, column)
            if (down, across) != (1, 1):
                place = place.merge(table.cell(at + down - 1, column + across - 1))
            place.text = cell


def _workbook(source: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book["Sheet"]
    numbers = _Numbers()
    for block in _blocks(source):
        if isinstance(block, str):
            sheet.append([numbers.of(block)])
            continue
        top = sheet.max_row + 1 if sheet.max_row > 1 or sheet["A1"].value else 1
        for at, row in enumerate(block):
            sheet.append(["" if cell in {"^", "<"} else _number(cell) for cell in row])
            for column, cell in enumerate(row):
                down, across = _spans(block, at, column)
                if cell not in {"^", "<"} and (down, across) != (1, 1):
                    sheet.merge_cells(
                        start_row=top + at, start_column=column + 1,
                        end_row=top + at + down - 1, end_column=column + across,
                    )  # fmt: skip
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _number(cell: str) -> str | int:
    return int(cell) if cell.isdecimal() else cell


def _printed(style: str) -> Callable[[str], bytes]:
    def written(source: str) -> bytes:
        document = pdfs.Document()
        numbers = _Numbers()
        for block in _blocks(source):
            if isinstance(block, str):
                document.paragraph(numbers.of(block))
            else:
                print_table(document, block, style)
        return document.data()

    return written


FORMS: dict[str, Callable[[str], bytes]] = {
    "txt": _plain(_tabbed, "utf-8"),
    "txt:tabs": _plain(_tabbed, "utf-8"),
    "txt:lines": _plain(_cell_lines, "utf-8"),
    "txt:tight": _plain(_tight, "utf-8"),
    "txt:spaced": _plain(_spaced, "utf-8"),
    "txt:indented": _plain(_indented, "utf-8"),
    "txt:bars": _plain(_barred, "utf-8"),
    "txt:md": _plain(_marked, "utf-8"),
    "txt:wrap": _folded,
    "gb": _plain(_tabbed, "gb18030"),
    "gb:lines": _plain(_cell_lines, "gb18030"),
    "docx": _word,
    "docx:styles": functools.partial(_word, by_style=True),
    "html": _page,
    "xlsx": _workbook,
    "pdf:ruled": _printed("ruled"),
    "pdf:unruled": _printed("unruled"),
    "pdf:centred": _printed("centred"),
}


def papers() -> Iterator[tuple[dict[str, Any], str, str]]:
    """Every written paper, its source and each of its forms."""
    for file in sorted(CORPUS.glob("*.toml")):
        for paper in tomllib.loads(file.read_text(encoding="utf-8"))["paper"]:
            for form in paper["forms"]:
                yield paper, paper["text"], form
