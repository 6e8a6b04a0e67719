"""An official document as .docx after GB/T 9704-2012: sheet, title, text, tables, signature."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from sangyu.accountability.plans.documents.material import day

SONG, FANG, HEI, KAI = "方正小标宋简体", "仿宋", "黑体", "楷体"
TITLE, TEXT, CELL = Pt(22), Pt(16), Pt(10.5)
LINE = Pt(28)
RED = RGBColor(0xC0, 0x00, 0x00)


class Page:
    """One document, written from top to bottom."""

    def __init__(self, *, is_wide: bool = False) -> None:
        self.doc: Any = Document()
        section = self.doc.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        if is_wide:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Mm(297), Mm(210)
            section.top_margin, section.bottom_margin = Mm(25), Mm(20)
            section.left_margin = section.right_margin = Mm(20)
        style = self.doc.styles["Normal"]
        style.font.name, style.font.size = FANG, TEXT
        style.element.rPr.rFonts.set(qn("w:eastAsia"), FANG)
        _page_number(section)

    def red_head(self, issuer: str, number: str) -> None:
        """The red head of a bulletin: who issues it, its number, and the red line."""
        self._add(issuer, SONG, Pt(30), centred=True, colour=RED)
        paragraph = self._add(number, FANG, TEXT, centred=True, after=Pt(18))
        border = OxmlElement("w:pBdr")
        bottom = OxmlElement("w:bottom")
        for key, value in (("val", "single"), ("sz", "12"), ("space", "6"), ("color", "C00000")):
            bottom.set(qn(f"w:{key}"), value)
        border.append(bottom)
        paragraph._p.get_or_add_pPr().append(border)  # noqa: SLF001  python-docx has no borders

    def title(self, text: str, below: str = "") -> None:
        """The title, and a line below it."""
        self._add(text, SONG, TITLE, centred=True, after=Pt(10))
        if below:
            self._add(below, KAI, TEXT, centred=True, after=Pt(10))

    def heading(self, text: str) -> None:
        """一、…"""
        self._add(text, HEI, TEXT, indented=True)

    def text(self, *paragraphs: str) -> None:
        """Paragraphs, indented by two characters."""
        for paragraph in paragraphs:
            for part in paragraph.splitlines() or [""]:
                self._add(part, FANG, TEXT, indented=True)

    def table(
        self, heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float]
    ) -> None:
        """A ruled table whose head comes again on every page; widths in millimetres."""
        table = self.doc.add_table(rows=1, cols=len(heads))
        table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        mark = OxmlElement("w:tblHeader")
        mark.set(qn("w:val"), "true")
        table.rows[0]._tr.get_or_add_trPr().append(mark)  # noqa: SLF001  nor repeated heads
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)  # WPS and LibreOffice go by the grid, Word by the cells
        for cell, head, width in zip(table.rows[0].cells, heads, widths, strict=True):
            _fill(cell, head, HEI, width)
        for row in rows:
            added = table.add_row()
            added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001  nor whole rows
            for cell, value, width in zip(added.cells, row, widths, strict=True):
                _fill(cell, value, FANG, width)
        self._add("", FANG, CELL)

    def signature(self, issuer: str, on: date) -> None:
        """Who issued it, and when, on the right."""
        self._add("", FANG, TEXT)
        for text in (issuer, day(on)):
            self._add(text, FANG, TEXT, align=WD_ALIGN_PARAGRAPH.RIGHT)

    def small(self, text: str) -> None:
        """A remark in small type."""
        self._add(text, FANG, CELL)

    def bytes(self) -> bytes:
        """The file."""
        out = BytesIO()
        self.doc.save(out)
        return out.getvalue()

    def _add(  # noqa: PLR0913  a paragraph's layout
        self, text: str, font: str, size: Any, *, centred: bool = False, indented: bool = False,
        after: Any = None, align: Any = None, colour: Any = None,
    ) -> Any:  # fmt: skip
        paragraph = self.doc.add_paragraph()
        layout = paragraph.paragraph_format
        layout.line_spacing = LINE if size == TEXT else None
        layout.space_after, layout.space_before = after or Pt(0), Pt(0)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if align is not None:
            paragraph.alignment = align
        if indented:
            layout.first_line_indent = size * 2
        _run(paragraph, text, font, size, colour)
        return paragraph


def _run(paragraph: Any, text: str, font: str, size: Any, colour: Any = None) -> None:
    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, size
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()  # noqa: SLF001  nor Chinese fonts
    fonts.set(qn("w:eastAsia"), font)
    if colour is not None:
        run.font.color.rgb = colour


def _fill(cell: Any, text: str, font: str, width: float) -> None:
    cell.width = Mm(width)
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    _run(paragraph, text, font, CELL)


def _page_number(section: Any) -> None:
    """— 1 — at the foot of each page."""
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, "— ", "宋体", Pt(14))
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001  nor fields
    _run(paragraph, " —", "宋体", Pt(14))
