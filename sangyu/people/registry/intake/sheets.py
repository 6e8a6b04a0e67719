"""Opens an uploaded list, whatever it really is, and gives its rows as text, one at a time.

.xlsx, .xls, .ods through calamine; .csv and tab-separated text in UTF-8, GB18030 or UTF-16. Nothing is opened that
the house's guard (`kernel.officefiles`) refuses. Row numbers are those that Excel shows. A cell is text from here on:
dates in ISO form, whole numbers without ".0", numbers too long for a spreadsheet in the E-notation that tells on them.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from sangyu.kernel import officefiles
from sangyu.kernel.errors import DomainError
from sangyu.people.registry.intake.markup import Marks, marks_of

KINDS = (
    officefiles.Kind.XLSX,
    officefiles.Kind.XLS,
    officefiles.Kind.ODS,
    officefiles.Kind.TEXT,
)
LIMITS = officefiles.Limits(cells=6_000_000)
"""The reader holds a sheet's whole rectangle in memory, 32 bytes a cell: 6 million cells are 190 MiB."""
CELL_LIMIT = 2_000
"""Characters of a cell that are kept; no column takes more than a quarter, so the cell is refused as too long."""
EXACT = 10**15
"""Excel keeps 15 digits of a number; a longer one has lost its end."""

Row = tuple[int, list[str]]
Merge = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class SheetInfo:
    """A sheet as the user chooses it."""

    index: int
    name: str
    is_hidden: bool


@dataclass
class Book:
    """An open file. `rows` may be called again and again; each call reads from the beginning."""

    kind: officefiles.Kind
    encoding: str
    sheets: list[SheetInfo]
    _workbook: CalamineWorkbook | None = None
    _text: str = ""
    _path: Path | None = None
    _marks: dict[int, Marks] = field(default_factory=dict)
    _loaded: dict[int, CalamineSheet] = field(default_factory=dict)

    def rows(self, sheet: int) -> Iterator[Row]:
        """(row number, cells) of every row that is not empty."""
        source = self._text_rows() if self._workbook is None else self._sheet_rows(sheet)
        return ((number, cells) for number, cells in source if any(cells))

    def merges(self, sheet: int) -> list[Merge]:
        """Merged ranges as ((row, column), (row, column)), rows numbered from 1, columns from 0."""
        if self._workbook is None:
            return []
        ranges = self._sheet(sheet).merged_cell_ranges or []
        return [((top + 1, left), (bottom + 1, right)) for (top, left), (bottom, right) in ranges]

    def marks(self, sheet: int) -> Marks:
        """Hidden rows and error cells, which the reader itself does not tell (.xlsx only)."""
        if sheet not in self._marks:
            known = self.kind is officefiles.Kind.XLSX and self._path is not None
            self._marks[sheet] = marks_of(self._path, sheet) if known and self._path else Marks()
        return self._marks[sheet]

    def _sheet(self, index: int) -> CalamineSheet:
        if self._workbook is None:
            raise LookupError("A text file has no sheets.")
        if index not in self._loaded:
            self._loaded.clear()  # one sheet in memory at a time
            self._loaded[index] = _read_sheet(self._workbook, index)
        return self._loaded[index]

    def _sheet_rows(self, index: int) -> Iterator[Row]:
        sheet = self._sheet(index)
        if sheet.start is None:
            return
        padding = [""] * sheet.start[1]
        errors = self.marks(index).errors
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            row = padding + [cell_text(cell) for cell in cells]
            for column, shown in errors.get(number, {}).items():
                if column < len(row):
                    row[column] = shown
            yield number, row

    def _text_rows(self) -> Iterator[Row]:
        reader = csv.reader(
            io.StringIO(self._text, newline=""), delimiter=_delimiter(self._text), strict=True
        )
        number = 0
        try:
            for cells in reader:
                start, number = number + 1, reader.line_num
                yield start, [_kept(cell) for cell in cells]
        except csv.Error as error:
            raise DomainError(
                "file.csv_quotes",
                _("From line %(line)d on a quotation mark does not end, so the rows run together.")
                % {"line": number + 1},
                remedy=_("Save the list as .xlsx instead, or mend the quotation marks."),
            ) from error


@contextmanager
def open_book(path: Path, *, name: str, is_vetted: bool = False) -> Iterator[Book]:
    """The file, open while the block lasts; a `DomainError` for one that cannot be read.

    `is_vetted`: the guard has passed these very bytes before (our own copy of an upload), so it need not unpack every
    part again.
    """
    file = _vetted(path, name) if is_vetted else None
    file = file or officefiles.inspect(path, name=name, accept=KINDS, limits=LIMITS)
    if file.kind is officefiles.Kind.TEXT:
        text = file.text()
        only = SheetInfo(0, name, is_hidden=False)
        yield Book(file.kind, file.encoding, [only], _text=text)
        return
    try:
        # By content: from a path, the reader would believe the name's ending.
        with file.open() as stream:
            workbook = CalamineWorkbook.from_filelike(stream)
    except (CalamineError, OSError) as error:
        raise _damaged() from error
    try:
        yield Book(file.kind, "", _sheet_list(workbook), _workbook=workbook, _path=path)
    finally:
        workbook.close()


def _vetted(path: Path, name: str) -> officefiles.OfficeFile | None:
    """A workbook by its first bytes; a text's encoding still has to be found."""
    with path.open("rb") as stream:
        head = stream.read(4)
    kind = {b"PK\x03\x04": officefiles.Kind.XLSX, b"\xd0\xcf\x11\xe0": officefiles.Kind.XLS}.get(
        head
    )
    return officefiles.OfficeFile(name, kind, path.stat().st_size, path) if kind else None


def cell_text(cell: object) -> str:
    """A cell as text: see the module's first lines."""
    if isinstance(cell, str):
        return _kept(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return _number_text(float(cell))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)


def _number_text(number: float) -> str:
    if number.is_integer():
        return str(int(number)) if abs(number) < EXACT else f"{number:.12E}"
    return repr(number)


def _kept(text: str) -> str:
    """Without the carriage returns that Excel writes as _x000D_, and not longer than anything we take."""
    return text.replace("_x000D_", "").strip()[:CELL_LIMIT]


def _read_sheet(workbook: CalamineWorkbook, index: int) -> CalamineSheet:
    try:
        return workbook.get_sheet_by_index(index)
    except (CalamineError, OSError) as error:
        raise _damaged() from error


def _sheet_list(workbook: CalamineWorkbook) -> list[SheetInfo]:
    """The sheets with cells; charts and macro sheets have none. Sizes are known once a sheet is read."""
    return [
        SheetInfo(index, meta.name, is_hidden=meta.visible is not SheetVisibleEnum.Visible)
        for index, meta in enumerate(workbook.sheets_metadata)
        if meta.typ is SheetTypeEnum.WorkSheet
    ]


def _damaged() -> DomainError:
    return DomainError(
        "file.damaged",
        _("The file is damaged or cut off, so it cannot be read as a spreadsheet."),
        remedy=_("Open it in Excel or WPS, save it anew as .xlsx and upload that."),
    )


def _delimiter(text: str) -> str:
    """The sign that divides most of the first lines: comma, tab, semicolon, or the full-width ones."""
    head = "\n".join(text.split("\n", 20)[:20])
    return max(",\t;，；|", key=lambda sign: (head.count(sign), sign == ","))
