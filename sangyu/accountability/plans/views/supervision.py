"""The pages of meetings, of what stands on record, and of scores."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sangyu.accountability.plans import selectors, services
from sangyu.accountability.plans.forms.supervision import (
    DecisionForm,
    ExplainForm,
    ExtraMeetingForm,
    ItemForm,
    MinutesForm,
    RemarkForm,
)
from sangyu.accountability.plans.rights import PLAN_REPORT, PLAN_RUN, PLAN_VIEW
from sangyu.accountability.plans.sealing import is_whole
from sangyu.accountability.plans.types import REMARK_TONES, RemarkKind
from sangyu.accountability.plans.views._act import Step, act, bound, framed
from sangyu.accountability.plans.who import require_runs, require_speaks, runs
from sangyu.accountability.plans.wording import score_lines
from sangyu.city.areas.selectors import area_name
from sangyu.kernel import clock
from sangyu.kernel.access import ActorRequest, needs


@needs(PLAN_RUN)
def meeting_new(request: ActorRequest, pk: int) -> HttpResponseBase:
    """A meeting outside the cycle; those of the cycle enter themselves."""
    plan = selectors.plan_get(actor=request.actor, plan_id=pk)
    require_runs(request.actor, plan)
    step = Step(
        plan, _("Further meeting"), reverse("plans:office", args=[pk]), _("The meeting is entered."),
        note=_("The meetings of the cycle enter themselves when they fall due."),
    )  # fmt: skip

    def run(form: ExtraMeetingForm) -> str:
        row = services.meeting_ensure(
            actor=request.actor, plan_id=pk, at=clock.now(), **form.cleaned_data
        )
        return reverse("plans:meeting", args=[row.pk])

    return act(request, step, bound(ExtraMeetingForm, request), run)


@needs(PLAN_VIEW)
def meeting(request: ActorRequest, pk: int) -> HttpResponseBase:
    """One meeting: agenda, decisions, minutes."""
    page = selectors.meeting_get(actor=request.actor, meeting_id=pk)
    plan = page.meeting.plan
    context = framed(plan, "plans:office") | {"page": page, "meeting": page.meeting}
    return render(request, "plans/meeting.html", context)


@needs(PLAN_VIEW)
def meeting_print(request: ActorRequest, pk: int) -> HttpResponseBase:
    """The meeting as a document: its agenda before, its minutes after."""
    page = selectors.meeting_get(actor=request.actor, meeting_id=pk)
    plan = page.meeting.plan
    context = {
        "page": page, "meeting": page.meeting, "plan": plan, "area": area_name(plan.area_code),
        "office": selectors.office_get(actor=request.actor, plan=plan).office,
    }  # fmt: skip
    return render(request, "plans/meeting_print.html", context)


@require_POST
@needs(PLAN_RUN)
def agenda(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Draw the agenda up from what stands today."""
    page = selectors.meeting_get(actor=request.actor, meeting_id=pk)
    items = selectors.agenda_now(actor=request.actor, plan=page.meeting.plan)
    services.agenda_draw_up(actor=request.actor, meeting_id=pk, items=items, at=clock.now())
    messages.success(request, _("The agenda is drawn up."))
    return redirect("plans:meeting", pk)


def _meeting_step(request: ActorRequest, pk: int, title: str, done: str, note: str = "") -> Step:
    meeting = selectors.meeting_get(actor=request.actor, meeting_id=pk).meeting
    require_runs(request.actor, meeting.plan)
    back = reverse("plans:meeting", args=[pk])
    return Step(meeting.plan, title, back, done, lead=meeting.period, note=note)


