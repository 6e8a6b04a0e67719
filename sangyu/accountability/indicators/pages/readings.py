"""The page on which the targets read in a confirmed paper become targets."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangyu.accountability.indicators import rights, testing
from sangyu.accountability.indicators.choices import Modality, Operator
from sangyu.accountability.indicators.forms_readings import ReadingsForm
from sangyu.accountability.indicators.models import ReadTarget
from sangyu.accountability.indicators.readings import path_of_reading
from sangyu.accountability.indicators.selectors import readings as selectors
from sangyu.accountability.indicators.selectors.readings import Fact, Reading
from sangyu.accountability.indicators.selectors.values import version_list
from sangyu.accountability.indicators.services import readings as services
from sangyu.city.areas.selectors import area_name
from sangyu.kernel import clock
from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.errors import DomainError
from sangyu.kernel.ui import formats

NAMES = {
    "phrase": gettext_lazy("What is promised"),
    "item": gettext_lazy("Clause"),
    "operator": gettext_lazy("Operator"),
    "value": gettext_lazy("Value"),
    "due_on": gettext_lazy("Due"),
    "path": gettext_lazy("Path"),
    "modality": gettext_lazy("How binding"),
    "scope": gettext_lazy("Scope"),
    "starts_on": gettext_lazy("In force from"),
    "document": gettext_lazy("Document number"),
}


@needs(rights.TARGET_ADOPT)
def paper(request: ActorRequest, document_id: int) -> HttpResponseBase:
    """Say of each target read in a paper what speaks of it; again for a later edition."""
    actor, today = request.actor, clock.today()
    readings = selectors.readings_of(actor=actor, document_id=document_id, on=today)
    first = readings[0].row
    known = selectors.known_targets(
        actor=actor, area_code=first.area_code, title=first.document_title
    )
    form = ReadingsForm(readings, version_list(actor=actor, on=today), known, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = services.readings_adopt(
                actor=actor, document_id=document_id, answers=form.answers, at=clock.now()
            )
        except DomainError as error:
            form.add_error(form.place(error.field), testing.told(error))
        else:
            messages.success(
                request,
                _("%(added)s targets added, %(changed)s changed, %(same)s as they were, %(retired)s retired.")
                % {"added": done.added, "changed": done.changed, "same": done.unchanged, "retired": done.retired},
            )  # fmt: skip
            return redirect("targets:paper", document_id)
    context = {
        "paper": first,
        "area": area_name(first.area_code),
        "form": form,
        "is_own": actor.covers(first.area_code),
        "rows": [_row(one, form) for one in readings if not one.row.gone_on],
        "gone": [one.row for one in readings if one.is_gone],
        "open": sum(one.is_open for one in readings),
        "differing": sum(bool(one.differences) for one in readings),
    }
    return render(request, "indicators/paper.html", context, status=422 if form.errors else 200)


def _row(one: Reading, form: ReadingsForm) -> dict[str, object]:
    row = one.row
    return {
        "row": row,
        "asked": f"{Operator(row.operator).label} {formats.number(row.value, _decimals(row.value))} {row.unit}",
        "path": _path(row),
        "is_striving": row.modality != Modality.MUST,
        "answer": form[f"answer_{row.pk}"],
        "condition": form[f"condition_{row.pk}"] if row.qualifier or row.scope_condition else None,
        "is_suggested": one.is_open and bool(form[f"answer_{row.pk}"].initial),
        "changes": [
            (NAMES[fact.name], _shown(fact, fact.before), _shown(fact, fact.after))
            for fact in one.differences
        ],
    }


def _path(row: ReadTarget) -> str:
    """The steps of a trajectory; "" where there is one value alone."""
    points = path_of_reading(row)
    return _points(points) if len(points) > 1 else ""


def _points(points: tuple[tuple[date, Decimal], ...]) -> str:
    return " → ".join(
        f"{formats.number(value, _decimals(value))}（{formats.day(day)}）" for day, value in points
    )


def _shown(fact: Fact, value: object) -> str:
    """A fact in words."""
    if fact.name == "path":
        return _points(value) if isinstance(value, tuple) else ""
    if fact.name == "operator":
        return str(Operator(str(value)).label)
    if fact.name == "modality":
        return str(Modality(str(value)).label)
    if isinstance(value, Decimal):
        return formats.number(value, _decimals(value))
    return formats.day(value) if isinstance(value, date) else str(value or "")


def _decimals(value: Decimal) -> int:
    return 0 if value == value.to_integral() else 2
