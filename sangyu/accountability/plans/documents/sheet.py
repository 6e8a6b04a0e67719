"""A sheet of a workbook in the layout of office forms: title, head row, ruled cells, ready to print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from math import ceil
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

HEAD = PatternFill("solid", fgColor="E7EFEA")
THIN = Side(style="thin", color="808080")
RULED = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
WRAPPED = Alignment(wrap_text=True, vertical="center")
LINE = 15
"""The height of a line, in points."""
FORMULA = ("=", "+", "-", "@")
Cell = str | int | float | None


def sheet(  # noqa: PLR0913, PLR0917  what a sheet consists of, from top to bottom
    book: Workbook, name: str, title: str, mark: str, heads: Sequence[str],
    rows: Iterable[Sequence[Cell]], widths: Sequence[int],
) -> Worksheet:  # fmt: skip
    """Add a sheet. `mark` stands below the title and at the foot of every printed page."""
    made: Worksheet = book.create_sheet(name[:31])
    made.append([title])
    made.append([mark])
    made.append(list(heads))
    last = len(heads)
    for row in rows:
        made.append([_safe(value) for value in row])
    made.merge_cells(start_row=1, start_column=1, end_row=1, end_column=last)
    made["A1"].font, made["A1"].alignment = Font(bold=True, size=16), Alignment(horizontal="center")
    for number, width in enumerate(widths, start=1):
        made.column_dimensions[get_column_letter(number)].width = width
        head = made.cell(row=3, column=number)
        head.font, head.fill = Font(bold=True), HEAD
    for cells in made.iter_rows(min_row=3, max_col=last):
        for cell in cells:
            cell.border, cell.alignment = RULED, WRAPPED
    made.row_dimensions[1].height = 2 * LINE
    for number, cells in enumerate(made.iter_rows(min_row=3, max_col=last), start=3):
        made.row_dimensions[number].height = _height([cell.value for cell in cells], widths)
    _print(made, mark)
    return made


def _height(values: Sequence[object], widths: Sequence[int]) -> float:
    """A row as high as its longest cell needs, in points: not every program works it out on opening."""
    lines = [
        sum(max(1, ceil(_columns(part) / (width - 1))) for part in str(value).splitlines() or [""])
        for value, width in zip(values, widths, strict=True)
        if value is not None
    ]
    return LINE * max(lines, default=1) + 3


def _columns(text: str) -> int:
    """How wide a text stands: a Chinese character takes two columns."""
    return sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in text)


def _print(made: Worksheet, mark: str) -> None:
    made.freeze_panes = "A4"
    made.print_title_rows = "3:3"
    made.page_setup.orientation, made.page_setup.paperSize = "landscape", 9
    made.page_setup.fitToWidth, made.page_setup.fitToHeight = 1, 0
    made.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if made.oddFooter is not None:
        made.oddFooter.center.text = mark[:200].replace("&", "&&")


def new_book() -> Workbook:
    """A workbook without a sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def saved(book: Workbook) -> bytes:
    """The file."""
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _safe(value: Cell) -> Cell:
    """A cell that looks like a formula is text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