@needs(PLAN_RUN)
def agenda_add(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Put something on the agenda."""
    step = _meeting_step(request, pk, _("Put on the agenda"), _("It is on the agenda."))

    def run(form: ItemForm) -> None:
        services.agenda_add(actor=request.actor, meeting_id=pk, at=clock.now(), **form.cleaned_data)

    return act(request, step, bound(ItemForm, request, area_code=step.plan.area_code), run)


@needs(PLAN_RUN)
def decision_add(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Enter a decision."""
    step = _meeting_step(
        request, pk, _("Enter a decision"), _("The decision is entered."),
        _("It becomes a duty of the unit when the minutes are confirmed."),
    )  # fmt: skip
    page = selectors.meeting_get(actor=request.actor, meeting_id=pk)
    items = [(row.item.pk, f"{row.item.position}. {row.item.words[:50]}") for row in page.items]
    form = bound(DecisionForm, request, area_code=step.plan.area_code, items=items)

    def run(form: DecisionForm) -> None:
        services.decision_add(
            actor=request.actor, meeting_id=pk, at=clock.now(), **form.cleaned_data
        )

    return act(request, step, form, run)


@needs(PLAN_RUN)
def minutes(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Confirm the minutes."""
    step = _meeting_step(
        request, pk, _("Confirm the minutes"), _("The minutes stand; the decisions are duties now."),
        _("Confirmed minutes are not changed any more."),
    )  # fmt: skip

    def run(form: MinutesForm) -> None:
        services.meeting_hold(
            actor=request.actor, meeting_id=pk, at=clock.now(), **form.cleaned_data
        )

    return act(request, step, bound(MinutesForm, request), run)


@needs(PLAN_RUN)
def remark_new(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Put something on record about a unit."""
    plan = selectors.plan_get(actor=request.actor, plan_id=pk)
    require_runs(request.actor, plan)
    parts = [part.unit for part in selectors.contacts_of(actor=request.actor, plan=plan)]
    step = Step(
        plan, _("Put on record"), reverse("plans:office", args=[pk]), _("It is on record, and the unit is told."),
        note=_("The unit may explain itself; its words stand beside yours."),
    )  # fmt: skip

    def run(form: RemarkForm) -> str:
        row = services.remark_make(
            actor=request.actor, plan_id=pk, at=clock.now(), **form.cleaned_data
        )
        return reverse("plans:remark", args=[row.pk])

    return act(request, step, bound(RemarkForm, request, parts=parts), run)


@needs(PLAN_VIEW)
def remark(request: ActorRequest, pk: int) -> HttpResponseBase:
    """What stands on record, and the unit's explanation beside it."""
    page = selectors.remark_get(actor=request.actor, remark_id=pk)
    row = page.remark
    context = framed(row.plan, "plans:office") | {
        "page": page,
        "remark": row,
        "tone": REMARK_TONES[RemarkKind(row.kind)],
    }
    return render(request, "plans/remark.html", context)


@needs(PLAN_REPORT)
def explain(request: ActorRequest, pk: int) -> HttpResponseBase:
    """The unit explains itself."""
    row = selectors.remark_get(actor=request.actor, remark_id=pk).remark
    require_speaks(request.actor, row.organisation_id)
    step = Step(
        row.plan, _("Explain"), reverse("plans:remark", args=[pk]), _("Your explanation stands on record."),
        lead=row.grounds[:200],
    )  # fmt: skip

    def run(form: ExplainForm) -> None:
        services.remark_explain(
            actor=request.actor, remark_id=pk, at=clock.now(), **form.cleaned_data
        )

    initial = {"explanation": row.explanation}
    return act(request, step, bound(ExplainForm, request, initial=initial), run)


@needs(PLAN_VIEW)
def scores(request: ActorRequest, pk: int) -> HttpResponseBase:
    """The scores of a year, with every point's reason."""
    plan = selectors.plan_get(actor=request.actor, plan_id=pk)
    today = clock.today()
    asked = request.GET.get("year", "")
    first = plan.starts_on.year
    year = int(asked) if asked.isdecimal() and first <= int(asked) <= today.year else today.year
    found = selectors.scores_now(actor=request.actor, plan=plan, year=year)
    context: dict[str, Any] = framed(plan, "plans:scores") | {
        "year": year,
        "years": range(max(first, today.year - 4), today.year + 1),
        "found": found,
        "rows": [(one, score_lines(one.score)) for one in found.units],
        "seal_holds": found.sheet is not None and is_whole(found.sheet),
        "may_publish": runs(request.actor, plan) and found.sheet is None and year < today.year,
    }
    return render(request, "plans/scores.html", context)


@require_POST
@needs(PLAN_RUN)
def scores_publish(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Publish the sheet of a year that is over."""
    year = request.POST.get("year", "")
    services.scores_publish(
        actor=request.actor, plan_id=pk, year=int(year) if year.isdecimal() else 0, at=clock.now()
    )
    messages.success(request, _("The score sheet is published and sealed."))
    return redirect(f"{reverse('plans:scores', args=[pk])}?year={year}")
