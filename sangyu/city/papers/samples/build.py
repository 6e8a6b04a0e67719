"""Builds the sample's .docx and .xlsx from the Kaili pack (`sangyu papers samples`); always the same parts."""

from __future__ import annotations

import datetime
import io
import tomllib
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from sangyu.city.papers.packs import shelf, word

FOLDER = Path(__file__).parent
NAME = "kaili-2023-tasks"
HEADER = ("序号", "重点任务", "完成时限", "牵头单位", "责任单位")
_WIDTHS_CM = (1.2, 11.6, 3.0, 4.2, 5.6)
_WIDTHS_CHARACTERS = (6, 70, 16, 26, 40)


@dataclass(frozen=True)
class Sample:
    """The table with what stands around it."""

    title: str
    source: str
    note: str
    issued: datetime.date
    rows: list[list[str]]


def sample() -> Sample:
    """The source: the rows of the annex."""
    about = tomllib.loads((FOLDER / f"{NAME}.toml").read_text(encoding="utf-8"))
    pack = shelf.pack("kaili")
    rows = [
        [task.no, task.title, task.deadline, "、".join(task.lead), "、".join(task.support)]
        for task in pack.tables["row"]
    ]
    day = pack.document.issued or pack.document.edition
    return Sample(about["title"], word.source_line(pack.document), about["note"], day, rows)


def built() -> dict[str, bytes]:
    """The files by name."""
    source = sample()
    return {f"{NAME}.docx": _word(source), f"{NAME}.xlsx": _workbook(source)}


def _word(source: Sample) -> bytes:
    document = word.begun(source.title, above="附件2")
    word.centred(document, source.source)
    word.table(document, HEADER, list(source.rows), _WIDTHS_CM)
    document.add_paragraph(source.note)
    return word.finished(document, source.title, source.issued)


def _workbook(source: Sample) -> bytes:
    book = openpyxl.Workbook()
    sheet = book["Sheet"]
    sheet.title = "责任分解表"
    width = len(HEADER)
    for line in (source.title, source.source):
        sheet.append([line])
        sheet.merge_cells(
            start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=width
        )
    sheet.append(HEADER)
    for row in source.rows:
        sheet.append([int(row[0]), *(text or None for text in row[1:])])
    last = sheet.max_row
    sheet.append([source.note])
    sheet.merge_cells(start_row=last + 1, end_row=last + 1, start_column=1, end_column=width)
    _dress(sheet, last)
    for column, characters in zip("ABCDE", _WIDTHS_CHARACTERS, strict=True):
        sheet.column_dimensions[column].width = characters
    sheet.freeze_panes = "A4"
    sheet.print_title_rows = "3:3"
    sheet.page_setup.orientation = "landscape"
    book.properties.title, book.properties.creator = source.title, "Sangyu"
    stream = io.BytesIO()
    book.save(stream)
    return word.settled(stream.getvalue(), source.issued)


def _dress(sheet: Worksheet, last: int) -> None:
    line = Side(style="thin")
    for row in sheet.iter_rows(min_row=3, max_row=last):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            cell.border = Border(left=line, right=line, top=line, bottom=line)
            cell.font = Font(name="宋体", size=11, bold=cell.row == 3)
    for place, size, bold in (("A1", 16, True), ("A2", 11, False)):
        sheet[place].font = Font(name="宋体", size=size, bold=bold)
        sheet[place].alignment = Alignment(horizontal="center")
