"""Finds a paper's task tables, real ones and flattened ones, and reads their rows by role."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sangyu.city.papers.reading.blocks import Cell, Grid, Line, Source
from sangyu.city.papers.reading.deadlines import is_deadline
from sangyu.city.papers.reading.headers import (
    UNITS,
    Role,
    is_label,
    names_persons,
    plain,
    roles_of,
)
from sangyu.city.papers.reading.layouts import find_tables
from sangyu.city.papers.reading.raw import Header, RawRow, RawTable, number, section_of, unreadable
from sangyu.city.papers.reading.types import Problem, Span
from sangyu.city.papers.reading.units import is_unit_list

_HEADER_WITHIN = 12
_FEWEST_DATES = 2


@dataclass(frozen=True)
class Row:
    """A row's printed cells by role; `no` as printed."""

    no: str
    cells: Mapping[Role, tuple[Cell, ...]]
    extras: Mapping[str, str]
    part: str
    span: Span
    has_deadlines: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class TableReading:
    """All rows of all task tables, and what could not be read."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    spans: tuple[Span, ...] = ()


def read_tables(source: Source) -> TableReading:
    """Every task table of the source, in order."""
    rows: list[Row] = []
    problems: list[Problem] = []
    last: RawTable | None = None
    spans: list[Span] = []
    for table in _raw_tables(source, problems):
        spans.append(table.span)
        found, unread = _rows(table)
        rows.extend(found)
        problems.extend(unread)
        last = table
    problems.extend(_gaps(rows, {_first_number(problem) for problem in problems}))
    if last is None and not problems:
        problems.append(Problem("table.none"))
    spans.extend(problem.span for problem in problems if problem.field == "table" and problem.span)
    return TableReading(tuple(rows), tuple(problems), tuple(sorted(spans)))


def _raw_tables(source: Source, problems: list[Problem]) -> Iterator[RawTable]:
    before: RawTable | None = None
    for is_line, group in itertools.groupby(source.blocks, lambda block: isinstance(block, Line)):
        if is_line:
            lines = [block for block in group if isinstance(block, Line)]
            tables, refused = find_tables(source.text, lines)
            problems.extend(refused)
            yield from tables
            continue
        for grid in (block for block in group if isinstance(block, Grid)):
            found = list(_grid_tables(grid, before))
            yield from found
            if found:
                before = found[-1]
            elif _looks_like_tasks(grid):
                text = " ".join(cell.text for cell in grid.rows[0])
                problems.append(Problem("table.no_header", text[:200], grid.span, "table"))


# --- real tables ---


def _grid_tables(grid: Grid, before: RawTable | None) -> Iterator[RawTable]:
    """The grid's task tables: mostly one, in a workbook's sheet perhaps several below each other."""
    at, last = 0, _HEADER_WITHIN
    is_first = True
    while at < min(len(grid.rows), last):
        header = _grid_header(grid.rows[at])
        if header is None:
            at += 1
            continue
        below = grid.rows[at + 1] if at + 1 < len(grid.rows) else ()
        deeper = _deeper_header(grid.rows[at], below)
        start = at + (2 if deeper else 1)
        header = deeper or header
        at = next(
            (n for n in range(start, len(grid.rows)) if _is_other(grid.rows[n], header)),
            len(grid.rows),
        )
        last = len(grid.rows)
        is_first = False
        yield _grid_rows(grid, header, grid.rows[start:at])
    if is_first and before is not None and _continues(grid, before):
        yield _grid_rows(grid, before.header, grid.rows)


def _is_other(row: tuple[Cell, ...], header: Header) -> bool:
    """A row of nothing but column names, and others than this table's."""
    filled = {cell.span: cell for cell in row if cell.text}
    is_labels = len(filled) > 2 and all(is_label(cell.text) for cell in filled.values())
    return is_labels and not header.is_repeated(row)


def _grid_header(row: Sequence[Cell]) -> Header | None:
    labels = tuple(cell.text for cell in row)
    if len({cell.span for cell in row if cell.text}) < 2:
        return None
    roles = roles_of(labels)
    return None if roles is None else Header(labels, roles)


