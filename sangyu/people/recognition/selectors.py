"""Reads of the recognition room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from sangyu.kernel import pii
from sangyu.kernel.access import load, require
from sangyu.kernel.actors import Actor
from sangyu.people.recognition import rights
from sangyu.people.recognition.models import AssessmentReport
from sangyu.people.recognition.rules import code_shown

STATES = ("open", "withdrawn")


@dataclass(frozen=True)
class ReportPage:
    """One report; the name is masked, the code whole: who may see the report may hand it out."""

    report: AssessmentReport
    name: str
    code: str
    checks: int


def reports(*, actor: Actor, state: str = "") -> QuerySet[Any]:
    """The reports of the actor's area; `state` one of STATES or "" for all."""
    require(actor, rights.REPORT_VIEW)
    rows: QuerySet[Any] = AssessmentReport.objects.visible_to(actor)
    rows = rows.select_related("assessment__elder").annotate(check_count=Count("checks"))
    if state in STATES:
        rows = rows.filter(withdrawn_at__isnull=state == "open")
    return rows


def report_page(*, actor: Actor, report_id: int) -> ReportPage:
    """One report."""
    rows = AssessmentReport.objects.select_related("assessment__elder")
    report: AssessmentReport = load(rows, actor, rights.REPORT_VIEW, pk=report_id)
    return ReportPage(
        report,
        pii.mask_name(report.assessment.elder.name),
        code_shown(report.code),
        report.checks.count(),
    )


def reports_of(*, actor: Actor, assessment_id: int) -> QuerySet[Any]:
    """The reports issued on one result, the newest first."""
    return reports(actor=actor).filter(assessment_id=assessment_id).order_by("-serial")
