"""The reading of a paper: tasks with units and deadlines, tied to their characters, and everything doubtful."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sangyu.city.papers.reading.blocks import Cell, Source
from sangyu.city.papers.reading.deadlines import read_deadline
from sangyu.city.papers.reading.foreign import injected, page_furniture, passage
from sangyu.city.papers.reading.headers import Role, says_first_leads
from sangyu.city.papers.reading.sources import open_source
from sangyu.city.papers.reading.tables import Row, TableReading, read_tables
from sangyu.city.papers.reading.types import (
    DeadlineKind,
    Passage,
    Problem,
    Span,
    Task,
    TaskReading,
    Units,
)
from sangyu.city.papers.reading.units import attribution, is_unit, split_units
from sangyu.city.papers.reading.variants import Variants

# Far beyond the longest municipal paper (a five-year plan has some 60,000).
MOST_CHARACTERS = 1_000_000


def read_tasks(source: bytes | Path, name: str) -> TaskReading:
    """The tasks of a paper. A file that is unsafe or of no known kind raises `DomainError`; all else is reported."""
    return tasks_of(open_source(source, name))


def tasks_of(source: Source) -> TaskReading:
    """The tasks of an opened paper."""
    if len(source.text) > MOST_CHARACTERS:
        values = {"length": str(len(source.text)), "most": str(MOST_CHARACTERS)}
        return TaskReading(source.name, "", problems=(Problem("paper.too_long", values=values),))
    found = read_tables(source)
    tasks = table_tasks(source, found)
    problems = (
        *source.problems,
        *found.problems,
        *injected(source.text),
        *page_furniture(source.text),
    )
    return TaskReading(source.name, source.text, tasks, problems)


def table_tasks(source: Source, found: TableReading, year: int = 0) -> tuple[Task, ...]:
    """The rows of the task tables as tasks; `year`: that of the paper's title, for deadlines without one."""
    context = _Context(Variants(source.text), says_first_leads(source.text), year)
    return tuple(_task(row, context) for row in found.rows)


@dataclass(frozen=True)
class _Context:
    """What the whole paper says about its units."""

    variants: Variants
    first_leads: bool
    year: int = 0


def _task(row: Row, context: _Context) -> Task:
    cells = row.cells
    passages = {role.value: _passage(group) for role, group in cells.items()}
    lead, support, problems = _units(row, context)
    deadline_cell = _passage(cells.get(Role.DEADLINE, ()))
    deadline = read_deadline(deadline_cell.printed, deadline_cell.span, context.year)
    title = passages.get(Role.TITLE.value, Passage())
    problems = [*row.problems, *problems, *deadline.problems]
    if deadline.kind is DeadlineKind.NONE and row.has_deadlines:
        problems.append(Problem("deadline.blank", span=row.span, field="deadline"))
    for field, units in (("lead", lead), ("support", support)):
        problems.extend(context.variants.of(units, field, row.span))
    if not title.printed:
        problems.append(Problem("title.blank", span=row.span, field="title"))
    for piece in passages.values():
        if piece.span is not None and piece.reading != piece.printed:
            problems.extend(injected(piece.printed, offset=piece.span.start))
    return Task(
        no=row.no,
        title=title,
        lead=lead,
        support=support,
        deadline=deadline,
        span=row.span,
        part=row.part,
        measure=passages.get(Role.MEASURE.value, Passage()),
        passages=passages,
        extras=row.extras,
        problems=tuple(problems),
    )


def _passage(cells: Sequence[Cell]) -> Passage:
    if not cells:
        return Passage()
    printed = "\n".join(cell.text for cell in cells)
    return passage(printed, Span(cells[0].span.start, cells[-1].span.end))


def _units(row: Row, context: _Context) -> tuple[Units, Units, list[Problem]]:
    """Lead and support as the columns or the words of the paper say; a single column of units leads in common."""
    leading = _text(row, Role.LEAD)
    supporting = _text(row, Role.SUPPORT)
    common = _text(row, Role.BOTH)
    problems: list[Problem] = []
    if common:
        said = attribution(common)
        if said is not None:
            lead, support = said
        else:
            lead, support = split_units(common), Units()
            if context.first_leads:
                lead, support = Units(lead.names[:1]), Units(lead.names[1:], lead.is_open)
            elif len(lead.names) > 1:
                problems.append(Problem("lead.not_named", common, row.span, "lead"))
    else:
        said = attribution(leading)
        lead, more = said if said is not None else (split_units(leading), Units())
        rest = split_units(supporting)
        support = Units((*more.names, *rest.names), more.is_open or rest.is_open)
    problems.extend(units_problems(row.span, "lead", lead, is_expected=True))
    has_column = Role.BOTH not in row.cells
    problems.extend(units_problems(row.span, "support", support, is_expected=has_column))
    return lead, support, problems


def _text(row: Row, role: Role) -> str:
    return "\n".join(cell.text for cell in row.cells.get(role, ()))


def units_problems(span: Span, field: str, units: Units, *, is_expected: bool) -> list[Problem]:
    """What is to be asked about one list of units."""
    problems = []
    if not units.names and is_expected:
        problems.append(Problem(f"{field}.blank", span=span, field=field))
    if units.is_open:
        problems.append(Problem("units.open", "等", span, field))
    problems.extend(
        Problem("units.odd", name, span, field) for name in units.names if not is_unit(name)
    )
    twice = [name for name, times in Counter(units.names).items() if times > 1]
    problems.extend(Problem("units.twice", name, span, field) for name in twice)
    return problems
