"""The two workbooks that imports give out: the template to fill in, and the refused rows to mend and upload again."""

from __future__ import annotations

import io
from collections.abc import Iterator

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sangyu.kernel.actors import Actor
from sangyu.people.registry.intake import selectors
from sangyu.people.registry.intake.fields import FIELDS, Kind, policy
from sangyu.people.registry.intake.problems import CellProblem
from sangyu.people.registry.intake.showing import cells_of
from sangyu.people.registry.models import ImportBatch, ImportRow
from sangyu.people.registry.types import RowState

TEMPLATE = (
    "name", "id", "sex", "birth_date", "ethnicity", "phone", "town", "community", "address", "living",
    "children_nearby", "self_care", "hukou_kind", "hukou_address", "residence_kind", "education", "marriage",
    "medical_insurance", "pension_kind", "disability_kind", "disability_grade", "support_form", "is_left_behind",
    "is_minimum_living", "is_low_income_edge", "is_family_planning_special", "is_veteran_care", "wants_home",
    "contact_name", "contact_relation", "contact_phone", "bank_name", "bank_holder", "bank",
)  # fmt: skip
ROWS = 2_000
"""Rows of the template that have drop-downs and text format."""
_HEAD = PatternFill("solid", fgColor="DCE9E1")
_WRONG = PatternFill("solid", fgColor="F9D7CF")
_REMARK = PatternFill("solid", fgColor="FBEBC8")
_BOLD = Font(bold=True)
_WRAP = Alignment(wrap_text=True, vertical="top")


def template(actor: Actor) -> bytes:
    """A list to fill in: text columns that keep long numbers whole, drop-downs, notes, the communities of the area."""
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError("A new workbook begins with a worksheet.")
    sheet.title = "名单"
    lists = book.create_sheet("可选内容")
    for place, code in enumerate(TEMPLATE, start=1):
        _template_column(sheet, lists, place, code, actor)
    sheet.freeze_panes = "B2"
    _notes(book.create_sheet("填表说明"))
    return _saved(book)


def _template_column(
    sheet: Worksheet, lists: Worksheet, place: int, code: str, actor: Actor
) -> None:
    letter = get_column_letter(place)
    head = sheet.cell(1, place, policy("columns")["fields"][code][0])
    head.font, head.fill = _BOLD, _HEAD
    sheet.column_dimensions[letter].width = 22 if FIELDS[code].limit > 60 or code == "id" else 14
    sheet.column_dimensions[letter].number_format = "@"
    for row in (
        range(2, ROWS + 2) if FIELDS[code].is_secret or FIELDS[code].kind is Kind.DATE else ()
    ):
        sheet.cell(row, place).number_format = "@"
    words = _words(code, actor)
    if not words:
        return
    for row, word in enumerate([head.value, *words], start=1):
        lists.cell(row, place, word)
    check = DataValidation(
        type="list", formula1=f"'可选内容'!${letter}$2:${letter}${len(words) + 1}", allow_blank=True
    )
    check.showErrorMessage = code not in {"town", "community"}
    sheet.add_data_validation(check)
    check.add(f"{letter}2:{letter}{ROWS + 1}")


def _words(code: str, actor: Actor) -> list[str]:
    field = FIELDS[code]
    if code in {"town", "community"}:
        level = 1 if code == "town" else 0
        names = (name.split(" ") for _code, name in selectors.area_choices(actor=actor))
        return list(dict.fromkeys(parts[-1 - level] for parts in names if len(parts) > level))
    if field.kind is Kind.FLAG:
        return ["是", "否"]
    known = policy("words")["codes"].get(code, {})
    return [words[0] for words in known.values()]


def _notes(sheet: Worksheet) -> None:
    sheet.column_dimensions["A"].width = 100
    for row, text in enumerate(
        (
            _(
                "One person per row. Name, and resident ID or birth date, are needed; other cells may stay empty."
            ),
            _("An empty cell changes nothing in the registry."),
            _("Keep resident IDs, phones and card numbers as text, or their last digits are lost."),
            _("Write dates as 1950-01-31."),
            _(
                "Columns may be moved, left out or added; the import asks what it does not recognise."
            ),
        ),
        start=1,
    ):
        sheet.cell(row, 1, text).alignment = _WRAP


def refused(batch: ImportBatch) -> bytes:
    """The refused rows as they stood in the file, faulty cells coloured and explained, ready to be mended."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("待修改")
    columns = batch.columns
    sheet.append([_cell(sheet, (c["group"] and f"{c['group']}{c['label']}") or c["label"], _HEAD) for c in columns]
                 + [_cell(sheet, _("Original row"), _HEAD), _cell(sheet, _("Faults"), _HEAD)])  # fmt: skip
    for row in _refused_rows(batch):
        cells = cells_of(row)
        problems = [CellProblem.from_json(problem) for problem in row.problems]
        line = []
        for column in columns:
            place = column["index"]
            text = cells[place] if place < len(cells) else ""
            about = [
                problem
                for problem in problems
                if problem.field and problem.field == column["field"]
            ]
            cell = _cell(
                sheet,
                text,
                (_WRONG if any(p.is_fatal for p in about) else _REMARK) if about else None,
            )
            if about:
                cell.comment = Comment(
                    "\n".join(f"{p.why} {p.remedy}" for p in about), "Sangyu", width=320
                )
            line.append(cell)
        told = "\n".join(f"{problem.why} {problem.remedy}" for problem in problems)
        sheet.append([*line, _cell(sheet, str(row.number)), _cell(sheet, told)])
    return _saved(book)


def _refused_rows(batch: ImportBatch) -> Iterator[ImportRow]:
    rows = ImportRow.objects.filter(batch=batch, state=RowState.BAD).order_by("number")
    return iter(rows.iterator(chunk_size=1000))


def _cell(sheet: Worksheet, text: str, fill: PatternFill | None = None) -> Cell:
    """A text cell whatever the text begins with: a formula of the sender's never runs at the reader's."""
    cell: Cell = WriteOnlyCell(sheet)
    cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", text)  # a CSV may hold signs that no workbook can
    cell.data_type = "s"
    cell.number_format = "@"
    if fill is not None:
        cell.fill = fill
    return cell


def _saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
