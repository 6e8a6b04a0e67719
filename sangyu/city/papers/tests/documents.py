"""Small papers made in tests: Word tables with merges and automatic numbers, workbooks with merges."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import docx
import openpyxl
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table
from openpyxl.worksheet.worksheet import Worksheet

Rows = Sequence[Sequence[str]]


def word(
    *tables: Rows,
    merges: Sequence[tuple[int, int, int, int]] = (),
    change: Callable[[Document], None] | None = None,
) -> bytes:
    """Tables with a paragraph before each; `merges` are (top, left, bottom, right) of the first table."""
    document = docx.Document()
    for number, rows in enumerate(tables):
        document.add_paragraph(f"第{number + 1}页")
        table = document.add_table(len(rows), len(rows[0]))
        for line, row in zip(table.rows, rows, strict=True):
            for cell, text in zip(line.cells, row, strict=True):
                cell.text = text
        if number == 0:
            _merge(table, merges)
    if change is not None:
        change(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _merge(table: Table, merges: Sequence[tuple[int, int, int, int]]) -> None:
    for top, left, bottom, right in merges:
        text = table.cell(top, left).text
        table.cell(top, left).merge(table.cell(bottom, right)).text = text


def number_automatically(document: Document) -> None:
    """Empty the first column and let Word number it, as most offices do."""
    for row in document.tables[0].rows[1:]:
        row.cells[0].text = ""
        properties = row.cells[0].paragraphs[0]._p.get_or_add_pPr()
        number = OxmlElement("w:numPr")
        for tag, value in (("w:ilvl", "0"), ("w:numId", "3")):
            child = OxmlElement(tag)
            child.set(qn("w:val"), value)
            number.append(child)
        properties.append(number)


def insert_tracked(document: Document) -> None:
    """Put the text of the last cell into a tracked insertion, beside a tracked deletion."""
    cell = document.tables[0].rows[-1].cells[-1]
    paragraph = cell.paragraphs[0]._p
    run = paragraph.r_lst[0]
    inserted, deleted = OxmlElement("w:ins"), OxmlElement("w:del")
    gone, text = OxmlElement("w:r"), OxmlElement("w:delText")
    text.text = "市旧局"
    gone.append(text)
    deleted.append(gone)
    paragraph.append(inserted)
    inserted.append(run)
    paragraph.append(deleted)


def nest(document: Document) -> None:
    """Move the table into the only cell of another, as pages copied into Word have it."""
    inner = document.tables[0]._tbl
    outer = document.add_table(1, 1)
    outer.cell(0, 0)._tc.append(inner)
    outer.cell(0, 0).add_paragraph("")


def workbook(
    rows: Sequence[Sequence[object]],
    *,
    merges: Sequence[str] = (),
    change: Callable[[Worksheet], None] | None = None,
) -> bytes:
    """One sheet."""
    book = openpyxl.Workbook()
    sheet = book["Sheet"]
    for row in rows:
        sheet.append(list(row))
    for area in merges:
        sheet.merge_cells(area)
    if change is not None:
        change(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
