"""From a reading to proposals: today's units for printed names, plain dates for deadlines, a title and a number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sangyu.city.duties.types import DeadlineKind
from sangyu.city.organisations.types import UnitMatch
from sangyu.city.papers import methods
from sangyu.city.papers.models import PaperTask
from sangyu.city.papers.reading.types import Deadline, Document, Problem, Task, Units
from sangyu.city.papers.sentences import sentence

KINDS = {
    "half-yearly": DeadlineKind.HALF_YEARLY,
    "monthly": DeadlineKind.QUARTERLY,
    "weekly": DeadlineKind.QUARTERLY,
    "unread": DeadlineKind.NONE,
}


def valid_until(document: Document) -> date | None:
    """The last day of validity; one before the first is a misprint and left open."""
    until, start = document.valid_until, document.effective_on
    return None if until and start and until < start else until


def task_row(task: Task, position: int) -> PaperTask:
    """A task as it is proposed, without its units."""
    kind = KINDS.get(task.deadline.kind.value, task.deadline.kind.value.replace("-", "_"))
    month, day = _month_and_day(task.deadline)
    words = f"{task.title.reading} {task.measure.reading} {task.deadline.printed}"
    return PaperTask(
        position=position,
        no=task.no[:20],
        part=task.part[:200],
        title=task.title.reading or "—",
        measure=task.measure.reading,
        lead_printed=list(task.lead.names),
        support_printed=list(task.support.names),
        deadline=task.deadline.printed[:200],
        deadline_kind=kind,
        due_on=task.deadline.due,
        month=month,
        day=day,
        method=methods.proposed(words, kind),
        span_start=task.span.start,
        span_end=task.span.end,
        problems=[problem_dict(problem) for problem in task.problems],
    )


def units_of(names: Units, matches: Mapping[str, UnitMatch]) -> list[int]:
    """Today's units behind printed names, each once, in order."""
    found = [unit.id for name in names.names for unit in matches[name].units]
    return list(dict.fromkeys(found))


def unmatched(task: Task, matches: Mapping[str, UnitMatch]) -> list[dict[str, object]]:
    """A doubt for every printed name that no unit of today answers to, with the nearest ones."""
    return [
        {
            "code": "unit.unknown",
            "field": field,
            "text": name,
            "values": {
                "nearest": "、".join(unit.short_name for unit in matches[name].suggestions[:3])
            },
            "span": None,
        }
        for field, units in (("lead", task.lead), ("support", task.support))
        for name in units.names
        if not matches[name].units
    ]


def problem_dict(problem: Problem) -> dict[str, object]:
    """A problem as it is stored; its sentence is made when it is shown, in the reader's language."""
    return {
        "code": problem.code,
        "field": problem.field,
        "text": problem.text,
        "values": dict(problem.values),
        "span": [problem.span.start, problem.span.end] if problem.span else None,
    }


def problem_sentence(stored: Mapping[str, object]) -> str:
    """The sentence of a stored problem."""
    values = stored.get("values")
    return str(
        sentence(
            Problem(
                str(stored["code"]),
                str(stored.get("text", "")),
                field=str(stored.get("field", "")),
                values={str(k): str(v) for k, v in values.items()}
                if isinstance(values, dict)
                else {},
            )
        )
    )


def _month_and_day(deadline: Deadline) -> tuple[int | None, int | None]:
    """When a returning task falls due: the last month named, and its day (none: the month's last)."""
    if not deadline.months:
        return None, None
    return max(deadline.months), deadline.day
