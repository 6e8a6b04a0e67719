"""Other looks at a plan: a board by state, a timeline, its units."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.accountability.plans import selectors
from sangyu.accountability.plans.selectors.conduct import UnitPart
from sangyu.accountability.plans.selectors.returns import returns_of
from sangyu.accountability.plans.timeline import timeline_of
from sangyu.accountability.plans.types import TaskStanding
from sangyu.accountability.plans.views._act import framed
from sangyu.accountability.plans.wording import score_lines
from sangyu.kernel import clock
from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.errors import NotFound
from sangyu.kernel.ui import listing

COLUMNS = (
    (_("To be begun"), "muted", (TaskStanding.PLANNED,)),
    (pgettext_lazy("a task", "Running"), "info", (TaskStanding.RUNNING,)),
    (_("Blocked"), "warn", (TaskStanding.BLOCKED,)),
    (_("Overdue"), "bad", (TaskStanding.OVERDUE,)),
    (_("Proof to be checked"), "info", (TaskStanding.WAITING,)),
    (_("Kept"), "good", (TaskStanding.KEPT, TaskStanding.KEPT_LATE)),
    (_("Without end"), "muted", (TaskStanding.STANDING,)),
    (_("Cancelled"), "muted", (TaskStanding.ENDED,)),
)
"""The columns of the board: what each is called, its tone, and the standings it holds."""
LEGEND = (
    ("good", _("Kept")),
    ("info", pgettext_lazy("a task", "Running")),
    ("warn", _("Kept late, or proof to be checked")),
    ("bad", _("Overdue, or sent back")),
    ("muted", _("To be begun")),
)
"""The colours of the timeline's bars."""
UNIT_COLUMNS = [
    listing.Column("unit", _("Unit")),
    listing.Column("contact", _("Contact person")),
    listing.Column("leads", _("Leads"), kind="number"),
    listing.Column("supports", _("Supports"), kind="number"),
    listing.Column("overdue", _("Overdue"), kind="number"),
    listing.Column("blocked", _("Blocked"), kind="number", is_minor=True),
    listing.Column("kept", _("Kept"), kind="number"),
]


@needs("plan.view")
def board(request: ActorRequest, pk: int) -> HttpResponseBase:
    """The tasks as cards, by how they stand."""
    plan = selectors.plan_get(actor=request.actor, plan_id=pk)
    lines = selectors.task_lines(actor=request.actor, plan=plan)
    columns = [
        {"title": title, "tone": tone, "lines": [one for one in lines if one.standing in states]}
        for title, tone, states in COLUMNS
    ]
    shown = [column for column in columns if column["lines"] or column["tone"] != "muted"]
    return render(request, "plans/board.html", framed(plan, "plans:board") | {"columns": shown})


@needs("plan.view")
def timeline(request: ActorRequest, pk: int) -> HttpResponseBase:
    """The tasks and stages over the months, drawn, with the table behind."""
    plan = selectors.plan_get(actor=request.actor, plan_id=pk)
    lines = selectors.task_lines(actor=request.actor, plan=plan)
    stages = selectors.stages_of(actor=request.actor, plan=plan)
    drawn = timeline_of(plan, lines, [one.stage for one in stages], clock.today())
    context = {"drawn": drawn, "legend": LEGEND}
    return render(request, "plans/timeline.html", framed(plan, "plans:timeline") | context)


@needs("plan.view")
def units(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Every unit of the plan with its contact person and how its tasks stand."""
    plan = selectors.plan_get(actor=request.actor, plan_id=pk)
    lines = selectors.task_lines(actor=request.actor, plan=plan)
    rows = []
    for part in selectors.contacts_of(actor=request.actor, plan=plan):
        led = [line for line in lines if part.unit.short_name in line.lead]
        states = [line.standing for line in led]
        rows.append(
            {
                "part": part,
                "overdue": states.count(TaskStanding.OVERDUE),
                "blocked": states.count(TaskStanding.BLOCKED),
                "kept": states.count(TaskStanding.KEPT) + states.count(TaskStanding.KEPT_LATE),
            }
        )
    context = {"units": listing.of(rows, UNIT_COLUMNS, list_id="units")}
    return render(request, "plans/units.html", framed(plan, "plans:units") | context)


@needs("plan.view")
def unit(request: ActorRequest, pk: int, unit_id: int) -> HttpResponseBase:
    """One unit of the plan: its tasks, its returns, its score of this year, what stands on record."""
    plan = selectors.plan_get(actor=request.actor, plan_id=pk)
    parts = selectors.contacts_of(actor=request.actor, plan=plan)
    part = _part(parts, unit_id)
    lines = selectors.task_lines(actor=request.actor, plan=plan)
    year = clock.today().year
    scores = selectors.scores_now(actor=request.actor, plan=plan, year=year)
    score = next((one for one in scores.units if one.unit.id == unit_id), None)
    name = part.unit.short_name
    context = framed(plan, "plans:units") | {
        "part": part,
        "year": year,
        "led": [line for line in lines if name in line.lead],
        "supported": [line for line in lines if name in line.support],
        "returns": returns_of(actor=request.actor, plan=plan, organisation_id=unit_id)[:12],
        "remarks": selectors.remarks_of(actor=request.actor, plan=plan, organisation_id=unit_id),
        "score": score.score if score else None,
        "entries": score_lines(score.score) if score else [],
    }
    return render(request, "plans/unit.html", context)


def _part(parts: list[UnitPart], unit_id: int) -> UnitPart:
    """The unit, if it has a part in the plan."""
    for part in parts:
        if part.unit.id == unit_id:
            return part
    raise NotFound("not-found", _("This unit has no part in the plan."))
