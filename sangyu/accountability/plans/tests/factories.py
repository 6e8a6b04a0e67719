"""Plans for tests: made the way they are made, by confirming a paper."""

from __future__ import annotations

from datetime import date

from sangyu.accountability.plans.models import Plan
from sangyu.city.papers.services import paper_confirm
from sangyu.city.papers.tests.factories import director, make_paper
from sangyu.kernel import clock


def adopt(area_code: str = "522601", *, starts_on: date = date(2026, 1, 1)) -> Plan:
    """Upload and confirm the test paper; its tasks become a plan with duties."""
    paper = make_paper(area_code)
    paper_confirm(
        actor=director(area_code), paper_id=paper.pk, heading={"title": paper.title, "number": paper.number},
        starts_on=starts_on, at=clock.now(),
    )  # fmt: skip
    return Plan.objects.get(document_id=paper.pk)
