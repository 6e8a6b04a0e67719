"""The accredited agencies and their assessors."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sangyu.city.organisations.selectors import unit, units_in
from sangyu.city.organisations.types import OrganisationKind
from sangyu.kernel import clock
from sangyu.kernel.access import ActorRequest, needs
from sangyu.people.assessment import pages, rights
from sangyu.people.assessment.forms import orders as forms
from sangyu.people.assessment.selectors import lists
from sangyu.people.assessment.services import agencies
from sangyu.people.assessment.views.acting import Step, posted, take


@needs(rights.ASSESSMENT_VIEW)
def agency_list(request: ActorRequest) -> HttpResponse:
    """Who may assess here, with their assessors."""
    context = {
        "rows": lists.accredited(actor=request.actor),
        "tabs": pages.tabs("assessment:agency-list"),
        "may_accredit": request.actor.may(rights.ASSESSMENT_ACCREDIT),
    }
    return render(request, "assessment/agencies.html", context)


@needs(rights.ASSESSMENT_ACCREDIT)
def agency_new(request: ActorRequest) -> HttpResponse:
    """Accredit an agency."""
    units = units_in(area_code=request.actor.area_code, kind=OrganisationKind.AGENCY)
    form = forms.AccreditForm(
        posted(request),
        units=[(one.id, one.name) for one in units],
        initial={"on": clock.today()},
    )
    step = Step(
        _("Accredit an agency"), _("Accredit"), reverse("assessment:agency-list"),
        note=_("From that day on towns can order assessments from it."),
        done=_("The agency is accredited; now name its assessors."),
    )  # fmt: skip
    return take(
        request, step, form,
        lambda: agencies.agency_accredit(actor=request.actor, **form.cleaned_data),
    )  # fmt: skip


@needs(rights.ASSESSMENT_ACCREDIT)
def accreditation_end(request: ActorRequest, pk: int) -> HttpResponse:
    """No more orders from a day on."""
    row = lists.accreditation(actor=request.actor, accreditation_id=pk)
    form = forms.EndWithReasonForm(posted(request), initial={"on": clock.today()})
    step = Step(
        _("End the accreditation"), _("End it"), reverse("assessment:agency-list"), row.agency.name,
        tone="danger", done=_("The accreditation has ended."),
    )  # fmt: skip
    return take(
        request, step, form,
        lambda: agencies.accreditation_end(
            actor=request.actor, accreditation_id=pk, **form.cleaned_data
        ),
    )  # fmt: skip


@needs(rights.ASSESSMENT_ACCREDIT)
def assessor_new(request: ActorRequest, pk: int) -> HttpResponse:
    """Put an assessor on an agency's register."""
    row = lists.accreditation(actor=request.actor, accreditation_id=pk)
    form = forms.AssessorForm(posted(request), initial={"on": clock.today()})
    step = Step(
        _("Name an assessor"), _("Put on the register"), reverse("assessment:agency-list"),
        unit(row.agency_id).name, done=_("The assessor is on the register."),
    )  # fmt: skip
    return take(
        request, step, form,
        lambda: agencies.assessor_keep(
            actor=request.actor, agency_id=row.agency_id, **form.cleaned_data
        ),
    )  # fmt: skip


@needs(rights.ASSESSMENT_ACCREDIT)
def assessor_end(request: ActorRequest, pk: int) -> HttpResponse:
    """Take an assessor off the register."""
    row = lists.assessor(actor=request.actor, assessor_id=pk)
    form = forms.EndForm(posted(request), initial={"on": clock.today()})
    step = Step(
        _("Take an assessor off the register"), _("Take off"), reverse("assessment:agency-list"),
        row.name, tone="danger", done=_("The assessor is off the register."),
    )  # fmt: skip
    return take(
        request, step, form,
        lambda: agencies.assessor_end(actor=request.actor, assessor_id=pk, **form.cleaned_data),
    )  # fmt: skip
