"""Issued reports and the checks of their codes."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.kernel.access import ScopedQuerySet
from sangyu.people.recognition.types import Outcome


class ReportQuerySet(ScopedQuerySet[Any]):
    """Reports are visible where the elder is."""

    area_field = "assessment__elder__area_code"


class AssessmentReport(models.Model):
    """A report handed out on a result. `code`: 20 letters without gaps (rules.py); `serial` counts those of one result.

    The actor is copied by value. A report is never changed or deleted, only withdrawn.
    """

    assessment = models.ForeignKey("assessment.Assessment", models.PROTECT, related_name="+")
    serial = models.PositiveSmallIntegerField()
    code = models.CharField(_("verification code"), max_length=20, unique=True)
    purpose = models.CharField(pgettext_lazy("of a report", "issued for"), max_length=120)
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = models.CharField(_("by"), max_length=60)
    issued_unit = models.CharField(_("unit"), max_length=120, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    withdrawn_reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects: Any = ReportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=("-issued_at", "-id"), name="report_latest")]
        constraints = [
            models.UniqueConstraint(fields=("assessment", "serial"), name="report_serial_once"),
            models.CheckConstraint(
                condition=Q(code__regex="^[0-9A-Z]{20}$"), name="report_code_whole"
            ),
            models.CheckConstraint(condition=~Q(purpose=""), name="report_purpose_given"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="report_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}/{self.serial}"


class CodeCheck(models.Model):
    """Somebody checked a code. `caller`: a keyed index of the network address, never the address itself."""

    report = models.ForeignKey(AssessmentReport, models.PROTECT, null=True, related_name="checks")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    caller = models.BinaryField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=("caller", "at"), condition=Q(outcome="unknown"), name="check_unknown"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="unknown", report__isnull=True)
                | (~Q(outcome="unknown") & Q(report__isnull=False)),
                name="check_of_known_report",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="check_outcome_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.at:%F}"
