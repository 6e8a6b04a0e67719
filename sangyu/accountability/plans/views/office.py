"""The supervision page of a plan, and the steps of its office: itself, contacts, stages and gates."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sangyu.accountability.plans import selectors, services
from sangyu.accountability.plans.documents.pack import stage_pack
from sangyu.accountability.plans.forms.conduct import (
    ContactForm,
    DissolveForm,
    GateItemForm,
    OfficeForm,
    StageForm,
)
from sangyu.accountability.plans.rights import PLAN_REPORT, PLAN_RUN, PLAN_VIEW
from sangyu.accountability.plans.selectors.conduct import (
    blockages_open,
    gate_item_get,
    postponements_waiting,
)
from sangyu.accountability.plans.views._act import Step, act, bound, framed
from sangyu.accountability.plans.who import require_runs, runs, speaks_for
from sangyu.city.organisations.selectors import unit as unit_named
from sangyu.kernel import clock
from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.ui.bodies import UPLOAD, accepts_body


@needs(PLAN_VIEW)
def office(request: ActorRequest, pk: int) -> HttpResponseBase:
    """The supervision of a plan: its office, stages, meetings, what waits, and what stands on record."""
    plan = selectors.plan_get(actor=request.actor, plan_id=pk)
    conduct = selectors.office_get(actor=request.actor, plan=plan)
    today = clock.today()
    context = framed(plan, "plans:office") | {
        "conduct": conduct,
        "office": conduct.office,
        "may_run": runs(request.actor, plan),
        "stages": [(one, one.tone(today)) for one in conduct.stages],
        "meetings": selectors.meetings_of(actor=request.actor, plan=plan)[:8],
        "remarks": selectors.remarks_of(actor=request.actor, plan=plan)[:8],
        "asked": postponements_waiting(actor=request.actor, plan=plan),
        "blockages": blockages_open(actor=request.actor, plan=plan),
        "year": today.year,
    }
    return render(request, "plans/office.html", context)


@needs(PLAN_RUN)
def office_set(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Who runs the plan, and how."""
    plan = selectors.plan_get(actor=request.actor, plan_id=pk)
    require_runs(request.actor, plan)
    known = selectors.office_get(actor=request.actor, plan=plan).office
    names = ("unit_id", "cycle", "returns_day", "sunset_on", "clause")
    initial = {name: getattr(known, name) for name in names} if known else {}
    form = bound(OfficeForm, request, area_code=plan.area_code, initial=initial)
    step = Step(
        plan, _("Office of the plan"), reverse("plans:office", args=[pk]), _("The office is set."),
        note=_("Its meetings, the units' monthly returns and its own end become duties; it oversees every task."),
    )  # fmt: skip

    def run(form: OfficeForm) -> None:
        services.office_set(actor=request.actor, plan_id=pk, office=form.office(), at=clock.now())

    return act(request, step, form, run)


@needs(PLAN_RUN)
def dissolve(request: ActorRequest, pk: int) -> HttpResponseBase:
    """End the office."""
    plan = selectors.plan_get(actor=request.actor, plan_id=pk)
    require_runs(request.actor, plan)
    step = Step(
        plan, _("Dissolve the office"), reverse("plans:office", args=[pk]), _("The office is dissolved."),
        note=_("Meetings and returns end; what is left of the plan is overseen by the unit that takes over."),
        tone="danger",
    )  # fmt: skip

    def run(form: DissolveForm) -> None:
        services.office_dissolve(
            actor=request.actor, plan_id=pk, at=clock.now(), **form.cleaned_data
        )

    return act(request, step, bound(DissolveForm, request, area_code=plan.area_code), run)


