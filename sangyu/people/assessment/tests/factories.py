"""An accredited agency with two assessors, an order, a result: plain functions over the services."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sangyu.city.organisations.models import Organisation
from sangyu.city.organisations.tests.factories import make_actor, make_unit
from sangyu.city.organisations.types import OrganisationKind, Role
from sangyu.kernel.actors import Actor
from sangyu.people.assessment.models import Assessment, AssessmentOrder, Assessor
from sangyu.people.assessment.services.agencies import agency_accredit, assessor_keep
from sangyu.people.assessment.services.orders import order_make
from sangyu.people.assessment.services.results import result_record
from sangyu.people.assessment.tests.sheets import with_total
from sangyu.people.assessment.types import Sheet
from sangyu.people.registry.tests.factories import TOWN, make_elder

COUNTY = "522601"
LONG_AGO = date(2020, 1, 1)
ORDERED = datetime(2026, 3, 2, 2, tzinfo=UTC)
ASSESSED = datetime(2026, 3, 10, 2, tzinfo=UTC)
DAY = date(2026, 3, 10)


@dataclass
class Agency:
    """An agency, its people, and who orders from it."""

    unit: Organisation
    actor: Actor
    nurse: Assessor
    other: Assessor
    officer: Actor
    clerk: Actor


def make_agency(
    unit: Organisation | None = None, clerk_area: str = TOWN, county: str = COUNTY
) -> Agency:
    """Accredited long ago, with a nurse and somebody without medical training."""
    unit = unit or make_unit(county, OrganisationKind.AGENCY)
    officer = make_actor(Role.OFFICER, county)
    agency_accredit(actor=officer, agency_id=unit.pk, on=LONG_AGO, proof="decision 1")
    nurse, other = (
        assessor_keep(
            actor=officer, agency_id=unit.pk, name=name, certificate=f"{unit.pk}-{name}",
            is_medical=is_medical, on=LONG_AGO,
        )
        for name, is_medical in (("示护", True), ("示评", False))
    )  # fmt: skip
    return Agency(
        unit, make_actor(Role.ASSESSOR, county, unit), nurse, other, officer,
        make_actor(Role.TOWN_CLERK, clerk_area),
    )  # fmt: skip


def make_order(agency: Agency, elder_id: int | None = None, **over: Any) -> AssessmentOrder:
    """A first assessment, ordered by the town."""
    values: dict[str, Any] = {
        "actor": agency.clerk,
        "elder_id": elder_id or make_elder().pk,
        "agency_id": agency.unit.pk,
        "occasion": "first",
        "at": ORDERED,
    }
    return order_make(**(values | over))


def make_result(
    agency: Agency, order: AssessmentOrder | None = None, total: int = 50, **over: Any
) -> Assessment:
    """A filled form with this total; 50 points are level 2."""
    order = order or make_order(agency)
    values: dict[str, Any] = {
        "actor": agency.actor,
        "order_id": order.pk,
        "version": order.version,
        "ref": uuid.uuid4(),
        "sheet": Sheet(with_total("gbt42195", total), [], {}),
        "assessed_on": DAY,
        "lead_id": agency.nurse.pk,
        "second_id": agency.other.pk,
        "at": ASSESSED,
    }
    return result_record(**(values | over))
