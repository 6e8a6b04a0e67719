"""Targets that stand in a plan's table of indicators: 「指标 | 2020年 | 2025年 | 属性」.

The first of several years is how things stood, unless its label says that it is an aim, too; what is no number
(「逐步提高」) is no target here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sangyu.city.papers.reading.blocks import Cell, Line, Source
from sangyu.city.papers.reading.headers import plain
from sangyu.city.papers.reading.raw import blank
from sangyu.city.papers.reading.sentences import in_digits
from sangyu.city.papers.reading.targets import COUNTED, OPERATORS, operator_of
from sangyu.city.papers.reading.types import Operator, Span, Step, Target
from sangyu.kernel.text import to_half_width, without_blanks

_INDICATOR = re.compile(
    r"(?:主要|具体|核心|发展|二级|三级|规划)?指标(?:名称|内容|项目|体系)?(?:\(.{1,8}\))?"
)
_UNIT = re.compile(r"(?:计量)?单位")
_YEAR = re.compile(r"(20\d\d)")
_AIM = re.compile(r"(?:规划|预期|年度|发展)?目标值?")
_BEFORE = re.compile(r"现状|基期|基数|基准|实际|完成值|已")
_SIGNS = {
    "≥": Operator.AT_LEAST,
    "≧": Operator.AT_LEAST,
    ">=": Operator.AT_LEAST,
    "≤": Operator.AT_MOST,
    "≦": Operator.AT_MOST,
    "<=": Operator.AT_MOST,
    ">": Operator.ABOVE,
    "<": Operator.BELOW,
}
_VALUE = re.compile(
    rf"(?P<sign>[≥≧≤≦]|>=|<=|[<>=])?(?P<op>{'|'.join(OPERATORS.values())})?(?:约|达|[\[(])?"
    rf"(?P<num>\d+(?:\.\d+)?(?:万|亿)?)[\])]?(?P<unit>%|‰|{COUNTED}|岁|年|元|万元|亿元)?(?P<post>及?以上|及?以下|以内|左右)?"
)
_LONG = re.compile(
    rf".{{0,14}}?(?P<op>{'|'.join(OPERATORS.values())})(?P<num>\d+(?:\.\d+)?(?:万|亿)?)"
    rf"(?P<unit>%|‰|{COUNTED})(?P<post>及?以上|及?以下|以内)?"
)
_IN_BRACKETS = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]{1,10})[)\]】〕]$")
_KIND_LABEL = re.compile("(?:指标)?(?:属性|性质|类型)")
_KIND = re.compile("(?:预期性|约束性|引导性|预期|约束)(?:指标)?")
_HEADER_WITHIN, _LONGEST_HEADER = 4, 9
# A category and a number may stand before the indicator.
_MOST_BEFORE = 3
_LONGEST_CAPTION = 60


@dataclass(frozen=True)
class _Columns:
    indicator: int
    unit: int
    values: tuple[tuple[int, date | None], ...]


def indicator_targets(source: Source) -> Iterator[Target]:
    """Every value that a table of indicators aims at, in order."""
    yield from _of_stream(source)
    caption = ""
    waiting: list[Line] = []
    for block in source.blocks:
        if isinstance(block, Line):
            if "\t" in block.text or "|" in block.text:
                waiting.append(block)
                continue
            yield from _of_rows(_rows_of(source.text, waiting), caption)
            waiting = []
            bare = block.text.strip()
            if bare:
                caption = bare if len(bare) <= _LONGEST_CAPTION else ""
        else:
            yield from _of_rows(_rows_of(source.text, waiting), caption)
            waiting = []
            yield from _of_rows(block.rows, caption)
    yield from _of_rows(_rows_of(source.text, waiting), caption)


def _of_stream(source: Source) -> Iterator[Target]:
    """A table of one cell to a line: each row ends with what kind of aim it is."""
    cells = [
        Cell.cut(source.text, block.span.start, block.span.end - block.text.rstrip().endswith("|"))
        for block in source.blocks
        if isinstance(block, Line) and block.text.strip(" \t\u3000|")
    ]
    at = 0
    while at < len(cells):
        header = _stream_header(cells, at)
        if header is None:
            at += 1
            continue
        at += len(header)
        columns = _columns(header[:-1])
        row: list[Cell] = []
        while columns and at < len(cells) and len(row) < len(header) + _MOST_BEFORE:
            row.append(cells[at])
            at += 1
            if _KIND.fullmatch(row[-1].text):
                is_whole = len(row) >= len(header)
                target = _target(row[-len(header) : -1], columns, "") if is_whole else None
                if target is not None:
                    yield target
                row = []


def _stream_header(cells: Sequence[Cell], at: int) -> Sequence[Cell] | None:
    """From the indicator's label to that of its kind."""
    if not _INDICATOR.fullmatch(plain(cells[at].text)):
        return None
    for end in range(at + 2, min(len(cells), at + _LONGEST_HEADER)):
        if _KIND_LABEL.fullmatch(plain(cells[end].text)):
            return cells[at : end + 1]
    return None


