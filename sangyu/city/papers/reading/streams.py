"""Tables that a copy flattened to one cell after another: 「cell |」 lines, tab-indented cells, or one cell per line.

Rows are found by their serial numbers. Where the copy kept blank cells (bars, tabs) places are certain; where it lost
them, `align` decides or asks.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sangyu.city.papers.reading import align
from sangyu.city.papers.reading.blocks import Cell, Line
from sangyu.city.papers.reading.headers import UNITS
from sangyu.city.papers.reading.raw import (
    Header,
    RawRow,
    RawTable,
    blank,
    is_section,
    number,
    unreadable,
)
from sangyu.city.papers.reading.tokens import Stream, Token, header_of, is_no_total, tokens_of
from sangyu.city.papers.reading.types import Problem, Span

_HEADER_LINES = 80
# So many rows must fit their columns where only the number of cells parts them.
_FEWEST_EVEN = 2
_AFTER_TABLE = r"\n[ \t\u3000]*(?:\n|(?=附[ \u3000]*件|抄送|备注[：:]|注[：:]|[(（]此件))"


@dataclass(frozen=True)
class _Segment:
    """The tokens from one serial number to the next; `stop` is the next one's place."""

    start: int
    stop: int
    is_last: bool


def read_stream(text: str, lines: Sequence[Line]) -> RawTable | None:
    """The table whose header begins on the first of these lines, or None."""
    header = header_of(tokens_of(text, lines[:_HEADER_LINES]))
    return None if header is None else _Reader(tokens_of(text, lines), header).read()


