"""The cells of a flattened table as a stream, and the header that it begins with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sangyu.city.papers.reading.blocks import Cell, Line
from sangyu.city.papers.reading.folded import unfolded
from sangyu.city.papers.reading.headers import is_label, names_persons, roles_of
from sangyu.city.papers.reading.raw import Header, is_section, number

_LONGEST_HEADER = 12
_LONGEST_FOLDED = 14


@dataclass(frozen=True)
class Token:
    """A cell of the stream and the number of blank lines before it."""

    cell: Cell
    gap: int = 0


@dataclass(frozen=True)
class Stream:
    """`keeps_blanks`: an empty cell is a token, too."""

    tokens: tuple[Token, ...]
    keeps_blanks: bool

    def cells(self, start: int, stop: int) -> tuple[Cell, ...]:
        return tuple(token.cell for token in self.tokens[start:stop])


def tokens_of(text: str, lines: Sequence[Line]) -> Stream:
    first = lines[0].text
    if first.rstrip().endswith("|") and first.count("|") == 1:
        return Stream(tuple(_barred(text, lines)), keeps_blanks=True)
    if first.startswith("\t"):
        return Stream(tuple(_tabbed(text, lines)), keeps_blanks=True)
    return Stream(tuple(_plain(text, lines)), keeps_blanks=False)


def _barred(text: str, lines: Sequence[Line]) -> Iterator[Token]:
    """Every bar ends a cell; a cell may go over lines."""
    start = lines[0].span.start
    for match in re.compile(r"\|").finditer(text, start, lines[-1].span.end):
        yield Token(Cell.cut(text, start, match.start()))
        start = match.end()


def _tabbed(text: str, lines: Sequence[Line]) -> Iterator[Token]:
    """A line that begins with a tab begins a cell; other lines go on with it."""
    starts = [line.span.start for line in lines if line.text.startswith("\t")]
    for start, stop in zip(starts, [*starts[1:], lines[-1].span.end], strict=True):
        yield Token(Cell.cut(text, start, stop))


def _plain(text: str, lines: Sequence[Line]) -> Iterator[Token]:
    gap = 0
    for line in lines:
        cell = Cell.cut(text, line.span.start, line.span.end)
        if cell.text:
            yield Token(cell, gap)
            gap = 0
        else:
            gap += 1


def header_of(stream: Stream) -> Header | None:
    """The longest run of labels before the first serial number, or two rows of labels in one run."""
    folded = _folded(stream)
    if folded is not None:
        return folded
    cells = [token.cell.text for token in stream.tokens[: _LONGEST_HEADER + 2]]
    stop = next((n for n, cell in enumerate(cells) if number(cell) is not None), len(cells))
    known = [n for n in range(min(stop, _LONGEST_HEADER)) if is_label(cells[n])]
    if len(known) < 3 or known[0] != 0 or names_persons(cells[0]):
        return None
    labels = cells[: known[-1] + 1]
    beyond = cells[known[-1] + 1 : stop]
    roles = roles_of(labels)
    if roles is None or any(not label for label in labels):
        return None
    header = Header(tuple(labels), roles)
    if (
        header.serial == 0
        and len(beyond) == 1
        and len(beyond[0]) <= 10
        and not is_section(beyond[0])
    ):
        labels = [*labels, *beyond]
        roles = roles_of(labels) or roles
        header = Header(tuple(labels[: len(roles)]), roles)
    return header


def is_no_total(token: Token) -> bool:
    """「合计」 ends the rows."""
    return token.cell.text not in {"合计", "总计", "合 计", "总 计"}


def _folded(stream: Stream) -> Header | None:
    """Two rows of labels, of which the upper ones say less: known by the number of cells in the first rows."""
    cells = [token.cell.text for token in stream.tokens]
    places = [at for at, cell in enumerate(cells) if number(cell) is not None][:3]
    if len(places) < 3 or not 3 < places[0] <= _LONGEST_FOLDED or not is_label(cells[0]):
        return None
    first, second, third = places
    labels = [cell for cell in cells[:first] if cell]
    if [number(cells[at]) for at in places] != [1, 2, 3] or second - first != third - second:
        return None
    if any(len(label) > _LONGEST_FOLDED for label in labels):
        return None
    columns = unfolded(labels, [cells[first:second], cells[second:third]])
    roles = roles_of(columns) if columns else None
    return Header(tuple(columns), roles, len(cells[:first])) if columns and roles else None
