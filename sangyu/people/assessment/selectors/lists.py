"""The lists: orders, results, agencies with their assessors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from sangyu.city.organisations.selectors import unit_ref
from sangyu.city.organisations.types import UnitRef
from sangyu.kernel import clock
from sangyu.kernel.access import load, require
from sangyu.kernel.actors import Actor
from sangyu.people.assessment import rights
from sangyu.people.assessment.choices import OPEN_STATES
from sangyu.people.assessment.models import Accreditation, Assessment, AssessmentOrder, Assessor


@dataclass(frozen=True)
class Agency:
    """An accredited agency with its assessors of today."""

    accreditation: Accreditation
    unit: UnitRef
    assessors: list[Assessor]


def orders(
    *, actor: Actor, state: str = "", occasion: str = "", late: bool = False
) -> QuerySet[Any]:
    """The orders the actor may see; `state` "open": those not closed; `late`: open and past their day."""
    require(actor, rights.ASSESSMENT_VIEW)
    rows = AssessmentOrder.objects.visible_to(actor).select_related("elder", "agency")
    if state == "open":
        rows = rows.filter(state__in=OPEN_STATES)
    elif state:
        rows = rows.filter(state=state)
    if occasion:
        rows = rows.filter(occasion=occasion)
    if late:
        rows = rows.filter(state__in=OPEN_STATES, due_on__lt=clock.today())
    return rows


def results(
    *, actor: Actor, instrument: str = "", level: str = "", ends_by: date | None = None
) -> QuerySet[Any]:
    """The results the actor may see; `ends_by`: valid today and no longer than that day."""
    require(actor, rights.ASSESSMENT_VIEW)
    rows = Assessment.objects.visible_to(actor).select_related("elder", "order__agency")
    if instrument:
        rows = rows.filter(instrument=instrument)
    if level:
        rows = rows.filter(level=int(level))
    if ends_by is not None:
        rows = rows.filter(valid_until__gte=clock.today(), valid_until__lte=ends_by)
    return rows


def accredited(*, actor: Actor, on: date | None = None) -> list[Agency]:
    """The agencies that may assess in the actor's area on a day (default today)."""
    on = on or clock.today()
    in_force = Q(started_on__lte=on) & (Q(ended_on__isnull=True) | Q(ended_on__gt=on))
    rows = Accreditation.objects.visible_to(actor).filter(in_force).select_related("agency")
    people: dict[int, list[Assessor]] = {}
    for one in Assessor.objects.visible_to(actor).filter(in_force).order_by("name", "id"):
        people.setdefault(one.agency_id, []).append(one)
    return [
        Agency(row, unit_ref(row.agency), people.get(row.agency_id, []))
        for row in rows.order_by("agency__name", "id")
    ]


def assessors_of(*, actor: Actor, agency_id: int, on: date) -> list[Assessor]:
    """The assessors of an agency on a day, those with a medical background first."""
    rows = Assessor.objects.visible_to(actor).filter(agency_id=agency_id, started_on__lte=on)
    return list(
        rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on)).order_by("-is_medical", "name")
    )


def result_of(order: AssessmentOrder) -> Assessment | None:
    """The result that closed an order."""
    found: Assessment | None = Assessment.objects.filter(order=order).first()
    return found


def accreditation(*, actor: Actor, accreditation_id: int) -> Accreditation:
    """One accreditation with its agency."""
    rows = Accreditation.objects.select_related("agency")
    found: Accreditation = load(rows, actor, rights.ASSESSMENT_VIEW, pk=accreditation_id)
    return found


def assessor(*, actor: Actor, assessor_id: int) -> Assessor:
    """One assessor."""
    found: Assessor = load(Assessor.objects.all(), actor, rights.ASSESSMENT_VIEW, pk=assessor_id)
    return found
