"""The list of duties taken away or handed over, and how the units kept theirs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sangyu.city.duties import board, forms, pages, rights, selectors, services, sheets
from sangyu.city.duties.types import DutyRow
from sangyu.kernel import clock
from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.errors import DomainError
from sangyu.kernel.ui.fields import chips

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs(rights.DUTY_VIEW)
def export(request: ActorRequest) -> HttpResponse:
    """The list as it is filtered, as a workbook."""
    rows, what, kept = _taken(request)
    mark = sheets.line(request.actor, clock.now(), what)
    services.duties_exported(actor=request.actor, count=len(rows), what=kept)
    response = HttpResponse(sheets.workbook(rows, mark=mark), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="duties-{clock.today():%Y%m%d}.xlsx"'
    return response


@needs(rights.DUTY_VIEW)
def print_list(request: ActorRequest) -> HttpResponse:
    """The list as it is filtered, on A4."""
    rows, what, kept = _taken(request)
    services.duties_exported(actor=request.actor, count=len(rows), what=kept, is_printed=True)
    mark = sheets.line(request.actor, clock.now(), what)
    return render(request, "duties/print.html", {"rows": rows, "mark": mark, "what": what})


@needs(rights.DUTY_VIEW)
def rates(request: ActorRequest) -> HttpResponse:
    """How each unit kept the duties of a year; every figure opens to its duties."""
    today = clock.today()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and 2000 <= int(asked) <= today.year else today.year
    until = min(date(year, 12, 31), today)
    rows = selectors.on_time_rates(actor=request.actor, since=date(year, 1, 1), until=until)
    return render(request, "duties/rates.html", pages.rates(rows, year, until))


@needs(rights.DUTY_ACT)
@require_POST
def bulk(request: ActorRequest) -> HttpResponse:
    """Hand the checked duties to a person of the unit, or to another unit; whatever is refused says why."""
    ids = [int(one) for one in request.POST.getlist("ids") if one.isdecimal()][: forms.MOST_CHECKED]
    ids = ids or [int(one) for one in request.POST.get("picked", "").split(",") if one.isdecimal()]
    if not ids:
        messages.warning(request, _("Check at least one duty first."))
        return redirect("duties:board")
    is_sent = "picked" in request.POST
    form = forms.BulkForm(request.POST if is_sent else None, actor=request.actor, ids=ids)
    if is_sent and form.is_valid():
        done, problems = _hand_over(request, ids, form.cleaned_data)
        if done:
            text = ngettext("%(n)s duty was handed over.", "%(n)s duties were handed over.", done)
            messages.success(request, text % {"n": done})
        for title, error in problems[:10]:
            messages.error(request, f"{title}: {error}")
        return redirect("duties:board")
    rows = selectors.rows_by_id(actor=request.actor, ids=ids)
    context = {"form": form, "rows": rows}
    return render(request, "duties/bulk.html", context, status=422 if form.errors else 200)


def _hand_over(
    request: ActorRequest, ids: list[int], data: dict[str, Any]
) -> tuple[int, list[tuple[str, DomainError]]]:
    """Each duty by itself: one that is refused holds up no other."""
    done, problems = 0, []
    for row in selectors.rows_by_id(actor=request.actor, ids=ids):
        try:
            _one(request, row, data)
        except DomainError as error:
            problems.append((row.title, error))
        else:
            done += 1
    return done, problems


def _one(request: ActorRequest, row: DutyRow, data: dict[str, Any]) -> None:
    if data["account_id"]:
        services.duty_assign(actor=request.actor, duty_id=row.id, account_id=data["account_id"])
    else:
        services.duty_transfer(
            actor=request.actor, duty_id=row.id, organisation_id=data["organisation_id"], reason=data["reason"]
        )  # fmt: skip


def _taken(request: ActorRequest) -> tuple[list[DutyRow], str, str]:
    """The rows of the list as its address filters it, the filters in words, and what the trail keeps of these.

    The trail keeps that something was searched for, not what: it may be somebody's name.
    """
    form = forms.BoardFilter(request.GET, actor=request.actor)
    wanted = board.Wanted.of(form.cleaned_data) if form.is_valid() else board.Wanted()
    found = board.duties_wanted(actor=request.actor, wanted=wanted)[: board.MOST_TAKEN]
    shown = [(chip["label"], chip["text"]) for chip in chips(form, request)]
    what = "；".join(f"{label}：{text}" for label, text in shown)
    kept = "；".join(f"{label}：{'…' if text == wanted.q else text}" for label, text in shown)
    rows = selectors.rows_of(found, actor=request.actor, on=clock.today())
    everything = _("everything to be done")
    return rows, what or everything, kept or everything
