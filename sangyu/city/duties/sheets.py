"""Duties as a workbook: one row each, with the line that says who took it away, when, and how it was filtered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from sangyu.city.duties.types import DutyRow
from sangyu.kernel.actors import Actor
from sangyu.kernel.ui import formats

HEAD = PatternFill("solid", fgColor="E7EFEA")
WIDTHS = (46, 12, 22, 14, 12, 13, 13, 12, 40)
FORMULA = ("=", "+", "-", "@")


def line(actor: Actor, at: datetime, what: str) -> str:
    """The watermark: who, of which unit, when, what."""
    who = f"{actor.organisation_name} {actor.label}".strip()
    return _("Exported by %(who)s on %(at)s · %(what)s · for internal use") % {
        "who": who, "at": formats.moment(at), "what": what,
    }  # fmt: skip


def heads() -> tuple[str, ...]:
    """The columns, in the reader's language."""
    return (
        _("Duty"), _("Period"), _("Leading unit"), _("Assigned to"), _("State"), _("Due"), _("This step is due"),
        _("Days left"), _("Clause"),
    )  # fmt: skip


def workbook(rows: Iterable[DutyRow], *, mark: str) -> bytes:
    """The list as .xlsx."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _("Duties")
    sheet.append([_("Duties")])
    sheet.append([mark])
    sheet.append([])
    sheet.append(heads())
    for row in rows:
        state = _("Overdue") if row.is_overdue else str(row.state_label)
        sheet.append(
            [
                _safe(row.title), row.period, row.lead.short_name, _safe(row.assignee), state,
                row.statutory_due, row.step_due, row.days_left, _safe(row.clause),
            ]
        )  # fmt: skip
    sheet["A1"].font = Font(bold=True, size=14)
    for number, width in enumerate(WIDTHS, start=1):
        cell = sheet.cell(row=4, column=number)
        cell.font, cell.fill = Font(bold=True), HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "B5"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "4:4"
    assert sheet.oddFooter is not None  # noqa: S101  # openpyxl makes it with the sheet
    sheet.oddFooter.center.text = mark[:200].replace("&", "&&")
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _safe(text: str) -> str:
    """A cell that looks like a formula is text."""
    return f"'{text}" if text.startswith(FORMULA) else text
