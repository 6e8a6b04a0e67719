"""Builds the sample's .docx and .xlsx from its CSV (`sangyu papers samples`). The same source gives the same parts."""

from __future__ import annotations

import csv
import datetime
import io
import re
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path

import docx
import openpyxl
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

FOLDER = Path(__file__).parent
NAME = "kaili-2023-tasks"
_WIDTHS_CM = (1.2, 11.6, 3.0, 4.2, 5.6)
_WIDTHS_CHARACTERS = (6, 70, 16, 26, 40)


@dataclass(frozen=True)
class Sample:
    """The table with what stands around it."""

    title: str
    source: str
    note: str
    issued: datetime.date
    header: list[str]
    rows: list[list[str]]


def sample() -> Sample:
    """The source."""
    about = tomllib.loads((FOLDER / f"{NAME}.toml").read_text(encoding="utf-8"))
    with (FOLDER / f"{NAME}.csv").open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    day: datetime.date = about["issued"]
    source = f"来源：{about['issuer']}，{about['number']}，{day.year}年{day.month}月{day.day}日"
    return Sample(about["title"], source, about["note"], day, header, rows)


def built() -> dict[str, bytes]:
    """The files by name."""
    source = sample()
    return {f"{NAME}.docx": _word(source), f"{NAME}.xlsx": _workbook(source)}


def _word(source: Sample) -> bytes:
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "宋体", Pt(11)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
    document.add_paragraph("附件2")
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(source.title)
    run.bold, run.font.size = True, Pt(18)
    document.add_paragraph(source.source).alignment = WD_ALIGN_PARAGRAPH.CENTER
    table = document.add_table(len(source.rows) + 1, len(source.header), style="Table Grid")
    _fill(table, source)
    document.add_paragraph(source.note)
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = source.title, "Sangyu", ""
    moment = datetime.datetime.combine(source.issued, datetime.time(), datetime.UTC)
    properties.created = properties.modified = moment
    stream = io.BytesIO()
    document.save(stream)
    return _settled(stream.getvalue(), source)


def _fill(table: Table, source: Sample) -> None:
    mark = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - python-docx has no word for it
    for line, row in zip(table.rows, [source.header, *source.rows], strict=True):
        for cell, text, width in zip(line.cells, row, _WIDTHS_CM, strict=True):
            cell.paragraphs[0].add_run(text).bold = row is source.header or None
            cell.width = Cm(width)


def _workbook(source: Sample) -> bytes:
    book = openpyxl.Workbook()
    sheet = book["Sheet"]
    sheet.title = "责任分解表"
    width = len(source.header)
    for line in (source.title, source.source):
        sheet.append([line])
        sheet.merge_cells(
            start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=width
        )
    sheet.append(source.header)
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
    return _settled(stream.getvalue(), source)


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


def _settled(package: bytes, source: Sample) -> bytes:
    """The package without the moment of its making."""
    moment = f"{source.issued.isoformat()}T00:00:00Z".encode()
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            body = old.read(info)
            if info.filename == "docProps/core.xml":
                body = re.sub(rb"(W3CDTF\">)[^<]*", rb"\g<1>" + moment, body)
            new.writestr(zipfile.ZipInfo(info.filename), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()