def _deeper_header(row: Sequence[Cell], below: Sequence[Cell]) -> Header | None:
    """A header of two rows: 「责任分工」 over 「牵头单位 | 配合单位」."""
    if not below or not any(cell.text and is_label(cell.text) for cell in below):
        return None
    if any(number(cell.text) is not None for cell in below):
        return None
    fresh = [
        low.text for high, low in zip(row, below, strict=True) if low.span != high.span and low.text
    ]
    if not fresh or sum(map(is_label, fresh)) * 2 < len(fresh):
        return None
    labels = tuple(low.text or high.text for high, low in zip(row, below, strict=True))
    roles = roles_of(labels)
    return None if roles is None else Header(labels, roles)


def _grid_rows(grid: Grid, header: Header, rows: Sequence[tuple[Cell, ...]]) -> RawTable:
    kept: list[RawRow] = []
    problems: list[Problem] = []
    part = ""
    for row in rows:
        filled = {cell.span: cell for cell in row if cell.text}
        if not filled or header.is_repeated(row):
            continue
        if section := section_of(row):
            part = section
            continue
        if len(filled) == 1:
            only = next(iter(filled.values()))
            if number(only.text) is not None:
                problems.append(unreadable("row.empty", only.text, only.span))
            elif len(only.text) <= 60:
                part = only.text
            else:
                problems.append(unreadable("row.unplaced", only.text, only.span))
            continue
        if kept and row == kept[-1].cells:
            continue  # one printed row, split by the page
        kept.append(RawRow(row, part))
        part = ""
    return RawTable(header, tuple(kept), tuple(problems), grid.span)


def _continues(grid: Grid, before: RawTable) -> bool:
    """A table without header that goes on counting where the one before stopped."""
    serial = before.header.serial
    if serial < 0 or not before.rows or len(grid.rows[0]) != before.header.width:
        return False
    last = number(before.rows[-1].cells[serial].text)
    first = next((number(row[serial].text) for row in grid.rows if number(row[serial].text)), None)
    return last is not None and first == last + 1


def _looks_like_tasks(grid: Grid) -> bool:
    """A table whose rows name units, under a header that cannot be read."""
    naming = sum(
        any(len(cell.text) > 3 and is_unit_list(cell.text) for cell in row)
        and any(len(cell.text) > 20 for cell in row)
        for row in grid.rows
    )
    return len(grid.rows) > 2 and naming * 2 > len(grid.rows)


# --- rows by role ---


def _rows(table: RawTable) -> tuple[list[Row], list[Problem]]:
    rows: list[Row] = []
    problems = list(table.problems)
    table = _dated(_grouped(table))
    header, part = table.header, ""
    has_deadlines = Role.DEADLINE in header.roles
    if not has_deadlines:
        problems.append(Problem("table.no_deadlines", span=table.span, field="deadline"))
    for raw in table.rows:
        part = raw.part or part
        cells = _carried(raw.cells, header, rows)
        by_role = _by_role(cells, header)
        span = _extent(raw.cells)
        no, trouble = _serial(by_role, header, len(rows) + 1)
        if not by_role.get(Role.TITLE) and (trouble or not no[:1].isdecimal()):
            text = " / ".join(dict.fromkeys(cell.text for cell in raw.cells if cell.text))
            problems.append(unreadable("row.unplaced", text, span))
            continue
        own = by_role.get(Role.PART, ())
        if own:
            part = own[0].text
        found = tuple(Problem(code, span=span, field="no") for code in trouble)
        extras = _extras(raw.cells, header)
        rows.append(Row(no, by_role, extras, part, span, has_deadlines, found))
    return _with_sub_numbers(rows), problems


def _carried(cells: tuple[Cell, ...], header: Header, rows: Sequence[Row]) -> tuple[Cell, ...]:
    """Left of the number a unit answers for every row down to the next one, whose cells a copy leaves blank."""
    at = header.serial - 1
    if at < 0 or header.roles[at] not in UNITS or cells[at].text or not rows:
        return cells
    above = rows[-1].cells.get(header.roles[at], ())
    return (*cells[:at], above[0], *cells[at + 1 :]) if above else cells


