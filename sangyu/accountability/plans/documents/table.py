"""The table of tasks as it is filtered, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from sangyu.accountability.plans.documents.sheet import Cell, new_book, saved, sheet
from sangyu.accountability.plans.models import Plan
from sangyu.accountability.plans.selectors import TaskLine
from sangyu.kernel.actors import Actor
from sangyu.kernel.ui import formats


def workbook(plan: Plan, lines: Iterable[TaskLine], *, actor: Actor, at: datetime) -> bytes:
    """As .xlsx, with the line that says who took it and when."""
    heads = (
        _("No."), _("Task"), _("Leads"), _("Supports"), _("Deadline"), _("Next due"), _("State"), _("Days late"),
        _("What hinders"), _("Goal"),
    )  # fmt: skip
    mark = _("Taken by %(who)s, %(when)s") % {
        "who": f"{actor.organisation_name} {actor.label}".strip(), "when": formats.moment(at),
    }  # fmt: skip
    book = new_book()
    rows = [_row(line) for line in lines]
    sheet(book, _("Tasks"), plan.title, mark, heads, rows, (6, 50, 22, 30, 18, 14, 14, 8, 30, 34))
    return saved(book)


def _row(line: TaskLine) -> tuple[Cell, ...]:
    due = line.next.statutory_due if line.next else None
    return (
        line.task.no, line.task.title, "、".join(line.lead), "、".join(line.support), line.task.deadline,
        due.isoformat() if due else "", str(line.standing.label), line.days_late or None,
        "；".join(one.words for one in line.blockages), "；".join(goal.words for goal in line.goals),
    )  # fmt: skip
