"""The blocks as .docx, to be opened in Word or WPS."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from sangyu.people.recognition.documents.blocks import Block, Facts, Heading, Title

SONG, FANG, HEI = "方正小标宋简体", "仿宋", "黑体"
TITLE, TEXT, CELL = Pt(22), Pt(12), Pt(11)
TERM_MM, VALUE_MM = 45, 111


def document(blocks: Iterable[Block]) -> bytes:
    """The file."""
    doc: Any = Document()
    section = doc.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(30), Mm(25)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    for block in blocks:
        _draw(doc, block)
    out = BytesIO()
    doc.save(out)
    return out.getvalue()


def _draw(doc: Any, block: Block) -> None:
    if isinstance(block, Facts):
        _table(doc, block)
    elif isinstance(block, Title):
        paragraph = _write(doc.add_paragraph(), block.text, SONG, TITLE)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif isinstance(block, Heading):
        _write(doc.add_paragraph(), block.text, HEI, TEXT).paragraph_format.space_before = Pt(10)
    else:
        paragraph = _write(doc.add_paragraph(), block.text, FANG, TEXT)
        paragraph.paragraph_format.first_line_indent = TEXT * 2


def _table(doc: Any, facts: Facts) -> None:
    table = doc.add_table(rows=0, cols=2)
    table.style, table.autofit = "Table Grid", False
    for row in facts.rows:
        cells = table.add_row().cells
        for cell, text, font, width in zip(
            cells, row, (HEI, FANG), (TERM_MM, VALUE_MM), strict=True
        ):
            cell.width = Mm(width)
            _write(cell.paragraphs[0], text, font, CELL)


def _write(paragraph: Any, text: str, font: str, size: Any) -> Any:
    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, size
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()  # noqa: SLF001  python-docx has no Chinese fonts
    fonts.set(qn("w:eastAsia"), font)
    paragraph.paragraph_format.space_after = Pt(0)
    return paragraph
