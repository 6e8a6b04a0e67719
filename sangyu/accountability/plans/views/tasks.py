"""The steps of one task: goals, what it waits for, what hinders it, a later day."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sangyu.accountability.plans import selectors, services
from sangyu.accountability.plans.forms.conduct import GoalForm
from sangyu.accountability.plans.forms.hindrance import (
    AnswerForm,
    BlockForm,
    ClearForm,
    LinkForm,
    PostponeForm,
)
from sangyu.accountability.plans.rights import PLAN_REPORT, PLAN_RUN
from sangyu.accountability.plans.selectors import TaskLine
from sangyu.accountability.plans.selectors.conduct import blockage_get, postponement_get
from sangyu.accountability.plans.views._act import Step, act, bound
from sangyu.accountability.plans.who import require_part, require_runs, require_speaks
from sangyu.kernel import clock
from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.ui import formats


def _step(line: TaskLine, title: str, done: str, note: str = "") -> Step:
    task = line.task
    back = reverse("plans:task", args=[task.pk])
    return Step(task.plan, title, back, done, lead=f"{task.no} {task.title[:80]}", note=note)


@needs(PLAN_RUN)
def goal_new(request: ActorRequest, pk: int) -> HttpResponseBase:
    """A goal of a year."""
    line = selectors.task_get(actor=request.actor, task_id=pk)
    require_runs(request.actor, line.task.plan)
    step = _step(
        line, _("Goal of a year"), _("The goal is set."),
        _("A goal with a value is reached by a figure computed from records; a typed one is only reported."),
    )  # fmt: skip

    def run(form: GoalForm) -> None:
        services.goal_set(actor=request.actor, task_id=pk, goal=form.goal(), at=clock.now())

    return act(request, step, bound(GoalForm, request, actor=request.actor), run)


@require_POST
@needs(PLAN_RUN)
def goal_remove(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Take back a goal that is not reached."""
    task_id = services.goal_remove(actor=request.actor, goal_id=pk, at=clock.now())
    messages.success(request, _("The goal is taken back."))
    return redirect("plans:task", task_id)


@needs(PLAN_RUN)
def link(request: ActorRequest, pk: int) -> HttpResponseBase:
    """The task waits for another one."""
    line = selectors.task_get(actor=request.actor, task_id=pk)
    plan = line.task.plan
    require_runs(request.actor, plan)
    others = [
        (one.task.pk, f"{one.task.no} {one.task.title[:50]}")
        for one in selectors.task_lines(actor=request.actor, plan=plan)
        if one.task.pk != pk
    ]

    def run(form: LinkForm) -> None:
        services.link_add(actor=request.actor, task_id=pk, at=clock.now(), **form.cleaned_data)

    step = _step(line, _("Waits for another task"), _("The dependence is entered."))
    return act(request, step, bound(LinkForm, request, tasks=others), run)


@require_POST
@needs(PLAN_RUN)
def unlink(request: ActorRequest, pk: int) -> HttpResponseBase:
    """The task waits no longer."""
    task_id = services.link_remove(actor=request.actor, link_id=pk, at=clock.now())
    messages.success(request, _("The dependence is taken away."))
    return redirect("plans:task", task_id)


@needs(PLAN_REPORT)
def block(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Report what hinders."""
    line = selectors.task_get(actor=request.actor, task_id=pk)
    require_part(request.actor, line.task)

    def run(form: BlockForm) -> None:
        services.blockage_raise(
            actor=request.actor, task_id=pk, at=clock.now(), **form.cleaned_data
        )

    step = _step(
        line,
        _("Report what hinders"),
        _("It is reported and comes on the agenda of the next meeting."),
    )
    return act(request, step, bound(BlockForm, request, area_code=line.task.plan.area_code), run)


@needs(PLAN_REPORT)
def clear(request: ActorRequest, pk: int) -> HttpResponseBase:
    """What hindered is cleared."""
    row = blockage_get(actor=request.actor, blockage_id=pk)
    task = row.task
    require_part(request.actor, task, also=(row.unit_id, row.asks_id))
    step = Step(
        task.plan,
        _("Cleared"),
        reverse("plans:task", args=[task.pk]),
        _("It is cleared."),
        lead=row.words,
    )

    def run(form: ClearForm) -> None:
        services.blockage_clear(
            actor=request.actor, blockage_id=pk, answer=form.cleaned_data["answer"], at=clock.now()
        )

    return act(request, step, bound(ClearForm, request), run)


@needs(PLAN_REPORT)
def postpone(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Ask for a later day."""
    line = selectors.task_get(actor=request.actor, task_id=pk)
    duties = [row for row in line.own if row.is_owners_turn and row.statutory_due]
    require_speaks(request.actor, line.lead_unit.id if line.lead_unit else 0)

    def run(form: PostponeForm) -> None:
        services.postponement_ask(
            actor=request.actor, task_id=pk, at=clock.now(), **form.cleaned_data
        )

    step = _step(
        line, _("Ask for a later day"), _("The office has your request."),
        _("Nothing moves before the office has answered; the day of the paper stays on record."),
    )  # fmt: skip
    return act(request, step, bound(PostponeForm, request, duties=duties), run)


@needs(PLAN_RUN)
def postponement(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Answer a request for a later day."""
    row = postponement_get(actor=request.actor, postponement_id=pk)
    plan = row.task.plan
    require_runs(request.actor, plan)
    days = _("%(unit)s: from %(before)s to %(after)s. %(reason)s") % {
        "unit": row.unit.short_name, "before": formats.day(row.from_due), "after": formats.day(row.to_due),
        "reason": row.reason,
    }  # fmt: skip
    step = Step(
        plan, _("A later day"), reverse("plans:task", args=[row.task_id]), _("The request is answered."),
        lead=f"{row.task.no} {row.task.title[:80]}", note=days,
    )  # fmt: skip

    def run(form: AnswerForm) -> None:
        services.postponement_decide(
            actor=request.actor, postponement_id=pk, at=clock.now(), **form.cleaned_data
        )

    return act(request, step, bound(AnswerForm, request), run)
