"""Assessments: of each community's person a result and an open order, by an agency of the county."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sangyu.city.organisations.tests.factories import make_unit
from sangyu.city.organisations.types import OrganisationKind
from sangyu.people.assessment.models import Accreditation
from sangyu.people.assessment.tests.factories import make_agency, make_order, make_result
from tests.proofs.city import Person

KINDS = {
    "assessment:order": "assessment order", "assessment:result": "assessment", "assessment:elder": "person",
    "assessment:assessor-": "assessor", "assessment:agency-": "accreditation",
}  # fmt: skip


def assess(person: Person) -> dict[str, dict[str, Any]]:
    """How the person's result, the order and its agency are addressed; all of it carries the word."""
    area, late = person.area_code, datetime(2026, 4, 1, tzinfo=UTC)
    unit = make_unit(area[:6], OrganisationKind.AGENCY, name=f"示例评估机构{person.id}")
    agency = make_agency(unit, area[:9], area[:6])
    row = make_result(
        agency, make_order(agency, person.id), informant="child", informant_name=f"{person.word}女"
    )
    order = make_order(
        agency, person.id, occasion="routine", reason=f"{person.word}病后复评", at=late
    )
    return {
        "assessment": {"pk": row.pk},
        "assessment order": {"pk": order.pk},
        "assessor": {"pk": agency.nurse.pk},
        "accreditation": {"pk": Accreditation.objects.get(agency=unit).pk},
    }
