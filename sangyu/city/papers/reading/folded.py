"""Headers of two rows that a copy flattened: 「责任分工 | 工作要求 | 牵头单位 | 配合单位 | 完成时间 | 目标」.

Which of the upper labels stood over which of the lower ones is not printed any more. Every way is tried that gives as
many columns as the rows have cells; the one whose columns hold what the first rows show is taken.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from sangyu.city.papers.reading import align
from sangyu.city.papers.reading.headers import plain, roles_of

_MOST_LABELS = 14
# What may stand over other labels.
_GROUP = re.compile(
    r"(?:责任|任务|职责|工作|部门)?分工|(?:责任|任务)(?:落实|体系)|(?:工作|任务|目标)(?:要求|进度|目标|安排|任务|计划)"
    r"|(?:时序|时间|年度|推进)(?:进度|安排|节点|计划|目标)|进度(?:安排|要求|计划)|责任(?:单位|部门|主体)|完成(?:时限|时间)"
)
# An upper label stands over at least two, and over few.
_LEAST, _MOST = 2, 4


def unfolded(labels: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[str, ...] | None:
    """The columns' own labels for rows of so many cells, or None if no way, or more than one, fits them."""
    width = len(rows[0]) if rows else 0
    if not 3 <= width < len(labels) <= _MOST_LABELS or any(len(row) != width for row in rows):
        return None
    fitting = [columns for columns in _ways(labels, width) if _fit(columns, rows)]
    return fitting[0] if len({roles_of(columns) for columns in fitting}) == 1 else None


def _ways(labels: Sequence[str], width: int) -> Iterator[tuple[str, ...]]:
    for top in range(2, len(labels) - 1):
        upper, lower = labels[:top], labels[top:]
        spanning = top + len(lower) - width
        if not 0 < spanning <= min(top, len(lower) // _LEAST):
            continue
        groups = [at for at, label in enumerate(upper) if _GROUP.fullmatch(plain(label))]
        for places in itertools.combinations(groups, spanning):
            for counts in _parts(len(lower), spanning):
                yield tuple(_laid(upper, lower, dict(zip(places, counts, strict=True))))


def _parts(total: int, count: int) -> Iterator[tuple[int, ...]]:
    """Every way to part so many labels among so many spanning ones."""
    if count == 1:
        if _LEAST <= total <= _MOST:
            yield (total,)
        return
    for first in range(_LEAST, min(_MOST, total - _LEAST * (count - 1)) + 1):
        for rest in _parts(total - first, count - 1):
            yield (first, *rest)


def _laid(upper: Sequence[str], lower: Sequence[str], counts: dict[int, int]) -> Iterator[str]:
    at = 0
    for place, label in enumerate(upper):
        if place in counts:
            yield from lower[at : at + counts[place]]
            at += counts[place]
        else:
            yield label


def _fit(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    roles = roles_of(columns)
    return roles is not None and all(
        align.fits(cell, role)
        for row in rows
        for cell, role in zip(row, roles, strict=True)
        if cell
    )
