"""Lists as workbooks: written with headings in the reader's language, read back by headings in either language.

Codes of coded columns are written and read as their labels, so that an office can work on the file in Excel or WPS.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from sangyu.insight.datasets.types import LANGUAGES
from sangyu.kernel.errors import DomainError, Problem
from sangyu.people.catalogue.types import (
    Availability,
    BoughtFacts,
    ItemFacts,
    ListKind,
    ServiceForm,
)
from sangyu.people.catalogue.wording import field_label
from sangyu.people.registry.intake.sheets import open_book

HEAD = PatternFill("solid", fgColor="E7EFEA")
FORMULA = ("=", "+", "-", "@")
CODED: dict[str, Any] = {"form": ServiceForm, "availability": Availability}
WIDE = {"group", "condition", "content", "standard", "norm", "note", "clause", "how_to_get"}
MOST_HEAD = 10
"""The headings stand within the first ten rows."""
LEAST_COLUMNS = 4
"""A row is the row of headings if it names this many columns."""


@dataclass(frozen=True)
class SheetRows:
    """What a workbook holds, and every cell that cannot be read."""

    lines: tuple[Any, ...]
    problems: tuple[Problem, ...]


def _names(kind: str) -> list[str]:
    facts = BoughtFacts if kind == ListKind.PURCHASE else ItemFacts
    return [one.name for one in fields(facts)]


def workbook(kind: str, title: str, lines: Iterable[Any], *, mark: str) -> bytes:
    """The list as .xlsx; `mark` stands below the title and in the footer."""
    is_purchase = kind == ListKind.PURCHASE
    names = _names(kind)
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = str(ListKind(kind).label)[:31]
    sheet.append([title])
    sheet.append([mark])
    sheet.append([field_label(name, is_purchase=is_purchase) for name in names])
    for line in lines:
        sheet.append([_cell(name, getattr(line, name)) for name in names])
    sheet["A1"].font = Font(bold=True, size=14)
    for number, name in enumerate(names, start=1):
        cell = sheet.cell(row=3, column=number)
        cell.font, cell.fill = Font(bold=True), HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(number)].width = 34 if name in WIDE else 14
    sheet.freeze_panes = "C4"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "3:3"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(name: str, value: Any) -> Any:
    if name in CODED and value:
        return str(CODED[name](value).label)
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


def read(kind: str, content: bytes, file_name: str) -> SheetRows:
    """The lines of a workbook's first sheet. Raises DomainError where no row of headings is found."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        path.write_bytes(content)
        with open_book(path, name=file_name) as book:
            rows = list(book.rows(book.sheets[0].index)) if book.sheets else []
    at, columns = _headings(kind, rows)
    lines, problems = [], []
    for number, cells in rows[at + 1 :]:
        line, wrong = _line(kind, number, dict(zip(columns, cells, strict=False)))
        lines.append(line)
        problems += wrong
    return SheetRows(tuple(lines), tuple(problems))


def _headings(kind: str, rows: Sequence[tuple[int, list[str]]]) -> tuple[int, list[str]]:
    known = _labels(kind)
    for at, (_number, cells) in enumerate(rows[:MOST_HEAD]):
        columns = [known.get(cell.strip(), "") for cell in cells]
        if sum(map(bool, columns)) >= LEAST_COLUMNS:
            return at, columns
    raise DomainError(
        "sheet-without-headings",
        _("No row of headings was found in the first sheet."),
        field="file",
        remedy=_("Export this list, fill in that file, and bring it in again."),
    )


def _labels(kind: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with override(language):
            for name in _names(kind):
                found[field_label(name, is_purchase=kind == ListKind.PURCHASE)] = name
    return found


def _line(kind: str, number: int, cells: Mapping[str, str]) -> tuple[Any, list[Problem]]:
    problems: list[Problem] = []
    facts: type[Any] = BoughtFacts if kind == ListKind.PURCHASE else ItemFacts
    values: dict[str, Any] = {}
    for name in _names(kind):
        text = cells.get(name, "").removeprefix("'").strip()
        try:
            values[name] = _value(name, text)
        except ValueError:
            values[name] = _value(name, "")
            message = _("“%(text)s” is not what this column holds.") % {"text": text}
            problems.append(Problem(str(number), name, text, message, _remedy(name)))
    return facts(**values), problems


def _value(name: str, text: str) -> Any:
    if name in CODED:
        return _code(name, text)
    if name in {"amount", "price"}:
        try:
            return Decimal(text.replace(",", "")) if text else None
        except InvalidOperation:
            raise ValueError(text) from None
    if name == "minutes":
        return int(text) if text else None
    return text


def _code(name: str, text: str) -> str:
    known: dict[str, str] = {}
    for language in LANGUAGES:
        with override(language):
            known |= {str(label): code for code, label in CODED[name].choices}
    known |= {code: code for code in CODED[name].values} | {"": CODED[name].values[0]}
    if text not in known:
        raise ValueError(text)
    return known[text]


def _remedy(name: str) -> str:
    if name in CODED:
        labels = "、".join(str(label) for _code, label in CODED[name].choices)
        return _("Choose one of: %(labels)s.") % {"labels": labels}
    return _("Write a plain number.")