class _Reader:
    """Cuts the stream into rows."""

    def __init__(self, stream: Stream, header: Header) -> None:
        self._header = header
        tokens = itertools.takewhile(is_no_total, self._without_repeated_headers(stream))
        self._stream = Stream(tuple(tokens), stream.keeps_blanks)
        self._rows: list[RawRow] = []
        self._problems: list[Problem] = []
        self._part = ""
        self._group: Cell | None = None

    def _without_repeated_headers(self, stream: Stream) -> Iterator[Token]:
        at, width = self._header.printed, self._header.width
        while at < len(stream.tokens):
            if self._header.is_repeated(stream.cells(at, at + width)):
                at += width
            else:
                yield stream.tokens[at]
                at += 1

    def read(self) -> RawTable:
        segments = list(self._segments())
        usual_cell, usual_row = self._usual_gaps(segments)
        if segments:
            self._note_part(self._stream.cells(0, segments[0].start))
        for segment in segments:
            self._read_row(segment, usual_cell, usual_row)
        if self._header.serial < 0:
            self._read_unnumbered()
        tokens = self._stream.tokens
        end = self._rows[-1].cells[-1].span.end if self._rows else 0
        last = max([end, *(p.span.end for p in self._problems if p.span)], default=0)
        start = tokens[0].cell.span.start if tokens else 0
        return RawTable(
            self._header, tuple(self._rows), tuple(self._problems), Span(start, max(start, last))
        )

    def _segments(self) -> Iterator[_Segment]:
        if self._header.serial < 0:
            return
        end = len(self._stream.tokens)
        for at, stop in itertools.pairwise([*self._anchors(), end]):
            yield _Segment(at, stop, stop == end)

    def _anchors(self) -> Iterator[int]:
        """Serial numbers in order; a number may be missing, or begin anew at 1."""
        previous, least = 0, 0
        numbers = [
            (at, value)
            for at, token in enumerate(self._stream.tokens)
            if (value := number(token.cell.text)) is not None
        ]
        for place, (at, value) in enumerate(numbers):
            follows = value == previous + 1
            jumps = previous < value <= previous + 3 and not any(
                later == previous + 1 for _, later in numbers[place + 1 : place + 4]
            )
            restarts = value == 1 and previous > 1
            if at >= least and (follows or (jumps and previous) or restarts):
                yield at
                previous, least = value, at + 2

    def _usual_gaps(self, segments: Sequence[_Segment]) -> tuple[int, int]:
        """Blank lines between cells and between rows, as most rows have them."""
        inner: Counter[int] = Counter()
        outer: Counter[int] = Counter()
        for segment in segments:
            tokens = self._stream.tokens[segment.start : segment.stop]
            if len(tokens) == self._header.width - self._header.serial:
                inner.update(token.gap for token in tokens[1:])
            if segment.start:
                outer[tokens[0].gap] += 1
        return (
            inner.most_common(1)[0][0] if inner else 0,
            outer.most_common(1)[0][0] if outer else 0,
        )

    def _read_unnumbered(self) -> None:
        """Without serial numbers, rows are known only where blank cells or blank lines were kept."""
        width = self._header.width
        if self._read_even(width):
            return
        for group in self._groups(width):
            cells = [token.cell for token in group]
            if len(cells) == 1 and is_section(cells[0].text):
                self._note_part(cells)
                continue
            try:
                laid = align.align([cell.text for cell in cells], self._header.roles)
            except align.Ambiguous:
                return  # the table is over
            self._rows.append(RawRow(_laid(cells, laid), self._part))
            self._part = ""

    def _read_even(self, width: int) -> bool:
        """Rows without a number and without a blank cell: as many cells to each as there are columns."""
        tokens = self._stream.tokens
        rows: list[RawRow] = []
        start = 0
        while start + width - 1 <= len(tokens):
            cells = [token.cell for token in tokens[start : start + width]]
            if not self._is_row(cells):
                # The first cell may be merged with the one above, and printed only there.
                cells = [blank(cells[0].span.start), *cells[: width - 1]]
                if not rows or not self._is_row(cells):
                    break
                start -= 1
            rows.append(RawRow(tuple(cells), ""))
            start += width
        if len(rows) < _FEWEST_EVEN:
            return False
        self._rows.extend(rows)
        return True

    def _is_row(self, cells: Sequence[Cell]) -> bool:
        """Whether every cell is what its column holds."""
        if len(cells) != self._header.width:
            return False
        return all(
            align.fits(cell.text, role)
            for cell, role in zip(cells, self._header.roles, strict=True)
            if cell.text
        ) and any(cell.text for cell in cells[1:])

    def _groups(self, width: int) -> Iterator[Sequence[Token]]:
        tokens = self._stream.tokens
        if self._stream.keeps_blanks:
            for start in range(0, len(tokens), width):
                yield [token for token in tokens[start : start + width] if token.cell.text]
            return
        widest = max((token.gap for token in tokens[1:]), default=0)
        cuts = [n for n, token in enumerate(tokens) if n == 0 or token.gap == widest > 0]
        for start, stop in itertools.pairwise([*cuts, len(tokens)]):
            yield tokens[start:stop]

    def _read_row(self, segment: _Segment, usual_cell: int, usual_row: int) -> None:
        tokens = list(self._stream.tokens[segment.start + 1 : segment.stop])
        serial = self._stream.tokens[segment.start].cell
        part, self._part = self._part, ""
        before = self._before_serial(serial)
        try:
            if self._stream.keeps_blanks:
                cells = self._certain(tokens, is_last=segment.is_last)
            else:
                cells = self._aligned(tokens, segment, usual_cell, usual_row)
        except align.Ambiguous:
            text = " / ".join(
                token.cell.text for token in (tokens[:12] if segment.is_last else tokens)
            )
            end = tokens[-1].cell.span.end if tokens and not segment.is_last else serial.span.end
            self._problems.append(
                unreadable("row.cells", f"{serial.text} / {text}", Span(serial.span.start, end))
            )
            return
        self._rows.append(RawRow((*before, serial, *cells), part))

    def _before_serial(self, serial: Cell) -> tuple[Cell, ...]:
        """Cells left of the number. A unit there answers for all rows down to the next one, as its merged cell did."""
        cells = [blank(serial.span.start) for _ in range(self._header.serial)]
        if cells and self._group is not None and self._header.roles[len(cells) - 1] in UNITS:
            cells[-1] = self._group
        return tuple(cells)

    def _certain(self, tokens: list[Token], *, is_last: bool) -> tuple[Cell, ...]:
        """Blank cells are there, so places count. What follows a full row is the next row's part, or padding."""
        wanted = self._header.width - self._header.serial - 1
        cells = [token.cell for token in tokens]
        row, rest = cells[:wanted], cells[wanted:]
        filled = [cell for cell in rest if cell.text]
        is_full = len(cells) >= wanted and (
            len(filled) <= self._header.serial or all(is_section(cell.text) for cell in filled)
        )
        if is_full or (is_last and len(cells) >= wanted):
            if is_last:
                return (*row[:-1], _first_paragraph(row[-1]))
            self._note_part(rest)
            return tuple(row)
        while len(cells) > wanted and not cells[-1].text:
            cells.pop()
        if len(cells) == wanted:
            return tuple(cells)
        return self._best([cell for cell in cells if cell.text], ())

    def _aligned(
        self, tokens: list[Token], segment: _Segment, usual_cell: int, usual_row: int
    ) -> tuple[Cell, ...]:
        if tokens and not segment.is_last and is_section(tokens[-1].cell.text):
            self._note_part([tokens.pop().cell])
        after = (
            self._stream.tokens[segment.stop].gap
            if segment.stop < len(self._stream.tokens)
            else usual_row
        )
        gaps = [token.gap > usual_cell for token in tokens] + [after > usual_row]
        cells = [token.cell for token in tokens]
        if segment.is_last:
            return self._last(cells, gaps)
        if self._header.serial > 0 and len(cells) > self._header.width - self._header.serial - 1:
            self._note_part(cells[-1:])
            cells, gaps = cells[:-1], [*gaps[:-2], gaps[-1]]
        return self._best(cells, gaps)

    def _last(self, cells: list[Cell], gaps: list[bool]) -> tuple[Cell, ...]:
        """The last row's end is not printed: the shortest beginning that fits best."""
        wanted = self._header.width - self._header.serial - 1
        best: tuple[float, list[Cell], align.Layout] | None = None
        for count in range(min(2, len(cells)), min(len(cells), wanted + 2) + 1):
            ends = len(cells) == count or gaps[count]
            try:
                layout = align.align(
                    [cell.text for cell in cells[:count]],
                    self._header.roles[self._header.serial + 1 :],
                    [*gaps[:count], ends],
                )
            except align.Ambiguous:
                continue
            if best is None or layout.weight < best[0]:
                best = (layout.weight, cells[:count], layout)
        if best is None:
            raise align.Ambiguous
        return _laid(best[1], best[2])

    def _best(self, cells: list[Cell], gaps: Sequence[bool]) -> tuple[Cell, ...]:
        roles = self._header.roles[self._header.serial + 1 :]
        return _laid(cells, align.align([cell.text for cell in cells], roles, gaps))

    def _note_part(self, cells: Sequence[Cell]) -> None:
        filled = [cell for cell in cells if cell.text]
        if filled and len(filled[-1].text) <= 60:
            self._part, self._group = filled[-1].text, filled[-1]


def _laid(cells: Sequence[Cell], layout: align.Layout) -> tuple[Cell, ...]:
    """One cell per column; cells on the same column are one, over several lines."""
    laid = []
    end = cells[0].span.start if cells else 0
    for column in layout.columns:
        if column:
            text = "\n".join(cells[n].text for n in column)
            laid.append(Cell(text, Span(cells[column[0]].span.start, cells[column[-1]].span.end)))
            end = cells[column[-1]].span.end
        else:
            laid.append(blank(end))
    return tuple(laid)


def _first_paragraph(cell: Cell) -> Cell:
    """After the table's last cell an empty line ends it; what follows is the paper's own text."""
    text = re.split(_AFTER_TABLE, cell.text, maxsplit=1)[0].rstrip()
    return Cell(text, Span(cell.span.start, cell.span.start + len(text)))
