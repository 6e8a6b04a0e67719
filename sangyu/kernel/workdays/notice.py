"""Reading a year's notice from a CSV file: one day per line, worked or free, with a note.

date,workday,note            or            日期,安排,说明
2027-02-06,off,Spring Festival             2027年2月14日,班,春节调休
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from sangyu.kernel import officefiles
from sangyu.kernel.errors import DomainError, Problem
from sangyu.kernel.text import to_half_width, without_blanks

_HEADERS = {
    "date": {"date", "日期"},
    "workday": {"workday", "is_workday", "安排", "是否上班", "类型"},
    "note": {"note", "说明", "备注"},
}
_WORDS = {
    True: {"work", "workday", "1", "true", "yes", "班", "上班", "工作日", "是"},
    False: {"off", "rest", "holiday", "0", "false", "no", "休", "休息", "放假", "节假日", "否"},
}
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")

NoticeDay = tuple[date, bool, str]


class BadNotice(DomainError):
    """A notice that cannot be taken in; nothing of it was. `problems` name each line at fault."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(
            "workdays-notice",
            _("The file has lines that cannot be read, so nothing was imported."),
            remedy=_("Mend the lines named and import the file again."),
        )
        self.problems = problems


def notice_read(content: bytes, *, name: str) -> list[NoticeDay]:
    """The days of the file, UTF-8 or GB 18030; raises `BadNotice` with every line at fault."""
    file = officefiles.inspect(content, name=name, accept={officefiles.Kind.TEXT})
    lines = _lines(file.text())
    _first, header = next(lines, (1, []))
    columns = _columns(header)
    days: dict[date, NoticeDay] = {}
    problems: list[Problem] = []
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        read = _read_line(line, [cells[at] if at < len(cells) else "" for at in columns])
        if isinstance(read, Problem):
            problems.append(read)
        elif read[0] in days:
            problems.append(
                _problem(line, "date", cells[columns[0]], _("This day is there twice."))
            )
        else:
            days[read[0]] = read
    if problems:
        raise BadNotice(tuple(problems))
    return list(days.values())


def date_read(text: str) -> date | None:
    """2027-02-06, 2027/2/6, 2027.2.6 or 2027年2月6日; None for anything else."""
    found = _DATE.fullmatch(without_blanks(to_half_width(text)))
    if found is None:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None


def is_workday_read(text: str) -> bool | None:
    """True for 班, work, 1 …; False for 休, off, 0 …; None for anything else."""
    word = without_blanks(to_half_width(text)).lower()
    return next((works for works, words in _WORDS.items() if word in words), None)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text))
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error:
        problem = _problem(reader.line_num, "", "", _("This line is not CSV."))
        raise BadNotice((problem,)) from None


def _columns(header: list[str]) -> list[int]:
    """Where date, workday and note stand."""
    names = [without_blanks(to_half_width(name)).lower() for name in header]
    places = {
        column: next((at for at, name in enumerate(names) if name in words), None)
        for column, words in _HEADERS.items()
    }
    if places["date"] is None or places["workday"] is None:
        raise BadNotice(
            (
                Problem(
                    where="1",
                    field="",
                    value=",".join(header)[:100],
                    message=_("The first line must name the columns."),
                    remedy=_("Begin the file with the line: date,workday,note"),
                ),
            )
        )
    note = places["note"]
    return [places["date"], places["workday"], len(header) if note is None else note]


def _read_line(line: int, cells: list[str]) -> NoticeDay | Problem:
    day, works = date_read(cells[0]), is_workday_read(cells[1])
    if day is None:
        return _problem(line, "date", cells[0], _("This is no date. Write it as 2027-02-06."))
    if works is None:
        return _problem(line, "workday", cells[1], _("Write work (班) or off (休)."))
    return day, works, cells[2].strip()[:200]


def _problem(line: int, field: str, value: str, message: object) -> Problem:
    return Problem(where=str(line), field=field, value=value[:100], message=str(message))
