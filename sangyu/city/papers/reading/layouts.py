"""Task tables in running lines: a row to a line (bars, tabs, commas, blanks), or flattened to one cell after another.

Where a header is found but its rows have lost their cells, the table is refused with that reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sangyu.city.papers.reading import align
from sangyu.city.papers.reading.blocks import Cell, Line
from sangyu.city.papers.reading.headers import is_label, roles_of
from sangyu.city.papers.reading.raw import (
    Header,
    RawRow,
    RawTable,
    blank,
    is_section,
    number,
    section_of,
    unreadable,
)
from sangyu.city.papers.reading.streams import read_stream
from sangyu.city.papers.reading.types import Problem, Span

# Tried in this order. Single blanks part cells only if every row then has exactly the header's cells.
_SINGLE = r"[ \u3000\xa0]+"
_DELIMITERS = (r"\|", r"\t", r",", r"[ \u3000\xa0]{2,}|\u3000", _SINGLE)
# What `align` weighs a cell that does not fit its column; wide gaps may be believed with one such cell.
_MISFIT = 6.0
_CERTAIN = 3
_BLANKS_KEPT = 2
_MOST_BREAKS = 12
# A text with more broken tables, or more column names outside of tables, is no paper; looking on only takes time.
_MOST_REFUSED = 20
_MOST_TRIED = 3_000
_WORDS = re.compile(r"[|\t, \u3000\xa0\"]+")
_RULE = re.compile(r"[\s|:：+=—–-]+")
_RUN_TOGETHER = re.compile(
    r"(?:序号|编号|任务类别|任务名称|(?:重点|主要|工作|具体|目标)任务|(?:重点|主要)?工作(?:内容|任务|事项)|重点工作|事项|主要内容"
    r"|(?:具体|主要|工作)?(?:措施|举措)|(?:牵头|责任|配合|主办|协办|承办|负责|落实|参与)(?:单位|部门)"
    r"|(?:完成|办理)?(?:时限|期限|时间)(?:要求|安排|节点)?|时间进度|进度安排|备注|目标|[\s|]){3,}"
)


@dataclass(frozen=True)
class _Delimited:
    """How a header's line parts its cells."""

    pattern: re.Pattern[str]
    header: Header
    is_certain: bool


def find_tables(text: str, lines: Sequence[Line]) -> tuple[list[RawTable], list[Problem]]:
    """All task tables in these lines, and the tables that must be refused."""
    tables: list[RawTable] = []
    refused: list[Problem] = []
    at = tried = 0
    while at < len(lines) and len(refused) < _MOST_REFUSED and tried < _MOST_TRIED:
        may_begin = any(map(is_label, _WORDS.split(lines[at].text)))
        table = _table_at(text, lines, at) if may_begin else None
        tried += may_begin
        if table is None:
            if _is_run_together(lines[at].text):
                refused.append(_lost(lines[at].text.strip(), lines[at].span))
            at += 1
            continue
        end = table.span.end
        if _is_lost(table):
            label = " ".join(table.header.labels)
            refused.append(_lost(label, table.span))
            end = max(end, lines[at].span.end)
        else:
            tables.append(table)
        at += 1
        while at < len(lines) and lines[at].span.start < end:
            at += 1
    return tables, refused


def _lost(text: str, span: Span) -> Problem:
    return Problem("table.lost_cells", text[:200], span, "table")


def _is_lost(table: RawTable) -> bool:
    """No row, or at least as many rows unreadable as read."""
    unread = sum(problem.code.startswith("row.") for problem in table.problems)
    return unread >= len(table.rows)


def _is_run_together(line: str) -> bool:
    bare = line.strip()
    if len(bare) > 60 or _RUN_TOGETHER.fullmatch(bare) is None:
        return False
    return (
        roles_of(
            re.findall(
                r"[^\s|]*?(?:号|任务|内容|事项|工作|措施|举措|单位|部门|时限|期限|时间|进度|备注)",
                bare,
            )
        )
        is not None
    )


