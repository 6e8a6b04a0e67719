"""A paper as a stream of lines and grids over one canonical text; every piece knows its characters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sangyu.city.papers.reading.types import Problem, Span

# White space of every width, and the invisible marks that come along with copying.
BLANK = "".join(
    (
        " \t\n\r\f\v\x1c\x1d\x1e\x1f\x85\xa0\u1680\u3000\ufeff\u202f\u205f\u2060",
        *map(chr, range(0x2000, 0x2010)),
    )
)
# The same within a line, as a regular expression for one of them.
GAP = "[" + "".join(map(re.escape, BLANK.replace("\n", ""))) + "]"


@dataclass(frozen=True)
class Cell:
    """A cell's text without surrounding blanks, and its place. `merged`: the same printed cell covers others, too."""

    text: str
    span: Span
    merged: bool = False

    @classmethod
    def cut(cls, text: str, start: int, stop: int) -> Cell:
        """The characters `start` to `stop` of the canonical text, trimmed."""
        raw = text[start:stop]
        left = len(raw) - len(raw.lstrip(BLANK))
        bare = raw.strip(BLANK)
        return cls(bare, Span(start + left, start + left + len(bare)))


@dataclass(frozen=True)
class Line:
    """A line of text or a paragraph, verbatim."""

    text: str
    span: Span


@dataclass(frozen=True)
class Grid:
    """A real table: every row has as many cells as the grid is wide; merged cells stand at each of their places."""

    rows: tuple[tuple[Cell, ...], ...]
    span: Span


Block = Line | Grid


@dataclass(frozen=True)
class Source:
    """What a reader of a file format gives."""

    name: str
    text: str
    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...] = ()
    """What of the file could not be read as text."""


class Writer:
    """Builds the canonical text and the blocks over it, in step."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []

    def _write(self, text: str) -> Span:
        start = self._length
        self._pieces.append(text)
        self._length += len(text)
        return Span(start, self._length)

    def line(self, text: str) -> None:
        """One line or paragraph; a paragraph's own line breaks make lines."""
        for part in text.split("\n"):
            span = self._write(part)
            self._write("\n")
            self._blocks.append(Line(part, span))

    def grid(self, rows: Sequence[Sequence[tuple[int, int, str]]]) -> None:
        """A table whose places are (row, column, text) of the printed cell that covers them; a text is written once."""
        written: dict[tuple[int, int], Cell] = {}
        covered: dict[tuple[int, int], int] = {}
        for row in rows:
            for place in row:
                covered[place[:2]] = covered.get(place[:2], 0) + 1
        start = self._length
        built = []
        for row in rows:
            cells = []
            for at, column, text in row:
                origin = (at, column)
                if origin not in written:
                    span = self._write(text)
                    self._write("\t")
                    bare = Cell.cut(text, 0, len(text))
                    shifted = Span(span.start + bare.span.start, span.start + bare.span.end)
                    written[origin] = Cell(bare.text, shifted, covered[origin] > 1)
                cells.append(written[origin])
            self._write("\n")
            built.append(tuple(cells))
        self._blocks.append(Grid(tuple(built), Span(start, self._length)))

    def source(self, name: str, problems: tuple[Problem, ...] = ()) -> Source:
        """What was written."""
        return Source(name, "".join(self._pieces), tuple(self._blocks), problems)