def _rows_of(text: str, lines: Sequence[Line]) -> list[tuple[Cell, ...]]:
    """Lines of tabs or bars as rows of cells."""
    rows = []
    for line in lines:
        mark = "\t" if "\t" in line.text else "|"
        cells = []
        at = line.span.start
        for piece in line.text.split(mark):
            cells.append(Cell.cut(text, at, at + len(piece)))
            at += len(piece) + 1
        if mark == "|" and line.text.strip().startswith("|"):
            cells = cells[1:-1]
        rows.append(tuple(cells))
    return rows


def _of_rows(rows: Sequence[tuple[Cell, ...]], caption: str) -> Iterator[Target]:
    columns: _Columns | None = None
    seen: set[Span] = set()
    for at, row in enumerate(rows):
        found = _columns(row) if columns is None and at < _HEADER_WITHIN else None
        if found is not None:
            columns = found
        elif columns is not None and len(row) > max(columns.values[-1][0], columns.unit):
            target = _target(row, columns, caption)
            if target is not None and target.span not in seen:
                seen.add(target.span)
                yield target


def _columns(row: Sequence[Cell]) -> _Columns | None:
    """Where a header has the indicator, its unit and the years; None if this is no such header."""
    labels = [plain(cell.text) for cell in row]
    indicator = [n for n, label in enumerate(labels) if _INDICATOR.fullmatch(label)]
    if not indicator:
        return None
    values = []
    for n, label in enumerate(labels):
        year = _YEAR.search(label)
        if len(label) <= 14 and (year or _AIM.fullmatch(label)) and not _BEFORE.search(label):
            values.append((n, label, date(int(year[1]), 12, 31) if year else None))
    if len(values) > 1 and "目标" not in values[0][1]:
        values = values[1:]
    if not values or values[0][0] <= indicator[-1]:
        return None
    units = [n for n, label in enumerate(labels) if _UNIT.fullmatch(label)]
    return _Columns(
        indicator[-1], units[0] if units else -1, tuple((n, due) for n, _, due in values)
    )


def _target(row: Sequence[Cell], columns: _Columns, caption: str) -> Target | None:
    name = row[columns.indicator]
    unit = row[columns.unit] if columns.unit >= 0 else blank(0)
    steps: list[tuple[re.Match[str], date | None, Cell]] = []
    for place, due in columns.values:
        words = without_blanks(to_half_width(row[place].text)) if row[place].text else ""
        match = _VALUE.fullmatch(words) or _LONG.fullmatch(words)
        if match is not None and row[place].span != name.span:
            steps.append((match, due, row[place]))
    if not name.text or not steps:
        return None
    match, due, cell = steps[-1]
    words = without_blanks(to_half_width(name.text))
    bracket = _IN_BRACKETS.search(words)
    said = match["unit"] or plain(unit.text) or (bracket[1] if bracket else "")
    sign = match.groupdict().get("sign")
    return Target(
        indicator=(words[: bracket.start()] if bracket else words)[-_LONGEST_CAPTION:],
        operator=_SIGNS.get(sign or "", operator_of(match["op"], match["post"])),
        value=in_digits(match["num"]),
        unit=said,
        span=Span(min(name.span.start, cell.span.start), max(name.span.end, cell.span.end)),
        printed=f"{name.text} {cell.text}",
        due_on=due,
        steps=tuple(Step(in_digits(m["num"]), day) for m, day, _ in steps)
        if len(steps) > 1
        else (),
        part=caption,
    )
