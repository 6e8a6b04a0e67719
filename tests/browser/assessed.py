"""Assessments in the furnished city: an accredited agency, a result of one elder, and the next order."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sangyu.city.organisations.models import Membership
from sangyu.city.organisations.selectors import actor_of
from sangyu.city.organisations.types import Role
from sangyu.kernel import clock
from sangyu.people.assessment.models import Accreditation
from sangyu.people.assessment.services.orders import order_plan
from sangyu.people.assessment.tests.factories import make_agency, make_order, make_result
from tests.browser.journeys import KAILI, TOWN


def build(elder_id: int, posts: dict[str, Membership]) -> dict[str, Any]:
    """The numbers of what there is to look at."""
    agency = make_agency(posts[Role.ASSESSOR].organisation, TOWN, KAILI)
    now = clock.now()
    first = make_order(agency, elder_id, at=now - timedelta(days=30))
    row = make_result(
        agency, first, at=now - timedelta(days=20),
        assessed_on=clock.legal_day(now - timedelta(days=20)), informant="child", informant_name="示女",
    )  # fmt: skip
    order = make_order(agency, elder_id, occasion="immediate", reason="出院后状况变化", at=now)
    order_plan(
        actor=actor_of(posts[Role.ASSESSOR]), order_id=order.pk, version=order.version,
        appointment_at=now + timedelta(days=3),
    )  # fmt: skip
    held = Accreditation.objects.get(agency=agency.unit)
    return {
        "assessment": row.pk, "assessment_order": order.pk, "assessed": elder_id,
        "accreditation": held.pk, "assessor": agency.nurse.pk,
    }  # fmt: skip
