"""A plan over the months: where each bar, gate and month line stands in the drawing, and the table behind it.

Pure arithmetic of days to picture points; the template draws it as SVG.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sangyu.accountability.plans.models import Plan, Stage
from sangyu.accountability.plans.selectors import TaskLine

LABELS, CHART, ROW, HEAD = 300, 860, 30, 46
"""Width of the names, width of the months, height of a row and of the head, in picture points."""
SHORTEST = 6
MOST_MONTHS = 36
NAME_LENGTH = 18
BACK = 18
Place = Callable[[date], float]
"""A day → how far from the left it stands."""


@dataclass(frozen=True)
class Bar:
    """One duty of a task, or a stage: from where to where, and how it stands."""

    x: float
    width: float
    tone: str
    title: str
    is_open: bool = False


@dataclass(frozen=True)
class Row:
    """One line of the drawing and of the table behind."""

    y: int
    name: str
    line: TaskLine | None
    stage: Stage | None
    bars: tuple[Bar, ...]
    begins: date | None
    ends: date | None

    @property
    def middle(self) -> int:
        """Where its text stands."""
        return self.y + ROW // 2 + 5

    @property
    def top(self) -> int:
        """Where its bars begin."""
        return self.y + 8


@dataclass(frozen=True)
class Tick:
    """A month's first day."""

    x: float
    label: str
    year: str


@dataclass(frozen=True)
class Timeline:
    """The whole drawing."""

    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    today_x: float | None
    height: int
    width: int = LABELS + CHART
    labels: int = LABELS
    bar: int = ROW - 16


def timeline_of(
    plan: Plan, lines: Sequence[TaskLine], stages: Sequence[Stage], today: date
) -> Timeline:
    """The drawing of a plan: at most three years, from a year and a half before today."""
    first, last = _bounds(plan, lines, stages, today)
    days = (last - first).days or 1

    def x(day: date) -> float:
        inside = min(max(day, first), last)
        return round(LABELS + (inside - first).days * CHART / days, 1)

    rows: list[Row] = []
    for stage in stages:
        tone = "good" if stage.passed_on else "bad" if stage.ends_on < today else "info"
        bar = _bar(x, stage.starts_on, stage.ends_on, tone, stage.title)
        rows.append(_row(rows, stage.title, None, stage, (bar,), stage.starts_on, stage.ends_on))
    for line in lines:
        begins, ends = _span(plan, line)
        bars = tuple(_bars(plan, line, x, last))
        rows.append(_row(rows, f"{line.task.no} {line.task.title}", line, None, bars, begins, ends))
    ticks = tuple(
        Tick(x(day), str(day.month), str(day.year) if day.month == 1 or number == 0 else "")
        for number, day in enumerate(_months(first, last))
    )
    is_inside = first <= today <= last
    return Timeline(tuple(rows), ticks, x(today) if is_inside else None, HEAD + ROW * len(rows) + 8)


def _row(  # noqa: PLR0913, PLR0917  what a line consists of, from left to right
    rows: list[Row], name: str, line: TaskLine | None, stage: Stage | None, bars: tuple[Bar, ...],
    begins: date | None, ends: date | None,
) -> Row:  # fmt: skip
    short = name if len(name) <= NAME_LENGTH else f"{name[:NAME_LENGTH]}…"
    return Row(HEAD + ROW * len(rows), short, line, stage, bars, begins, ends)


def _bars(plan: Plan, line: TaskLine, x: Place, last: date) -> Iterable[Bar]:
    for duty in line.own:
        if duty.state == "cancelled":
            continue
        begins = duty.opened_on or plan.starts_on
        ends = duty.statutory_due or last
        tone = "bad" if duty.is_overdue else duty.tone
        title = " · ".join(filter(None, (duty.period.strip("-"), str(duty.state_label))))
        yield _bar(x, min(begins, ends), ends, tone, title, is_open=duty.statutory_due is None)


def _bar(
    x: Place, begins: date, ends: date, tone: str, title: str, *, is_open: bool = False
) -> Bar:
    left, right = x(begins), x(ends)
    return Bar(left, max(round(right - left, 1), SHORTEST), tone, title, is_open)


def _span(plan: Plan, line: TaskLine) -> tuple[date | None, date | None]:
    dues = [duty.statutory_due for duty in line.own if duty.statutory_due]
    opened = [duty.opened_on for duty in line.own if duty.opened_on]
    return min(opened, default=plan.starts_on), max(dues, default=None)


def _bounds(
    plan: Plan, lines: Sequence[TaskLine], stages: Sequence[Stage], today: date
) -> tuple[date, date]:
    begins = [plan.starts_on, *(stage.starts_on for stage in stages)]
    ends = [today + timedelta(days=90), *(stage.ends_on for stage in stages)]
    ends += [end for line in lines if (end := _span(plan, line)[1])]
    first = max(min(begins), _shift(today, -BACK)).replace(day=1)
    last = min(max(ends), _shift(first, MOST_MONTHS))
    return first, _shift(last, 1)


def _shift(day: date, months: int) -> date:
    """The first day of the month so many months away."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _months(first: date, last: date) -> Iterable[date]:
    while first < last:
        yield first
        first = _shift(first, 1)
