"""Tables that are drawn with lines: from lines and characters of a page to cells.

All lengths are points; y grows upwards.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from sangyu.city.papers.reading.units import is_unit

_NEAR = 2.0
_THIN = 2.5
_LEAST = 8.0
_MOST_LINES = 20_000
_MOST_CELLS = 40_000


@dataclass(frozen=True)
class Place:
    """A character and its box."""

    text: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2

    @property
    def size(self) -> float:
        return max(self.top - self.bottom, self.right - self.left, 1.0)


@dataclass
class Ruling:
    """Straight lines: `across` as (y, from, to), `down` as (x, from, to)."""

    across: list[tuple[float, float, float]] = field(default_factory=list)
    down: list[tuple[float, float, float]] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        return len(self.across) + len(self.down) > _MOST_LINES

    def add(self, left: float, bottom: float, right: float, top: float) -> None:
        """A path by its bounds: a thin one is a line, a larger one the frame of a cell."""
        width, height = right - left, top - bottom
        if height <= _THIN and width >= _LEAST:
            self.across.append(((bottom + top) / 2, left, right))
        elif width <= _THIN and height >= _LEAST:
            self.down.append(((left + right) / 2, bottom, top))
        elif width >= _LEAST and height >= _LEAST:
            self.across.extend(((bottom, left, right), (top, left, right)))
            self.down.extend(((left, bottom, top), (right, bottom, top)))


@dataclass(frozen=True)
class Table:
    """Rows of cells as (row, column, text) of the cell that covers each place; `edges` are the columns' borders.

    `begins_cut`: without lines, and its first row has no number: it began on the page before, or nobody can tell.
    """

    rows: tuple[tuple[tuple[int, int, str], ...], ...]
    edges: tuple[float, ...]
    top: float
    begins_cut: bool = False

    def places(self) -> list[list[tuple[int, int, str]]]:
        """As `Writer.grid` takes them."""
        return [list(row) for row in self.rows]

    def texts(self, at: int) -> tuple[str, ...]:
        """The texts of one row without blanks."""
        return tuple("".join(text.split()) for _, _, text in self.rows[at])

    def goes_on_with(self, following: Table) -> bool:
        """Whether a table on the next page has the same columns."""
        return len(self.edges) == len(following.edges) and all(
            abs(a - b) < 6 * _NEAR for a, b in zip(self.edges, following.edges, strict=True)
        )

    def joined(self, following: Table) -> Table:
        """Both as one: a repeated header is dropped, a row cut by the page is made whole."""
        rows = list(following.rows)
        if rows and following.texts(0) == self.texts(0):
            rows = rows[1:]
        mine = list(self.rows)
        if rows and mine and _is_cut(rows[0]):
            mine[-1] = _whole(mine[-1], rows[0])
            rows = rows[1:]
        shift = len(mine)
        base = len(following.rows) - len(rows)
        moved = [
            tuple((max(0, at - base) + shift, column, text) for at, column, text in row)
            for row in rows
        ]
        return Table((*mine, *moved), self.edges, self.top)


def _is_cut(row: tuple[tuple[int, int, str], ...]) -> bool:
    """A row whose first cell is empty, though others are not: it began on the page before."""
    return not row[0][2].strip() and sum(bool(text.strip()) for _, _, text in row) > 0


def _whole(
    first: tuple[tuple[int, int, str], ...], second: tuple[tuple[int, int, str], ...]
) -> tuple[tuple[int, int, str], ...]:
    return tuple(
        (at, column, joined([piece for piece in (text, more) if piece]))
        for (at, column, text), (_, _, more) in zip(first, second, strict=True)
    )


def tables_of(ruling: Ruling, chars: Sequence[Place]) -> tuple[list[Table], list[Place]]:
    """The page's tables, top to bottom, and the characters outside of them."""
    tables: list[Table] = []
    rest = list(chars)
    for across, down in _groups(ruling):
        ys = sorted(_clustered([y for y, _, _ in across]), reverse=True)
        xs = _clustered([x for x, _, _ in down])
        if len(ys) < 3 or len(xs) < 3 or len(ys) * len(xs) > _MOST_CELLS:
            continue
        box = (xs[0] - _NEAR, ys[-1] - _NEAR, xs[-1] + _NEAR, ys[0] + _NEAR)
        inside = [char for char in rest if _is_within(char, box)]
        if not inside:
            continue
        rest = [char for char in rest if not _is_within(char, box)]
        tables.append(_table(xs, ys, (across, down), inside))
    return tables, rest


_Lines = list[tuple[float, float, float]]


