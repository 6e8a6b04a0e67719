"""The permission rows of the recognition room."""

from __future__ import annotations

from sangyu.people.assessment.tests.factories import make_agency, make_order, make_result
from sangyu.people.recognition.services import report_issue
from sangyu.people.registry.tests.factories import make_elder
from tests.permissions import ANY, Row, World

VIEW = {"director", "officer", "town_clerk", "community_worker", "inspector"}
ISSUE = {"officer", "town_clerk"}
TABLE = {
    "recognition:reports": Row(allow=VIEW),
    "recognition:report": Row(allow=VIEW, stranger=404),
    "recognition:issue": Row(allow=ISSUE, stranger=404),
    "recognition:withdraw": Row(allow=ISSUE, stranger=404),
    "recognition:file": Row(allow=VIEW, stranger=404),
    "recognition:verify": Row(public=True, allow=ANY),
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    """A report of a result in the home community."""
    agency = make_agency(clerk_area=world.town)
    order = make_order(agency, make_elder(area_code=world.community).pk)
    result = make_result(agency, order)
    report = report_issue(
        actor=agency.clerk, assessment_id=result.pk, purpose="x", at=result.recorded_at
    )
    one: dict[str, object] = {"report_id": report.pk}
    return {
        "recognition:report": one,
        "recognition:issue": {"assessment_id": result.pk},
        "recognition:withdraw": one,
        "recognition:file": {**one, "format_": "pdf"},
    }