def _table_at(text: str, lines: Sequence[Line], at: int) -> RawTable | None:
    first = lines[at].text
    for place, delimiter in enumerate(_DELIMITERS):
        pattern = re.compile(delimiter)
        if not pattern.search(first.strip()):
            continue
        cells = _cells(text, lines[at], pattern)
        labels = tuple(cell.text for cell in cells)
        if len(labels) < 3 or sum(map(is_label, labels)) < 2:
            continue
        roles = roles_of(labels)
        if roles is not None and all(labels):
            layout = _Delimited(pattern, Header(labels, roles), place < _CERTAIN)
            return _read_lines(text, lines[at:], layout)
        if place < _BLANKS_KEPT and (header := _deeper(text, lines[at : at + 3], pattern, labels)):
            header_lines = 2 + bool(_RULE.fullmatch(lines[at + 1].text.strip()))
            layout = _Delimited(pattern, header, is_certain=True)
            return _read_lines(text, lines[at:], layout, header_lines)
    lead = first.strip().rstrip("|").strip()
    return read_stream(text, lines[at:]) if is_label(lead) else None


def _deeper(
    text: str, lines: Sequence[Line], pattern: re.Pattern[str], labels: Sequence[str]
) -> Header | None:
    """A header of two lines: 「责任分工」 and a blank cell over 「牵头单位 | 配合单位」."""
    second = next((line for line in lines[1:] if not _RULE.fullmatch(line.text.strip())), None)
    if second is None:
        return None
    below = [cell.text for cell in _cells(text, second, pattern)]
    if len(below) != len(labels) or any(number(label) is not None for label in below):
        return None
    if sum(map(is_label, below)) * 2 < len([label for label in below if label]):
        return None
    both = tuple(low or high for high, low in zip(labels, below, strict=True))
    roles = roles_of(both)
    return Header(both, roles) if roles is not None and all(both) else None


def _cells(text: str, line: Line, pattern: re.Pattern[str]) -> list[Cell]:
    """The line's cells. Outer bars belong to no cell; quotes around a cell (a copy from a sheet) neither."""
    start, stop = line.span.start, line.span.end
    if pattern.pattern == r"\|":
        bare = Cell.cut(text, start, stop)
        start = bare.span.start + bare.text.startswith("|")
        stop = max(start, bare.span.end - bare.text.endswith("|"))
    elif pattern.pattern not in {r"\t", ","}:
        bare = Cell.cut(text, start, stop)
        start, stop = bare.span.start, bare.span.end
    cells = []
    for left, right in _pieces(text, start, stop, pattern):
        cell = Cell.cut(text, left, right)
        if len(cell.text) > 1 and cell.text[0] == cell.text[-1] == '"':
            cell = Cell.cut(text, cell.span.start + 1, cell.span.end - 1)
        cells.append(cell)
    return cells


def _pieces(
    text: str, start: int, stop: int, pattern: re.Pattern[str]
) -> Iterator[tuple[int, int]]:
    left = start
    for match in pattern.finditer(text, start, stop):
        if text.startswith('"', left) and text.count('"', left, match.start()) % 2:
            continue  # inside quotes
        yield left, match.start()
        left = match.end()
    yield left, stop


def _read_lines(
    text: str, lines: Sequence[Line], layout: _Delimited, header_lines: int = 1
) -> RawTable:
    header = layout.header
    rows: list[RawRow] = []
    problems: list[Problem] = []
    part, end = "", lines[0].span.end
    for line in _joined(text, lines[header_lines:], layout):
        bare = line.text.strip()
        if not bare or _RULE.fullmatch(bare):
            continue
        cells = _cells(text, line, layout.pattern)
        if header.is_repeated(tuple(cells)):
            continue
        section = section_of(cells) or _section(cells)
        if section is not None:
            if not section:
                break
            part = section
            continue
        if not _goes_on(cells, header):
            break
        row = _row(cells, layout)
        if row is None:
            problems.append(unreadable("row.cells", bare, line.span))
        else:
            rows.append(RawRow(row, part))
            part = ""
        end = line.span.end
    return RawTable(header, tuple(rows), tuple(problems), Span(lines[0].span.start, end))


def _section(cells: Sequence[Cell]) -> str | None:
    """The words that stand alone in a line between rows; blank if they are no section and end the table."""
    filled = [cell.text for cell in cells if cell.text]
    if len(filled) != 1 or number(filled[0]) is not None or len(filled[0]) > 60:
        return None
    return filled[0] if is_section(filled[0]) or len(cells) > 1 else ""


