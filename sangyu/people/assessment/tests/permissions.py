"""Who may open the addresses of the assessment room."""

from __future__ import annotations

from datetime import UTC, datetime

from sangyu.people.assessment.models import Accreditation
from sangyu.people.assessment.tests.factories import make_agency, make_order, make_result
from sangyu.people.registry.tests.factories import make_elder
from tests.permissions import ANY, Row, World

VIEWERS = {"director", "officer", "town_clerk", "community_worker", "inspector", "assessor"}
ORDERERS = {"officer", "town_clerk"}

TABLE = {
    "assessment:worker": Row(public=True, allow=ANY),
    "assessment:order-list": Row(allow=VIEWERS),
    "assessment:order": Row(allow=VIEWERS, stranger=404),
    "assessment:order-plan": Row(allow={"assessor"}, stranger=404),
    "assessment:order-cancel": Row(allow=ORDERERS, stranger=404),
    "assessment:order-form": Row(allow={"assessor"}, stranger=404),
    "assessment:result-list": Row(allow=VIEWERS),
    "assessment:result": Row(allow=VIEWERS, stranger=404),
    "assessment:result-advice": Row(allow=VIEWERS, stranger=404),
    "assessment:elder": Row(allow=VIEWERS, stranger=404),
    "assessment:elder-order": Row(allow=ORDERERS, stranger=404),
    "assessment:agency-list": Row(allow=VIEWERS),
    "assessment:agency-new": Row(allow={"officer"}),
    "assessment:agency-end": Row(allow={"officer"}, stranger=404),
    "assessment:agency-assessor": Row(allow={"officer"}, stranger=404),
    "assessment:assessor-end": Row(allow={"officer"}, stranger=404),
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    """An order and a result of the assessor's own agency about one elder of the community."""
    agency = make_agency(world.posts["assessor"].organisation, clerk_area=world.town)
    elder = make_elder(area_code=world.community)
    row = make_result(agency, make_order(agency, elder.pk))
    order = make_order(agency, elder.pk, occasion="routine", at=datetime(2026, 4, 1, tzinfo=UTC))
    held = Accreditation.objects.get(agency=agency.unit)
    return {
        **{
            name: {"pk": order.pk}
            for name in TABLE
            if name == "assessment:order"
            or (name.startswith("assessment:order-") and name != "assessment:order-list")
        },
        **{name: {"pk": row.pk} for name in ("assessment:result", "assessment:result-advice")},
        **{name: {"pk": elder.pk} for name in ("assessment:elder", "assessment:elder-order")},
        **{
            name: {"pk": held.pk}
            for name in ("assessment:agency-end", "assessment:agency-assessor")
        },
        "assessment:assessor-end": {"pk": agency.nurse.pk},
    }
