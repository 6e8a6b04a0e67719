"""A pack as a Word file: clauses under their headings, the tasks in tables, as offices send them. The same pack gives
the same bytes, so that loading it twice is seen as the same file."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Sequence

import docx
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.run import Run

from sangyu.city.papers.packs.types import Document, Pack, PackTask

Row = Sequence[str]
SIGN = "本文件由桑榆项目依据原文转述，供对照和管理任务之用；正式文本以发文机关公布的为准。"


def word(pack: Pack) -> bytes:
    """The file."""
    about = pack.document
    document = begun(about.title)
    centred(document, source_line(about))
    part = ""
    told = {task.clause for task in pack.tasks}
    for clause in pack.clauses:
        if clause.item in told:
            continue
        if clause.part != part:
            part = clause.part
            document.add_heading(part, level=2)
        document.add_paragraph(f"{clause.item} {clause.heading}。{clause.text}")
    for tasks in pack.tables.values():
        document.add_heading("任务表", level=2)
        table(document, *_columns(tasks))
    for line in filter(None, (about.note, SIGN)):
        document.add_paragraph(line)
    return finished(document, about.title, about.issued or about.edition)


def source_line(about: Document) -> str:
    """Who issued the paper, its number and day, as far as they are known."""
    day = about.issued
    printed = f"{day.year}年{day.month}月{day.day}日" if day else ""
    known = [text for text in (about.issuer, about.number, printed) if text]
    return f"来源：{'，'.join(known)}" if known else "来源：未载明"


def _columns(tasks: list[PackTask]) -> tuple[Row, list[Row], list[float]]:
    """Header, rows and widths (cm) of a table. A column that would be empty throughout is left away."""
    has_support = any(task.support for task in tasks)
    columns = [
        ("任务分类", 2.6, [task.part for task in tasks]),
        ("序号", 1.2, [task.no for task in tasks]),
        ("重点任务", 4.0, [task.title for task in tasks]),
        ("具体措施", 8.4, [task.measure for task in tasks]),
        ("牵头单位" if has_support else "责任单位", 3.2, ["、".join(task.lead) for task in tasks]),
        ("责任单位", 4.2, ["、".join(task.support) for task in tasks]),
        ("完成时限", 2.4, [task.deadline for task in tasks]),
    ]
    kept = [column for column in columns if any(column[2])]
    rows = list(zip(*(cells for _name, _width, cells in kept), strict=True))
    return [name for name, _width, _cells in kept], list(rows), [width for _n, width, _c in kept]


# --- what every Word file of the room shares ---


def begun(title: str, *, above: str = "") -> Word:
    """A landscape A4 document with its title."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "宋体", Pt(11)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
    if above:
        document.add_paragraph(above)
    run = centred(document, title)
    run.bold, run.font.size = True, Pt(18)
    return document


def centred(document: Word, text: str) -> Run:
    """A centred line."""
    line = document.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return line.add_run(text)


def table(document: Word, header: Row, rows: list[Row], widths: Sequence[float]) -> None:
    """A table with a header that repeats on each page."""
    made = document.add_table(len(rows) + 1, len(header), style="Table Grid")
    mark = OxmlElement("w:tblHeader")
    made.rows[0]._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - python-docx has no word for it
    for line, row in zip(made.rows, [header, *rows], strict=True):
        for cell, text, width in zip(line.cells, row, widths, strict=True):
            cell.paragraphs[0].add_run(text).bold = row is header or None
            cell.width = Cm(width)


def finished(document: Word, title: str, day: datetime.date) -> bytes:
    """The document's bytes."""
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = title, "Sangyu", ""
    moment = datetime.datetime.combine(day, datetime.time(), datetime.UTC)
    properties.created = properties.modified = moment
    stream = io.BytesIO()
    document.save(stream)
    return settled(stream.getvalue(), day)


def settled(package: bytes, day: datetime.date) -> bytes:
    """An office file without the moment of its making: the same content gives the same bytes."""
    moment = f"{day.isoformat()}T00:00:00Z".encode()
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