def _goes_on(cells: Sequence[Cell], header: Header) -> bool:
    """Whether a line is still of the table: a serial number in its place, or cells of about the right count."""
    if header.serial >= 0 and any(
        number(cell.text) is not None for cell in cells[: header.serial + 1]
    ):
        return True
    return len(cells) * 2 > header.width


def _row(cells: list[Cell], layout: _Delimited) -> tuple[Cell, ...] | None:
    """The row's cells by column, or None if some are lost and it cannot be told which."""
    header = layout.header
    while len(cells) > header.width and not cells[-1].text:
        cells.pop()
    if len(cells) == header.width:
        limit = _MISFIT if layout.pattern.pattern == _SINGLE else 2 * _MISFIT
        return tuple(cells) if layout.is_certain or _fits(cells, header, limit) else None
    if not layout.is_certain or header.serial != 0 or number(cells[0].text) is None:
        return None
    return _realigned(cells, header)


def _realigned(cells: list[Cell], header: Header) -> tuple[Cell, ...] | None:
    filled = [cell for cell in cells[1:] if cell.text]
    try:
        laid = align.align([cell.text for cell in filled], header.roles[1:])
    except align.Ambiguous:
        return None
    if any(len(column) > 1 for column in laid.columns):
        return None
    end = cells[-1].span.end
    return (cells[0], *(filled[column[0]] if column else blank(end) for column in laid.columns))


def _fits(cells: Sequence[Cell], header: Header, limit: float) -> bool:
    """Cells parted by mere blanks are believed only if they look like what their columns hold."""
    try:
        laid = align.align([cell.text for cell in cells if cell.text], header.roles)
    except align.Ambiguous:
        return False
    return all(len(column) == 1 for column in laid.columns) and laid.weight < limit


def _joined(text: str, lines: Sequence[Line], layout: _Delimited) -> Iterator[Line]:
    """Lines, with those joined that a quoted cell spans, or a cell that was broken over lines."""
    if layout.pattern.pattern == r"\t":
        yield from _mended(text, list(_quoted(text, lines)), layout)
    elif layout.pattern.pattern == ",":
        yield from _quoted(text, lines)
    else:
        yield from lines


def _mended(text: str, lines: Sequence[Line], layout: _Delimited) -> Iterator[Line]:
    """A numbered line with too few cells takes the next ones, if together they have exactly the header's cells."""
    at = 0
    while at < len(lines):
        stop = _row_end(text, lines, at, layout)
        yield Line(
            text[lines[at].span.start : lines[stop - 1].span.end],
            Span(lines[at].span.start, lines[stop - 1].span.end),
        )
        at = stop


def _row_end(text: str, lines: Sequence[Line], at: int, layout: _Delimited) -> int:
    """The line after the row that begins here."""
    header = layout.header
    cells = _cells(text, lines[at], layout.pattern)
    count = len(cells)
    own = _serial(cells, header)
    if own is None:
        return at + 1
    is_full = count >= header.width
    for stop in range(at + 1, min(len(lines), at + _MOST_BREAKS)):
        more = _cells(text, lines[stop], layout.pattern)
        value = _serial(more, header)
        if value is not None and len(more) > 1:
            # Lines between two rows go on with the last cell of the first.
            return stop if is_full and value == own + 1 else at + 1
        if not more[0].text or is_section(more[0].text) or header.is_repeated(tuple(more)):
            break
        count += len(more) - 1
        if count > header.width:
            break
        if count == header.width and not is_full:
            return stop + 1
    return at + 1


def _serial(cells: Sequence[Cell], header: Header) -> int | None:
    """The number in the serial column."""
    if not 0 <= header.serial < len(cells):
        return None
    return number(cells[header.serial].text)


def _quoted(text: str, lines: Sequence[Line]) -> Iterator[Line]:
    """Lines, with those joined that a quoted cell spans."""
    start: int | None = None
    for line in lines:
        begin = line.span.start if start is None else start
        whole = text[begin : line.span.end]
        if whole.count('"') % 2 and whole.count("\n") < 20:
            start = begin
            continue
        start = None
        yield Line(whole, Span(begin, line.span.end))
    if start is not None:  # a quotation mark that is never closed quotes nothing
        yield from (line for line in lines if line.span.start >= start)
