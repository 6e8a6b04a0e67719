"""The pages of monthly returns: who has handed in, one return, writing it, the review."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sangyu.accountability.plans import selectors, services
from sangyu.accountability.plans.figures import figures_for
from sangyu.accountability.plans.forms.returns import LineForm, ReviewForm
from sangyu.accountability.plans.models import ReturnLine
from sangyu.accountability.plans.rights import PLAN_REPORT, PLAN_RUN, PLAN_VIEW
from sangyu.accountability.plans.selectors.returns import MONTHS_SHOWN, ReturnPage
from sangyu.accountability.plans.types import RETURN_TONES, Figure, ReturnState
from sangyu.accountability.plans.views._act import framed, refuse
from sangyu.accountability.plans.who import require_runs
from sangyu.city.duties.rules import add_months
from sangyu.kernel import clock
from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.errors import DomainError, Forbidden
from sangyu.kernel.ui.bodies import UPLOAD, accepts_body


def months_shown() -> list[str]:
    """The last months, the newest first."""
    first = clock.today().replace(day=1)
    return [f"{add_months(first, -back):%Y-%m}" for back in range(MONTHS_SHOWN)]


@needs(PLAN_VIEW)
def returns(request: ActorRequest, pk: int) -> HttpResponseBase:
    """The leading units down, the months across."""
    plan = selectors.plan_get(actor=request.actor, plan_id=pk)
    months = months_shown()
    rows = [
        (
            row.unit,
            [(one, RETURN_TONES[ReturnState(one.state)]) if one else None for one in row.returns],
        )
        for row in selectors.return_matrix(actor=request.actor, plan=plan, months=months)
    ]
    own = request.actor.organisation_id
    leads = any(unit.id == own for unit, _cells in rows) and request.actor.may(PLAN_REPORT)
    context = framed(plan, "plans:returns") | {"rows": rows, "months": months, "leads": leads}
    return render(request, "plans/returns.html", context)


@require_POST
@needs(PLAN_REPORT)
def return_open(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Begin this month's return of one's own unit, or go on with it."""
    period = request.POST.get("period", "") or months_shown()[0]
    row = services.return_open(
        actor=request.actor, plan_id=pk, organisation_id=request.actor.organisation_id or 0,
        period=period[:7], at=clock.now(),
    )  # fmt: skip
    writable = row.state in {ReturnState.DRAFT, ReturnState.RETURNED}
    return redirect("plans:return-write" if writable else "plans:return", row.pk)


@needs(PLAN_VIEW)
def one_return(request: ActorRequest, pk: int) -> HttpResponseBase:
    """One return, and its review."""
    page = selectors.return_get(actor=request.actor, return_id=pk)
    return render(request, "plans/return.html", _context(page, ReviewForm()))


def _context(page: ReturnPage, form: ReviewForm) -> dict[str, Any]:
    plan = page.report.plan
    return framed(plan, "plans:returns") | {"page": page, "report": page.report, "form": form}


@needs(PLAN_RUN)
@require_POST
def review(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Accept a return or send it back."""
    page = selectors.return_get(actor=request.actor, return_id=pk)
    require_runs(request.actor, page.report.plan)
    form = ReviewForm(request.POST)
    if form.is_valid():
        try:
            services.return_review(
                actor=request.actor, return_id=pk, at=clock.now(), **form.cleaned_data
            )
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The return is reviewed."))
            return redirect("plans:return", pk)
    return render(request, "plans/return.html", _context(page, form), status=422)


@accepts_body(UPLOAD)
@needs(PLAN_REPORT)
def write(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Write a return; “hand in” saves it first."""
    page = selectors.return_get(actor=request.actor, return_id=pk)
    if not page.may_write:
        raise Forbidden(
            "return-not-writable",
            _("This return is another unit's, or handed in already."),
            remedy=_("Look at it, or write it into the next month's."),
        )
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    forms = [
        LineForm(*data, line=row.line, figures=_offered(request, row.line)) for row in page.lines
    ]
    valid = [form.is_valid() for form in forms]  # each of them, so that each shows its faults
    if request.method == "POST" and all(valid):
        target = _save(request, pk, forms)
        if target:
            return redirect(target)
    context = framed(page.report.plan, "plans:returns") | {
        "page": page,
        "report": page.report,
        "pairs": list(zip(page.lines, forms, strict=True)),
        "has_errors": any(form.errors for form in forms),
    }
    return render(
        request, "plans/write.html", context, status=422 if context["has_errors"] else 200
    )


def _offered(request: ActorRequest, line: ReturnLine) -> list[Figure]:
    """The computed figures that the goals of a line's task name."""
    series = [goal.figure for goal in line.task.goals.all() if goal.figure]
    area = line.report.plan.area_code
    return figures_for(actor=request.actor, area_code=area, series=series)


def _save(request: ActorRequest, pk: int, forms: list[LineForm]) -> str:
    """Save, and hand in if that was asked; "" where it is refused."""
    lines = [form.written() for form in forms]
    files = {form.line.task_id: form.cleaned_data["files"] for form in forms}
    try:
        services.return_save(
            actor=request.actor, return_id=pk, lines=lines, files=files, at=clock.now()
        )
        if "hand_in" in request.POST:
            services.return_hand_in(actor=request.actor, return_id=pk, at=clock.now())
            messages.success(request, _("The return is handed in."))
            return reverse("plans:return", args=[pk])
    except DomainError as refusal:
        refuse(forms[0], refusal)
        return ""
    messages.success(request, _("The return is saved; it is not handed in yet."))
    return reverse("plans:return-write", args=[pk])
