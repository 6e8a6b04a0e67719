"""Workbooks: each visible sheet is a grid, with merged cells at each of their places."""

from __future__ import annotations

import datetime
import re

import python_calamine

from sangyu.city.papers.reading.blocks import Source, Writer
from sangyu.kernel.officefiles import OfficeFile, damaged

_Value = (
    int
    | float
    | str
    | bool
    | datetime.time
    | datetime.date
    | datetime.datetime
    | datetime.timedelta
)
_UNNAMED = re.compile(r"(?:Sheet|工作表|表)\s*\d*", re.IGNORECASE)
_Place = tuple[int, int, str]


def read_workbook(file: OfficeFile) -> Source:
    """The visible sheets in their order."""
    writer = Writer()
    try:
        with file.open() as stream:
            book = python_calamine.CalamineWorkbook.from_filelike(stream)
            for sheet in book.sheets_metadata:
                if (
                    sheet.typ is python_calamine.SheetTypeEnum.WorkSheet
                    and sheet.visible is python_calamine.SheetVisibleEnum.Visible
                ):
                    _write_sheet(writer, book.get_sheet_by_name(sheet.name))
    except python_calamine.CalamineError as error:
        raise damaged() from error
    return writer.source(file.name)


def _write_sheet(writer: Writer, sheet: python_calamine.CalamineSheet) -> None:
    if not _UNNAMED.fullmatch(sheet.name):
        writer.line(sheet.name)
    rows: list[list[_Place]] = [
        [(at, column, _printed(value)) for column, value in enumerate(row)]
        for at, row in enumerate(sheet.to_python(skip_empty_area=False))
    ]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top >= len(rows) or left >= len(rows[top]):
            continue
        origin = rows[top][left]
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [origin] * len(row[left : right + 1])
    first, last = _table_rows(rows)
    for line in rows[:first]:
        writer.line(_only(line))
    if rows[first:last]:
        writer.grid(rows[first:last])
    for line in rows[last:]:
        writer.line(_only(line))


def _table_rows(rows: list[list[_Place]]) -> tuple[int, int]:
    """From the first to the last row with two filled cells; what stands above and below are the paper's own lines."""
    wide = [at for at, row in enumerate(rows) if len({place[:2] for place in row if place[2]}) > 1]
    return (wide[0], wide[-1] + 1) if wide else (len(rows), len(rows))


def _only(row: list[_Place]) -> str:
    return next((text for _, _, text in row if text), "")


def _printed(value: _Value) -> str:
    """As Excel shows it by default: 1.0 is 1, a date is a date."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return str(value)