def _groups(ruling: Ruling) -> list[tuple[_Lines, _Lines]]:
    """Lines that touch belong to one table; tables stand below each other, so their heights tell them apart."""
    spans = sorted([(low, high) for _, low, high in ruling.down], key=lambda span: -span[1])
    bands: list[list[float]] = []
    for low, high in spans:
        if bands and high >= bands[-1][0] - _NEAR:
            bands[-1][0] = min(bands[-1][0], low)
        else:
            bands.append([low, high])
    return [
        (
            [line for line in ruling.across if low - _NEAR <= line[0] <= high + _NEAR],
            [line for line in ruling.down if line[1] >= low - _NEAR and line[2] <= high + _NEAR],
        )
        for low, high in bands
    ]


def _clustered(values: Sequence[float]) -> list[float]:
    """Values without near doubles, ascending."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _is_within(char: Place, box: tuple[float, float, float, float]) -> bool:
    x, y = (char.left + char.right) / 2, (char.bottom + char.top) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _table(
    xs: Sequence[float], ys: Sequence[float], lines: tuple[_Lines, _Lines], chars: Sequence[Place]
) -> Table:
    owner = _owners(xs, ys, lines)
    texts = _texts(xs, ys, owner, chars)
    rows = tuple(
        tuple(
            (*owner[at][column], texts.get(owner[at][column], "")) for column in range(len(xs) - 1)
        )
        for at in range(len(ys) - 1)
    )
    return Table(rows, tuple(xs), ys[0])


def _owners(
    xs: Sequence[float], ys: Sequence[float], lines: tuple[_Lines, _Lines]
) -> list[list[tuple[int, int]]]:
    """For each place the first place of its cell: places without a line between them are one cell."""
    owner = [[(at, column) for column in range(len(xs) - 1)] for at in range(len(ys) - 1)]
    across = _by_position(lines[0], sorted(ys))
    down = _by_position(lines[1], list(xs))
    for at, column in itertools.product(range(len(ys) - 1), range(len(xs) - 1)):
        middle_x, middle_y = (xs[column] + xs[column + 1]) / 2, (ys[at] + ys[at + 1]) / 2
        if column and not _is_drawn(down.get(xs[column], ()), middle_y):
            owner[at][column] = owner[at][column - 1]
        elif at and not _is_drawn(across.get(ys[at], ()), middle_x):
            owner[at][column] = owner[at - 1][column]
    return owner


def _by_position(
    lines: _Lines, positions: Sequence[float]
) -> dict[float, list[tuple[float, float]]]:
    found: dict[float, list[tuple[float, float]]] = {}
    for position, start, stop in lines:
        at = bisect_right(positions, position + _NEAR) - 1
        if at >= 0:
            found.setdefault(positions[at], []).append((start, stop))
    return found


def _is_drawn(lines: Sequence[tuple[float, float]], middle: float) -> bool:
    return any(start - _NEAR <= middle <= stop + _NEAR for start, stop in lines)


def _texts(
    xs: Sequence[float],
    ys: Sequence[float],
    owner: Sequence[Sequence[tuple[int, int]]],
    chars: Sequence[Place],
) -> dict[tuple[int, int], str]:
    cells: dict[tuple[int, int], list[Place]] = {}
    rising = sorted(ys)
    for char in chars:
        column = bisect_right(xs, (char.left + char.right) / 2) - 1
        up = bisect_right(rising, (char.bottom + char.top) / 2) - 1
        row = len(ys) - 2 - up
        if 0 <= column < len(xs) - 1 and 0 <= row < len(ys) - 1:
            cells.setdefault(owner[row][column], []).append(char)
    right = {place: xs[column + 1] for row in owner for column, place in enumerate(row)}
    return {place: _lines(found, right[place]) for place, found in cells.items()}


def _lines(chars: Sequence[Place], right: float) -> str:
    """A cell's characters as its lines; a line as wide as the cell was wrapped there, unless it ends with a unit."""
    lines: list[list[Place]] = []
    for char in sorted(chars, key=lambda c: (-c.middle, c.left)):
        height = max(char.top - char.bottom, 4.0)
        if lines and abs(lines[-1][0].middle - char.middle) * 2 < height:
            lines[-1].append(char)
        else:
            lines.append([char])
    text = ""
    for line in lines:
        line.sort(key=lambda c: c.left)
        text += "".join(char.text for char in line).strip()
        is_full = right - line[-1].right < 1.5 * line[-1].size
        text += "" if is_full and not is_unit(text.rsplit("\n", maxsplit=1)[-1]) else "\n"
    return text.strip()


def joined(lines: Sequence[str]) -> str:
    """Lines of a cell; the page has wrapped all but those that end with a unit's name."""
    text = ""
    for line in lines:
        if text and is_unit(text.rsplit("\n", maxsplit=1)[-1].rsplit("、", maxsplit=1)[-1]):
            text += "\n"
        text += line
    return text
