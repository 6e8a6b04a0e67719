"""Which of a row's cells belongs to which column, where a text kept the cells but lost the blank ones.

Every way to lay the cells on the columns in their order is weighed by what the columns hold (units, a deadline, prose)
and by the blank lines between the cells. Two ways that weigh the same are a question, not an answer.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from sangyu.city.papers.reading.deadlines import is_deadline
from sangyu.city.papers.reading.headers import TEXTS, UNITS, Role
from sangyu.city.papers.reading.units import (
    are_plainly_units,
    attribution,
    is_unit,
    is_unit_list,
    split_units,
)

# Weights are ordinal: a misfit weighs more than a blank, a blank more than a wrapped line.
_BLANK = {
    Role.TITLE: 20.0,
    Role.MEASURE: 5.0,
    Role.LEAD: 5.0,
    Role.BOTH: 5.0,
    Role.SUPPORT: 3.0,
    Role.DEADLINE: 4.0,
    Role.PART: 1.0,
    Role.OTHER: 1.0,
    Role.SERIAL: 20.0,
}
_MISFIT = 6.0
_LEAST_DOUBT = 1.0
# Two misfits are too many; where a cell is blank or wrapped besides, one is.
_UNREADABLE = 12.0
_UNREADABLE_UNEVEN = 8.0
# More lines than that in one row, or more columns, would take long to weigh and are never one row.
_MOST_WRAPPED = 4
_MOST_COLUMNS = 10


@dataclass(frozen=True)
class Layout:
    """For each column the cells (by index) laid on it, in order."""

    columns: tuple[tuple[int, ...], ...]
    weight: float


class Ambiguous(Exception):
    """The cells fit the columns in two ways, or in none."""


def align(cells: Sequence[str], roles: Sequence[Role], extra_blank: Sequence[bool] = ()) -> Layout:
    """The one best layout. `extra_blank[n]`: more blank lines than usual before cell n (or, at the end, after all)."""
    if len(cells) > len(roles) + _MOST_WRAPPED or len(roles) > _MOST_COLUMNS:
        raise Ambiguous
    gaps = tuple(extra_blank) if extra_blank else (False,) * (len(cells) + 1)
    best = sorted(_layouts(tuple(cells), tuple(roles), gaps), key=lambda layout: layout.weight)[:2]
    limit = _UNREADABLE if len(cells) == len(roles) else _UNREADABLE_UNEVEN
    if not best or best[0].weight >= limit:
        raise Ambiguous
    if len(best) > 1 and best[1].weight - best[0].weight < 0.5:
        raise Ambiguous
    return best[0]


def _layouts(
    cells: tuple[str, ...], roles: tuple[Role, ...], gaps: tuple[bool, ...]
) -> Iterator[Layout]:
    count, width = len(cells), len(roles)
    for cuts in itertools.combinations_with_replacement(range(count + 1), width - 1):
        edges = (0, *cuts, count)
        weight = 0.0
        for column, (start, stop) in enumerate(itertools.pairwise(edges)):
            weight += (
                _cells_weight(cells[start:stop], roles[column])
                if stop > start
                else _blank_weight(roles[column], has_gap=gaps[start])
            )
            if weight >= _UNREADABLE:
                break
        else:
            columns = tuple(tuple(range(a, b)) for a, b in itertools.pairwise(edges))
            yield Layout(columns, weight)


def _blank_weight(role: Role, *, has_gap: bool) -> float:
    return _BLANK[role] * (0.2 if has_gap else 1.0)


def fits(cell: str, role: Role) -> bool:
    """Whether one whole cell is what a column of that role holds."""
    return _cells_weight((cell,), role) < _LEAST_DOUBT


@cache
def _cells_weight(cells: tuple[str, ...], role: Role) -> float:
    if role in UNITS:
        return _units_weight(cells)
    text = "".join(cells)
    if role is Role.DEADLINE:
        return (0.0 if is_deadline(text) else _MISFIT) + 3.0 * (len(cells) - 1)
    wrapped = sum(1.0 for cell in cells[:-1] if cell[-1:] not in "。；;") + 0.3 * (len(cells) - 1)
    if role not in TEXTS:
        return 0.5 + wrapped
    misplaced = 3.0 * sum(
        are_plainly_units(cell) or (len(cell) <= 14 and is_deadline(cell)) for cell in cells
    )
    if text.isdecimal():
        misplaced += _MISFIT
    return wrapped + misplaced


def _units_weight(cells: tuple[str, ...]) -> float:
    text = "\n".join(cells)
    fits = is_unit_list(text) or attribution(text) is not None
    weight = 0.0 if fits else _MISFIT
    for cell in cells[:-1]:
        last = split_units(cell).names[-1:]
        if cell[-1:] in "、，,;；":
            weight += 0.3
        else:  # a name broken by the line's end, or two names
            weight += 2.0 if last and is_unit(last[0]) else 1.5
    return weight
