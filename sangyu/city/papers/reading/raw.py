"""A task table as found, before its rows are read: a header and rows of cells, one cell for each column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sangyu.city.papers.reading.blocks import Cell
from sangyu.city.papers.reading.headers import Role, is_header_again
from sangyu.city.papers.reading.types import Problem, Span

_NUMBER = re.compile(r"[(（]?(\d{1,3})[)）]?[.、。．]?")  # noqa: RUF001 - full-width stop
_CHINESE = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）]?、?")
_SECTION = re.compile(
    r"(?:第[一二三四五六七八九十]+[章节部]|[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]).{2,50}"
)


@dataclass(frozen=True)
class Header:
    """The columns' labels and roles; `printed`: the cells of a header of two rows, where it is not one to a column."""

    labels: tuple[str, ...]
    roles: tuple[Role, ...]
    printed: int = 0

    @property
    def width(self) -> int:
        return len(self.roles)

    @property
    def serial(self) -> int:
        """The place of the serial column, or -1 if there is none."""
        return self.roles.index(Role.SERIAL) if Role.SERIAL in self.roles else -1

    def is_repeated(self, cells: tuple[Cell, ...]) -> bool:
        """The header of the next page."""
        return is_header_again([cell.text for cell in cells], self.labels)


@dataclass(frozen=True)
class RawRow:
    """Cells by column; `part`: the section line that stands above the row."""

    cells: tuple[Cell, ...]
    part: str = ""


@dataclass(frozen=True)
class RawTable:
    """Rows in order, and what could not be made a row."""

    header: Header
    rows: tuple[RawRow, ...]
    problems: tuple[Problem, ...]
    span: Span


def number(text: str) -> int | None:
    """A serial number, or None."""
    match = _NUMBER.fullmatch(text.strip())
    return int(match[1]) if match else None


def is_section(text: str) -> bool:
    """「一、完善…」 「（二）…」: a section line between rows."""
    return bool(_SECTION.fullmatch(text)) and "。" not in text


def section_of(cells: Sequence[Cell]) -> str:
    """The words of a section's row, 「二 | 发展普惠养老」: a Chinese number and one cell; blank for any other row."""
    filled = list({cell.span: cell.text for cell in cells if cell.text}.values())
    if len(filled) == 2 and _CHINESE.fullmatch(filled[0]) and len(filled[1]) <= 60:
        return (
            f"{filled[0].rstrip('、')}、{filled[1]}"
            if filled[0][0] not in "（("
            else "".join(filled)
        )
    return ""


def blank(at: int) -> Cell:
    """An empty cell at a place."""
    return Cell("", Span(at, at))


def unreadable(code: str, text: str, span: Span) -> Problem:
    """A row as a problem, verbatim."""
    return Problem(code, text.strip(), span, "row")