@needs(PLAN_REPORT)
def contact(request: ActorRequest, pk: int, unit_id: int) -> HttpResponseBase:
    """A unit's contact person."""
    plan = selectors.plan_get(actor=request.actor, plan_id=pk)
    if not speaks_for(request.actor, unit_id):
        require_runs(request.actor, plan)
    step = Step(
        plan, _("Contact person"), reverse("plans:units", args=[pk]), _("The contact person is named."),
        lead=unit_named(unit_id).name,
    )  # fmt: skip

    def run(form: ContactForm) -> None:
        services.contact_set(
            actor=request.actor,
            plan_id=pk,
            organisation_id=unit_id,
            at=clock.now(),
            **form.cleaned_data,
        )

    return act(request, step, bound(ContactForm, request, organisation_id=unit_id), run)


@needs(PLAN_RUN)
def stage_new(request: ActorRequest, pk: int) -> HttpResponseBase:
    """A further stage."""
    plan = selectors.plan_get(actor=request.actor, plan_id=pk)
    require_runs(request.actor, plan)
    step = Step(
        plan, _("New stage"), reverse("plans:office", args=[pk]), _("The stage is entered.")
    )

    def run(form: StageForm) -> str:
        row = services.stage_set(
            actor=request.actor, plan_id=pk, at=clock.now(), **form.cleaned_data
        )
        return reverse("plans:stage", args=[row.pk])

    return act(request, step, bound(StageForm, request), run)


@needs(PLAN_RUN)
def stage_edit(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Change a stage that is not passed."""
    line = selectors.stage_get(actor=request.actor, stage_id=pk)
    stage = line.stage
    require_runs(request.actor, stage.plan)
    initial = {name: getattr(stage, name) for name in ("title", "starts_on", "ends_on", "clause")}
    initial["asks"] = "\n".join(one.item.words for one in line.items)
    step = Step(
        stage.plan,
        _("Change the stage"),
        reverse("plans:stage", args=[pk]),
        _("The stage is changed."),
    )

    def run(form: StageForm) -> None:
        services.stage_set(
            actor=request.actor,
            plan_id=stage.plan_id,
            stage_id=pk,
            at=clock.now(),
            **form.cleaned_data,
        )

    return act(request, step, bound(StageForm, request, initial=initial), run)


@needs(PLAN_VIEW)
def stage(request: ActorRequest, pk: int) -> HttpResponseBase:
    """A stage with its gate."""
    line = selectors.stage_get(actor=request.actor, stage_id=pk)
    plan = line.stage.plan
    context = framed(plan, "plans:office") | {
        "line": line,
        "stage": line.stage,
        "tone": line.tone(clock.today()),
        "may_run": runs(request.actor, plan) and line.stage.passed_on is None,
    }
    return render(request, "plans/stage.html", context)


@accepts_body(UPLOAD)
@needs(PLAN_RUN)
def gate_item(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Evidence for one item of a gate."""
    item = gate_item_get(actor=request.actor, item_id=pk)
    plan = item.stage.plan
    require_runs(request.actor, plan)
    step = Step(
        plan, _("Evidence for the gate"), reverse("plans:stage", args=[item.stage_id]),
        _("The evidence lies before the gate."), lead=item.words,
    )  # fmt: skip
    form = bound(GateItemForm, request, initial={"ref": item.ref, "waiver": item.waiver})

    def run(form: GateItemForm) -> None:
        services.gate_item_meet(
            actor=request.actor, item_id=pk, at=clock.now(), **form.cleaned_data
        )

    return act(request, step, form, run)


@require_POST
@needs(PLAN_RUN)
def stage_pass(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Pass the gate."""
    services.stage_pass(actor=request.actor, stage_id=pk, at=clock.now())
    messages.success(request, _("The stage has passed its gate."))
    return redirect("plans:stage", pk)


@needs(PLAN_VIEW)
def stage_evidence(request: ActorRequest, pk: int) -> HttpResponseBase:
    """The evidence pack of a stage as a zip file: every file and what was reported in its time, with a list."""
    line = selectors.stage_get(actor=request.actor, stage_id=pk)
    content = stage_pack(actor=request.actor, line=line)
    name = f"stage-{pk}-evidence.zip"
    services.document_taken(
        actor=request.actor, plan=line.stage.plan, name=f"{line.stage.title} {name}", at=clock.now()
    )
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/zip")
