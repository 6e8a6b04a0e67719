"""A statistic as a workbook: one sheet per dimension, towns down, values across, beside the year before."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from sangyu.accountability.indicators import rules
from sangyu.accountability.indicators.models import Statistic
from sangyu.accountability.indicators.types import Compared
from sangyu.accountability.indicators.wording import dimension_label, title_of, value_label
from sangyu.city.areas.selectors import area_name
from sangyu.kernel.ui import formats

HEAD = PatternFill("solid", fgColor="E7EFEA")


def workbook(row: Statistic, figures: Iterable[Compared], *, line: str) -> bytes:
    """The statistic as .xlsx; `line` is the watermark line: who exported it, when and for what."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a new workbook has one sheet
    by_dimension: dict[str, list[Compared]] = defaultdict(list)
    for figure in figures:
        by_dimension[figure.dimension].append(figure)
    order = [rules.TOTAL, *(name for name in by_dimension if name != rules.TOTAL)]
    for dimension in order:
        sheet = book.create_sheet(_sheet_name(dimension_label(row, dimension)))
        _fill(sheet, row, dimension, by_dimension[dimension], line)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet_name(label: str) -> str:
    """Excel allows 31 characters and none of []:*?/\\ in a sheet's name."""
    return re.sub(r"[\[\]:*?/\\]", " ", label)[:31]


def _fill(
    sheet: Worksheet, row: Statistic, dimension: str, figures: list[Compared], line: str
) -> None:
    values = list(dict.fromkeys(f.value for f in figures if f.area_code == row.area_code))
    areas = sorted(
        {f.area_code for f in figures if len(f.area_code) <= 9}, key=lambda code: (len(code), code)
    )
    table = {(f.area_code, f.value): f for f in figures}
    sheet.append([f"{title_of(row)}：{dimension_label(row, dimension)}"])
    sheet.append([_("As of %(day)s") % {"day": formats.day(row.as_of)}, "", line])
    sheet.append([])
    head = [_("Area")]
    for value in values:
        name = value_label(row, dimension, value)
        head += [
            name,
            _("%(name)s, year before") % {"name": name},
            _("%(name)s, change") % {"name": name},
        ]
    sheet.append(head)
    for area in areas:
        cells: list[object] = [area_name(area).name]
        for value in values:
            found = table.get((area, value))
            cells += [found.count, found.before, found.change] if found else [0, None, None]
        sheet.append(cells)
    if row.seal:
        sheet.append([])
        sheet.append([_("Seal (SM3)"), row.seal])
    _dress(sheet, len(head))


def _dress(sheet: Worksheet, width: int) -> None:
    sheet["A1"].font = Font(bold=True, size=14)
    for column in range(1, width + 1):
        cell = sheet.cell(row=4, column=column)
        cell.font, cell.fill = Font(bold=True), HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(column)].width = 16
    sheet.freeze_panes = "B5"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "4:4"
