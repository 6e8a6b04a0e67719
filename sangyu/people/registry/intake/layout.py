"""Where the list is in a file: which sheet, which lines are the header, which rows are people.

Lists come with titles above the header, headers of two lines with merged cells, totals and signatures below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from sangyu.kernel.errors import DomainError
from sangyu.people.registry.intake.columns import Column, Suggestion, field_of, plain, suggest
from sangyu.people.registry.intake.fields import policy
from sangyu.people.registry.intake.markup import Marks, column_letters
from sangyu.people.registry.intake.sheets import Book, Merge, Row, SheetInfo

LOOKED_AT = 40
"""Rows searched for a header."""
SAMPLED = 60
"""Rows whose content may tell what a column means."""
ID_DIGITS = 8
"""A row with so many digits under the resident ID is meant as a person, whatever else it says."""
_HEADER_LIKE = re.compile(r"(?!.*\d{4})[^\n]{1,24}")


@dataclass(frozen=True)
class Notice:
    """Something worth saying about the file that keeps nothing out. `notices.sentence` puts it into words."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """The list found. `header` are the numbers of its first and last line, (0, 0) if there is none."""

    sheet: SheetInfo
    header: tuple[int, int]
    suggestions: list[Suggestion]
    samples: list[list[str]]
    notices: list[Notice]

    @property
    def columns(self) -> list[Column]:
        return [suggestion.column for suggestion in self.suggestions]


@dataclass(frozen=True)
class DataRow:
    """A row below the header. `kind` is person, footer or header."""

    number: int
    cells: list[str]
    kind: str


@dataclass(frozen=True)
class _Header:
    first: int
    last: int
    columns: list[Column]
    score: int


def find_layout(book: Book, sheet: int | None = None) -> Layout:
    """The list in the book, or in one sheet of it; a `DomainError` if there is none."""
    candidates = [info for info in book.sheets if sheet is None or info.index == sheet]
    heads = {info.index: list(islice(book.rows(info.index), LOOKED_AT)) for info in candidates}
    filled = [info for info in candidates if heads[info.index]]
    if not filled:
        raise DomainError(
            "sheet.empty",
            _("The sheet is empty."),
            remedy=_("Check that the right file and sheet were chosen and saved."),
        )
    found = [(info, _header_of(heads[info.index], book.merges(info.index))) for info in filled]
    info, header = max(found, key=lambda pair: (pair[1].score, not pair[0].is_hidden))
    rows = [(number, cells) for number, cells in heads[info.index] if number > header.last]
    _refuse_hopeless(header, heads[info.index])
    suggestions = suggest(header.columns, [cells for _number, cells in rows])
    known = {suggestion.field for suggestion in suggestions}
    if not known & {"name", "id"} or len(known - {"", "ignore"}) < 2:
        raise _no_header()
    if not rows:
        raise DomainError(
            "sheet.no_rows",
            _("There is a header but no row below it."),
            remedy=_("Fill in the list, save it and upload it again."),
        )
    samples = [cells for _number, cells in rows[:SAMPLED]]
    return Layout(
        info,
        (header.first, header.last),
        suggestions,
        samples,
        _notices(book, info, header, suggestions),
    )


def data_rows(book: Book, layout: Layout) -> Iterator[DataRow]:
    """Every row below the header, vertically merged cells filled down, totals and repeated headers marked."""
    last = layout.header[1]
    fill = _FillDown(book.merges(layout.sheet.index), last)
    labels = {column.label for column in layout.columns}
    has_header = layout.header != (0, 0)
    by_field = {suggestion.field: suggestion.column.index for suggestion in layout.suggestions}
    for number, cells in book.rows(layout.sheet.index):
        if number > last:
            row = fill(number, cells)
            kind = "header" if has_header and _repeats(row, labels) else _kind(row, by_field)
            yield DataRow(number, row, kind)


def _refuse_hopeless(header: _Header, head: Sequence[Row]) -> None:
    if header.score == 0 and max(sum(map(bool, cells)) for _number, cells in head) < 2:
        raise DomainError(
            "sheet.one_column",
            _("The sheet has one column only, so names and numbers cannot be told apart."),
            remedy=_("Split it (Data > Text to Columns), or fill in the template."),
        )


def _no_header() -> DomainError:
    return DomainError(
        "sheet.no_header",
        _("No header with the columns of a list of persons (name, resident ID, …) was found."),
        remedy=_("Check that it is the right file and sheet; or put the list into the template."),
    )


def _header_of(rows: list[Row], merges: list[Merge]) -> _Header:
    """The line, or pair of lines, whose labels are best known; content alone where there is no header."""
    best = _Header(0, 0, [], 0)
    for place, (number, cells) in enumerate(rows):
        single = [Column(i, label) for i, label in enumerate(cells) if label]
        best = _better(best, _Header(number, number, single, _score(single)))
        below = rows[place + 1] if place + 1 < len(rows) else None
        if below and below[0] == number + 1 and _is_two_lined(cells, below[1]):
            double = _joined(number, cells, below[1], merges)
            best = _better(best, _Header(number, number + 1, double, _score(double)))
    if best.score >= 2:
        return best
    width = max(len(cells) for _number, cells in rows)
    return _Header(0, 0, [Column(i, column_letters(i)) for i in range(width)], 0)


def _better(old: _Header, new: _Header) -> _Header:
    return new if new.score > old.score else old


def _score(columns: Sequence[Column]) -> int:
    """How many fields are known by their labels; without a name or number it is no list of persons."""
    fields = {field_of(column.label, column.group) for column in columns} - {"", "ignore"}
    return len(fields) if fields & {"name", "id"} else 0


def _is_two_lined(top: list[str], bottom: list[str]) -> bool:
    if sum(map(bool, top)) < 2 or not all(_HEADER_LIKE.fullmatch(cell) for cell in bottom if cell):
        return False
    for index, label in enumerate(top):
        below = bottom[index] if index < len(bottom) else ""
        if below and field_of(label) in {"name", "id", "sex"}:
            return False
    return True


def _joined(number: int, top: list[str], bottom: list[str], merges: list[Merge]) -> list[Column]:
    spans = {
        column: top[left]
        for (first, left), (_last, right) in merges
        if first == number and left < len(top)
        for column in range(left, right + 1)
    }
    columns, group = [], ""
    for index in range(max(len(top), len(bottom))):
        upper = top[index] if index < len(top) else ""
        lower = bottom[index] if index < len(bottom) else ""
        group = upper or (spans.get(index, "") if spans else group)
        if lower:
            columns.append(Column(index, lower, group))
        elif upper:
            columns.append(Column(index, upper))
    return columns


class _FillDown:
    """Gives the cells below the top of a vertically merged range the value of its top."""

    def __init__(self, merges: list[Merge], header_last: int) -> None:
        self._tall = sorted(
            (top, bottom, left)
            for (top, left), (bottom, _right) in merges
            if bottom > top > header_last
        )
        self._next = 0
        self._open: dict[int, tuple[int, str]] = {}

    def __call__(self, number: int, cells: list[str]) -> list[str]:
        while self._next < len(self._tall) and self._tall[self._next][0] <= number:
            top, bottom, column = self._tall[self._next]
            if top == number and column < len(cells):
                self._open[column] = (bottom, cells[column])
            self._next += 1
        for column, (bottom, value) in list(self._open.items()):
            if number > bottom:
                del self._open[column]
            elif column < len(cells) and not cells[column]:
                cells[column] = value
        return cells


def _repeats(row: list[str], labels: set[str]) -> bool:
    """A printed list repeats its header on each page."""
    same = sum(cell in labels for cell in row if cell)
    return same >= 2 and same >= 0.8 * sum(map(bool, row))


def _kind(row: list[str], by_field: dict[str, int]) -> str:
    first = next(cell for cell in row if cell)
    place = by_field.get("id", len(row))
    has_number = sum(map(str.isdigit, row[place] if place < len(row) else "")) >= ID_DIGITS
    words = tuple(policy("columns")["footers"]["words"])
    if has_number or not first.replace(" ", "").startswith(words):
        return "person"
    return "footer"


def _notices(
    book: Book, info: SheetInfo, header: _Header, suggestions: list[Suggestion]
) -> list[Notice]:
    notices = []
    others = [other.name for other in book.sheets if other.index != info.index]
    if others:
        notices.append(
            Notice("sheet.chosen", {"sheet": info.name, "others": "、".join(others[:8])})
        )
    if info.is_hidden:
        notices.append(Notice("sheet.hidden", {"sheet": info.name}))
    if header.last == 0:
        notices.append(Notice("header.missing"))
    elif header.first > 1:
        notices.append(Notice("header.below", {"row": header.first}))
    notices.extend(_marked(book.marks(info.index), header))
    tall = [m for m in book.merges(info.index) if m[1][0] > m[0][0] > header.last]
    if tall:
        notices.append(Notice("cells.merged", {"count": len(tall)}))
    if book.encoding not in {"", "utf-8"}:
        notices.append(Notice("text.encoding", {"encoding": book.encoding.upper()}))
    notices.extend(_duplicates(suggestions))
    return notices


def _marked(marks: Marks, header: _Header) -> Iterator[Notice]:
    """What the eye does not see in the file, and what is not read."""
    if hidden := [row for row in marks.hidden if row > header.last]:
        yield Notice("rows.hidden", {"count": len(hidden), "rows": _listed(hidden)})
    labelled = {column.index for column in header.columns}
    if columns := [column_letters(at) for at in marks.hidden_columns if at in labelled]:
        yield Notice("columns.hidden", {"columns": _listed(columns)})
    if marks.has_extras:
        yield Notice("file.extras")


def _duplicates(suggestions: list[Suggestion]) -> Iterator[Notice]:
    seen: dict[str, str] = {}
    for suggestion in suggestions:
        column = suggestion.column
        label = plain(column.group) + plain(column.label)
        here = column_letters(column.index)
        if suggestion.how == "none" and label in seen:
            yield Notice(
                "header.twice", {"label": column.label, "first": seen[label], "second": here}
            )
        seen.setdefault(label, here)


def _listed(numbers: Sequence[int | str]) -> str:
    return ", ".join(map(str, numbers[:12])) + (" …" if len(numbers) > 12 else "")
