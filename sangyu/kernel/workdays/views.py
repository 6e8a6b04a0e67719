"""The calendar of workdays: a year at a glance, single days set by hand, a year's notice from a file."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sangyu.kernel import clock
from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.errors import DomainError, NotFound
from sangyu.kernel.workdays import overlay, selectors, services
from sangyu.kernel.workdays.forms import DayForm, NoticeForm
from sangyu.kernel.workdays.notice import BadNotice, date_read
from sangyu.kernel.workdays.pages import months_of
from sangyu.kernel.workdays.services import FIRST_YEAR, LAST_YEAR


@needs("")
def this_year(request: ActorRequest) -> HttpResponse:
    """The present year."""
    return redirect("workdays:year", clock.today().year)


@needs("")
def year(request: ActorRequest, year: int) -> HttpResponse:
    """One year. Everybody may look: due days are counted by it."""
    return _page(request, year)


def _page(request: ActorRequest, year: int, form: DayForm | None = None) -> HttpResponse:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound(
            "workdays-year", _("There is no calendar of this year."), remedy=_("Choose another.")
        )
    days = overlay.read()
    overrides = selectors.override_list(year)
    context: dict[str, Any] = {
        "year": year,
        "before": year - 1 if year > FIRST_YEAR else None,
        "after": year + 1 if year < LAST_YEAR else None,
        "months": months_of(year, days, {row.date: row for row in overrides}),
        "overrides": overrides,
        "is_provisional": year not in days.known_years,
        "source": selectors.known_year_sources().get(year, ""),
        "may_edit": request.actor.may("workdays.manage"),
        "form": form or DayForm(),
    }
    return render(request, "workdays/year.html", context, status=422 if form else 200)


@needs("workdays.manage")
@require_POST
def day_set(request: ActorRequest) -> HttpResponse:
    """Make a day worked or free."""
    form = DayForm(request.POST)
    if not form.is_valid():
        return _page(request, clock.today().year, form)
    data = form.cleaned_data
    day: date = data["date"]
    try:
        services.day_set(
            actor=request.actor, day=day, is_workday=data["rule"] == "work", source=data["source"],
            note=data["note"],
        )  # fmt: skip
    except DomainError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _page(request, day.year, form)
    messages.success(request, _("The day is kept; open duties are counted again."))
    return redirect("workdays:year", day.year)


@needs("workdays.manage")
@require_POST
def day_remove(request: ActorRequest) -> HttpResponse:
    """Let the published calendar hold again."""
    day = date_read(request.POST.get("date", ""))
    if day is None:
        raise NotFound("workdays-date", _("This is no date."))
    services.day_remove(actor=request.actor, day=day)
    messages.success(request, _("The day is removed; open duties are counted again."))
    return redirect("workdays:year", day.year)


@needs("workdays.manage")
def notice_import(request: ActorRequest) -> HttpResponse:
    """Take in a year's notice, all days or none."""
    now = clock.today().year
    form = NoticeForm(request.POST or None, request.FILES or None, year=now)
    problems: tuple[Any, ...] = ()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        whole = [data["whole_year"]] if data["whole_year"] else []
        try:
            done = services.notice_import(
                actor=request.actor, content=data["file"].read(), name=data["file"].name,
                source=data["source"], whole_years=whole,
            )  # fmt: skip
        except BadNotice as refusal:
            problems = refusal.problems
            form.add_error("file", str(refusal))
        except DomainError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(
                request,
                _("%(added)d added, %(changed)d changed, %(unchanged)d as they were.")
                % {"added": done.added, "changed": done.changed, "unchanged": done.unchanged},
            )
            return redirect("workdays:year", whole[0] if whole else now)
    context = {"form": form, "problems": problems[:200], "count": len(problems)}
    return render(request, "workdays/import.html", context, status=422 if form.errors else 200)
