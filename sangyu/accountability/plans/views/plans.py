"""The list of plans, a plan as a table, one task."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from sangyu.accountability.plans import selectors
from sangyu.accountability.plans.forms import TaskFilter
from sangyu.accountability.plans.models import Plan
from sangyu.accountability.plans.selectors import OF_TOWNS, TaskLine
from sangyu.accountability.plans.selectors.conduct import postponements_of
from sangyu.accountability.plans.selectors.returns import reports_of_task
from sangyu.accountability.plans.types import TaskPart, TaskStanding
from sangyu.accountability.plans.views._act import framed
from sangyu.accountability.plans.who import runs, speaks_for
from sangyu.city.areas.selectors import area_name
from sangyu.city.duties.types import OWNERS_TURN
from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.actors import Actor
from sangyu.kernel.ui import listing

TASK_COLUMNS = [
    listing.Column("no", _("No.")),
    listing.Column("task", _("Task")),
    listing.Column("lead", _("Leads")),
    listing.Column("deadline", _("Deadline")),
    listing.Column("due", _("Next due"), kind="date"),
    listing.Column("standing", _("State")),
]
REPORTS_SHOWN = 6
PLAN_COLUMNS = [
    listing.Column("title", _("Paper")),
    listing.Column("area", _("Area"), is_minor=True),
    listing.Column("tasks", _("Tasks"), kind="number"),
    listing.Column("kept", _("Kept"), kind="number"),
    listing.Column("overdue", _("Overdue"), kind="number"),
]


@needs("plan.view")
def plan_list(request: ActorRequest) -> HttpResponseBase:
    """Every plan with how its tasks stand."""
    rows = [
        {"line": line, "area": area_name(line.plan.area_code).name}
        for line in selectors.plan_list(actor=request.actor)
    ]
    return render(
        request, "plans/list.html", {"plans": listing.of(rows, PLAN_COLUMNS, list_id="plans")}
    )


@needs("plan.view")
def plan_detail(request: ActorRequest, pk: int) -> HttpResponseBase:
    """One plan: its tasks, filtered by unit, state and words."""
    plan = selectors.plan_get(actor=request.actor, plan_id=pk)
    lines = selectors.task_lines(actor=request.actor, plan=plan)
    form = TaskFilter(lines, request.GET)
    shown = form.applied(lines)
    context = framed(plan, "plans:detail") | {
        "area": area_name(plan.area_code),
        "query": request.GET.urlencode(),
        "filter": form,
        "tasks": listing.of(shown, TASK_COLUMNS, list_id="tasks"),
        "total": len(lines),
        "counts": [
            (standing, sum(line.standing == standing for line in lines))
            for standing in TaskStanding
        ],
    }
    return render(request, "plans/detail.html", context)


@needs("plan.view")
def plan_print(request: ActorRequest, pk: int) -> HttpResponseBase:
    """The plan as a sheet to print."""
    plan = selectors.plan_get(actor=request.actor, plan_id=pk)
    lines = selectors.task_lines(actor=request.actor, plan=plan)
    context = {"plan": plan, "area": area_name(plan.area_code), "lines": lines}
    return render(request, "plans/print.html", context)


@needs("plan.view")
def task_detail(request: ActorRequest, pk: int) -> HttpResponseBase:
    """One task: its words, its units, and every duty it made with its proof."""
    line = selectors.task_get(actor=request.actor, task_id=pk)
    rows = sorted(
        line.duties, key=lambda row: (row.state not in OWNERS_TURN, row.is_overdue is False)
    )
    context = {
        "line": line,
        "task": line.task,
        "own": [row for row in rows if row.subject_kind not in OF_TOWNS],
        "towns": [row for row in rows if row.subject_kind in OF_TOWNS],
        "reports": reports_of_task(actor=request.actor, task_id=pk)[:REPORTS_SHOWN],
        "postponements": postponements_of(actor=request.actor, task_id=pk),
        "cleared": [one for one in line.task.blockages.all() if one.cleared_on],
    }
    return render(request, "plans/task.html", context | _may(request.actor, line))


def _may(actor: Actor, line: TaskLine) -> dict[str, bool]:
    """What the reader may do with the task."""
    plan: Plan = line.task.plan
    units = list(line.task.units.all())
    leads = [unit.organisation_id for unit in units if unit.part != TaskPart.SUPPORT]
    is_office = runs(actor, plan)
    return {
        "may_run": is_office,
        "may_report": is_office or any(speaks_for(actor, unit.organisation_id) for unit in units),
        "may_postpone": any(speaks_for(actor, unit) for unit in leads)
        and any(row.is_owners_turn and row.statutory_due for row in line.own),
    }
