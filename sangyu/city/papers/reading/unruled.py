"""Tables without lines on a page: columns are where the header's cells and those below keep a white gap between them.

A row begins where the column of numbers has one. Where numbers stand in the middle of their rows and nothing else parts
the rows, the lines are left as they are, and the reading of lines refuses what it cannot tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sangyu.city.papers.reading.headers import Role, roles_of
from sangyu.city.papers.reading.raw import number
from sangyu.city.papers.reading.ruled import Table, joined


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
            table, end = _table(lines, at, roles.index(Role.SERIAL))
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
    texts = [[piece.text for piece in header], *([joined(cell) for cell in row] for row in rows)]
    places = tuple(
        tuple((at, column, text) for column, text in enumerate(row)) for at, row in enumerate(texts)
    )
    edges = tuple(span[0] for span in columns.spans)
    return Table(places, edges, lines[start].middle, begins_cut), end


def _cells(line: PrintedLine, columns: _Columns) -> list[str] | None:
    cells = [""] * len(columns.spans)
    for piece in line.pieces:
        at = columns.place(piece)
        if at is None:
            return None
        cells[at] = cells[at] + piece.text
    return cells
