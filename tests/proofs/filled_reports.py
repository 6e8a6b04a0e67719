"""A result of a person's ability, with a report of it that carries the person's word."""

from __future__ import annotations

from typing import Any

from sangyu.people.assessment.tests.factories import ASSESSED, make_agency, make_order, make_result
from sangyu.people.recognition.services import report_issue

KINDS = {"recognition:": "report"}
"""What the arguments of the room's addresses name."""


def report_of(elder_id: int, community: str, word: str) -> dict[str, Any]:
    """Assess somebody and hand out a report; returns how both are addressed."""
    agency = make_agency(clerk_area=community[:9])
    result = make_result(agency, make_order(agency, elder_id))
    report = report_issue(
        actor=agency.clerk, assessment_id=result.pk, purpose=f"{word}适老化改造", at=ASSESSED
    )
    return {"report_id": report.pk, "assessment_id": result.pk, "format_": "docx"}