def _dated(table: RawTable) -> RawTable:
    """A column of whatever name that holds nothing but deadlines, where no other does."""
    roles, labels = table.header.roles, table.header.labels
    if Role.DEADLINE in roles or len(table.rows) < _FEWEST_DATES:
        return table
    for at, role in enumerate(roles):
        cells = [row.cells[at].text for row in table.rows if row.cells[at].text]
        is_unnamed = role is Role.OTHER and not is_label(labels[at])
        if is_unnamed and len(cells) >= _FEWEST_DATES and all(map(is_deadline, cells)):
            changed = (*roles[:at], Role.DEADLINE, *roles[at + 1 :])
            return replace(table, header=replace(table.header, roles=changed))
    return table


def _grouped(table: RawTable) -> RawTable:
    """A title column that is blank below its first row groups the measures beside it: they are the titles then."""
    roles = table.header.roles
    if Role.TITLE not in roles or Role.MEASURE not in roles or Role.PART in roles:
        return table
    title, measure = roles.index(Role.TITLE), roles.index(Role.MEASURE)
    blank = [row for row in table.rows if row.cells[measure].text and not row.cells[title].text]
    if not blank or not table.rows[0].cells[title].text or len(blank) == len(table.rows):
        return table
    changed = list(roles)
    changed[title], changed[measure] = Role.PART, Role.TITLE
    return replace(table, header=Header(table.header.labels, tuple(changed)))


def _by_role(cells: Sequence[Cell], header: Header) -> dict[Role, tuple[Cell, ...]]:
    """Filled cells by role, each printed cell once, and a title merged over its measure only as title."""
    by_role: dict[Role, tuple[Cell, ...]] = {}
    seen: set[Span] = set()
    for role, cell in sorted(
        zip(header.roles, cells, strict=True), key=lambda pair: pair[0] is not Role.TITLE
    ):
        if cell.text and cell.span not in seen and role is not Role.OTHER:
            seen.add(cell.span)
            by_role[role] = (*by_role.get(role, ()), cell)
    return by_role


def _extras(cells: Sequence[Cell], header: Header) -> dict[str, str]:
    """Columns without a role under their printed names; never the names of persons."""
    return {
        plain(label) or f"{place + 1}": cell.text
        for place, (label, role, cell) in enumerate(
            zip(header.labels, header.roles, cells, strict=True)
        )
        if role is Role.OTHER and cell.text and not names_persons(label)
    }


def _extent(cells: Sequence[Cell]) -> Span:
    own = [cell for cell in cells if cell.text and not cell.merged] or [c for c in cells if c.text]
    return Span(min(cell.span.start for cell in own), max(cell.span.end for cell in own))


def _serial(
    by_role: Mapping[Role, tuple[Cell, ...]], header: Header, place: int
) -> tuple[str, tuple[str, ...]]:
    """The number as printed; the place in the table where it has no serial column."""
    if header.serial < 0:
        return str(place), ()
    cells = by_role.get(Role.SERIAL, ())
    if not cells:
        return "", ("row.no_number",)
    value = number(cells[0].text)
    return (cells[0].text, ()) if value is None else (str(value), ())


def _with_sub_numbers(rows: Sequence[Row]) -> list[Row]:
    """Rows under one merged serial cell are tasks of their own: 3-1, 3-2."""
    numbered: list[Row] = []
    for _, group in itertools.groupby(rows, _serial_span):
        members = list(group)
        if len(members) > 1 and _serial_span(members[0]) is not None:
            members = [replace(row, no=f"{row.no}-{n}") for n, row in enumerate(members, 1)]
        numbered.extend(members)
    return numbered


def _serial_span(row: Row) -> Span | None:
    cells = row.cells.get(Role.SERIAL, ())
    return cells[0].span if cells else None


def _first_number(problem: Problem) -> int | None:
    """The number of a row that could not be read."""
    return number(problem.text.split(" / ", maxsplit=1)[0]) if problem.field == "row" else None


def _gaps(rows: Sequence[Row], unread: set[int | None]) -> Iterator[Problem]:
    """Numbers that are missing or stand twice, over all tables; another table may begin anew at 1."""
    previous = 0
    for row in rows:
        value = number(row.no.split("-")[0]) if row.cells.get(Role.SERIAL) else None
        if value is None:
            continue
        if value == previous and "-" not in row.no:
            yield Problem("row.repeated", row.no, row.span, "no")
        missing = [
            str(n) for n in range(previous + 1, min(value, previous + 12)) if n not in unread
        ]
        if missing:
            yield Problem("row.missing", row.no, row.span, "no", {"numbers": "、".join(missing)})
        previous = value
