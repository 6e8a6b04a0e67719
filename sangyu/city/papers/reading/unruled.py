"""Tables without lines on a page: columns are where the header's cells and those below keep a white gap between them.

A row begins where the column of numbers has one, or reaches as far above its number as below it, where cells stand in
the middle of their rows. Where neither holds throughout, the lines are left as they are, and the reading of lines
refuses what it cannot tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sangyu.city.papers.reading.headers import Role, roles_of
from sangyu.city.papers.reading.raw import number
from sangyu.city.papers.reading.ruled import Table, joined

# Points by which a row's middle may be off its number.
_SLACK = 3.0


@dataclass(frozen=True)
class Piece:
    """A run of characters without a wide gap, and where it stands."""

    text: str
    left: float
    right: float


@dataclass(frozen=True)
class PrintedLine:
    """A line of a page: its runs from left to right, and the height of its middle."""

    pieces: tuple[Piece, ...]
    middle: float

    @property
    def text(self) -> str:
        """The line with a tab for each wide gap."""
        return "\t".join(piece.text for piece in self.pieces)


class _Columns:
    """Where the columns stand; they grow as cells are put into them and never touch."""

    def __init__(self, header: Sequence[Piece]) -> None:
        self.spans = [[piece.left, piece.right] for piece in header]

    def place(self, piece: Piece) -> int | None:
        """The column of a run, or None if it lies over two."""
        over = [
            at
            for at, (left, right) in enumerate(self.spans)
            if piece.left < right and left < piece.right
        ]
        if len(over) > 1:
            return None
        at = over[0] if over else self._nearest(piece)
        left, right = min(self.spans[at][0], piece.left), max(self.spans[at][1], piece.right)
        if (at and self.spans[at - 1][1] > left) or (
            at + 1 < len(self.spans) and self.spans[at + 1][0] < right
        ):
            return None
        self.spans[at] = [left, right]
        return at

    def _nearest(self, piece: Piece) -> int:
        middle = (piece.left + piece.right) / 2
        return min(range(len(self.spans)), key=lambda at: abs(sum(self.spans[at]) / 2 - middle))


def unruled_tables(lines: Sequence[PrintedLine]) -> tuple[list[Table], list[PrintedLine]]:
    """The page's tables without lines, and the lines outside of them."""
    tables: list[Table] = []
    rest: list[PrintedLine] = []
    at = 0
    while at < len(lines):
        roles = roles_of([piece.text for piece in lines[at].pieces])
        if roles is not None and len(roles) > 2 and Role.SERIAL in roles:
            serial = roles.index(Role.SERIAL)
            table, end = _centred(lines, at, serial)
            if table is None:
                table, end = _table(lines, at, serial)
            if table is not None:
                tables.append(table)
                at = end
                continue
        rest.append(lines[at])
        at += 1
    return tables, rest


def _table(lines: Sequence[PrintedLine], start: int, serial: int) -> tuple[Table | None, int]:
    header = lines[start].pieces
    columns = _Columns(header)
    rows: list[list[list[str]]] = []
    end, begins_cut = start + 1, False
    for line in lines[start + 1 :]:
        cells = _cells(line, columns)
        if cells is None:
            break
        is_cut = not rows and not cells[serial] and start == 0
        if number(cells[serial]) is not None or is_cut:
            begins_cut = begins_cut or is_cut
            rows.append([[] for _ in header])
        elif cells[serial] or not rows:
            break
        for cell, text in zip(rows[-1], cells, strict=True):
            if text:
                cell.append(text)
        end += 1
    if not rows:
        return None, start
    return _made(header, columns, rows, lines[start].middle, begins_cut=begins_cut), end


def _made(
    header: Sequence[Piece],
    columns: _Columns,
    rows: Sequence[Sequence[Sequence[str]]],
    top: float,
    *,
    begins_cut: bool,
) -> Table:
    texts = [[piece.text for piece in header], *([joined(cell) for cell in row] for row in rows)]
    places = tuple(
        tuple((at, column, text) for column, text in enumerate(row)) for at, row in enumerate(texts)
    )
    edges = tuple(span[0] for span in columns.spans)
    return Table(places, edges, top, begins_cut)


def _centred(lines: Sequence[PrintedLine], start: int, serial: int) -> tuple[Table | None, int]:
    """Rows whose cells stand in their middle: as many points above the number as below, row after row."""
    header = lines[start].pieces
    columns = _Columns(header)
    placed: list[_Placed] = []
    for line in lines[start + 1 :]:
        is_header = roles_of([piece.text for piece in line.pieces]) is not None
        cells = None if is_header else _cells(line, columns)
        if cells is None:
            break
        placed.append(_Placed(line.middle, cells, number(cells[serial]) is not None))
    rows = _symmetric(placed)
    if not rows or not _are_apart(rows):
        return None, start
    texts = [
        [[line.cells[n] for line in row if line.cells[n]] for n in range(len(header))]
        for row in rows
    ]
    table = _made(header, columns, texts, lines[start].middle, begins_cut=False)
    return table, start + 1 + sum(map(len, rows))


@dataclass(frozen=True)
class _Placed:
    middle: float
    cells: list[str]
    is_numbered: bool


def _symmetric(placed: Sequence[_Placed]) -> list[Sequence[_Placed]]:
    """The lines by rows, each with one number in its middle; none if they do not come out even."""
    rows: list[Sequence[_Placed]] = []
    begin = 0
    for line in placed:
        if not line.is_numbered:
            continue
        if begin >= len(placed) or placed[begin].middle < line.middle:
            return []
        bottom = 2 * line.middle - placed[begin].middle
        stop = begin
        while stop < len(placed) and placed[stop].middle >= bottom - _SLACK:
            stop += 1
        row = placed[begin:stop]
        is_even = abs(row[-1].middle - bottom) <= _SLACK
        if not is_even or sum(other.is_numbered for other in row) != 1:
            return []
        rows.append(row)
        begin = stop
    return rows


def _are_apart(rows: Sequence[Sequence[_Placed]]) -> bool:
    """More white between rows than within them: else the numbers may as well begin the rows."""
    within = max((a.middle - b.middle for row in rows for a, b in pairwise(row)), default=0.0)
    between = min((a[-1].middle - b[0].middle for a, b in pairwise(rows)), default=0.0)
    return within == 0.0 or between > within + 1.0


def _cells(line: PrintedLine, columns: _Columns) -> list[str] | None:
    cells = [""] * len(columns.spans)
    for piece in line.pieces:
        at = columns.place(piece)
        if at is None:
            return None
        cells[at] = cells[at] + piece.text
    return cells
