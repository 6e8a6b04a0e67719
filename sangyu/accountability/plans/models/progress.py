"""What the units report: one return for each unit and month, one line for each task it leads."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sangyu.accountability.plans.models.conduct import Goal
from sangyu.accountability.plans.models.plan import Plan, PlanTask
from sangyu.accountability.plans.models.scope import UNIT, OfPlanQuerySet
from sangyu.accountability.plans.types import ReturnState
from sangyu.kernel.access import ScopedQuerySet
from sangyu.kernel.actors import Actor


class UnitReturn(models.Model):
    """The monthly return of a unit to the office."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="returns")
    organisation = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    period = models.CharField(_("month"), max_length=7)
    state = models.CharField(
        _("state"), max_length=10, choices=ReturnState.choices, default=ReturnState.DRAFT
    )
    times = models.PositiveSmallIntegerField(_("times handed in"), default=0)
    handed_in_at = models.DateTimeField(_("handed in at"), null=True, blank=True)
    handed_in_by = models.CharField(_("handed in by"), max_length=120, blank=True)
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)
    reviewed_by = models.CharField(_("reviewed by"), max_length=120, blank=True)
    remark = models.CharField(_("remark of the office"), max_length=500, blank=True)

    objects: Any = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ("-period", "organisation")
        constraints = [
            models.UniqueConstraint(
                fields=("plan", "organisation", "period"), name="unitreturn_once_a_month"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReturnState.values), name="unitreturn_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ReturnState.DRAFT) | Q(handed_in_at__isnull=False),
                name="unitreturn_handed_in_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReturnState.RETURNED) | ~Q(remark=""),
                name="unitreturn_returned_has_remark",
            ),
            models.CheckConstraint(
                condition=Q(period__regex=r"^\d{4}-(0[1-9]|1[0-2])$"), name="unitreturn_month"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.organisation_id}"


class LineQuerySet(ScopedQuerySet["ReturnLine"]):
    """Lines, seen with their return."""

    def visible_to(self, actor: Actor) -> LineQuerySet:
        """Those of the returns of every plan the actor sees."""
        return self.filter(report__plan__in=Plan.objects.visible_to(actor))


class ReturnLine(models.Model):
    """What a return says of one task. A typed figure is 自报; a computed one names its source and its seal."""

    report = models.ForeignKey(UnitReturn, models.CASCADE, related_name="lines")
    task = models.ForeignKey(PlanTask, models.CASCADE, related_name="reports")
    progress = models.TextField(_("what was done"), blank=True)
    share = models.PositiveSmallIntegerField(
        _("share done, as reported (%)"), null=True, blank=True
    )
    goal = models.ForeignKey(Goal, models.SET_NULL, null=True, blank=True, related_name="reports")
    typed_value = models.DecimalField(
        _("figure, as reported"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    figure_ref = models.CharField(_("computed figure"), max_length=120, blank=True)
    figure_label = models.CharField(_("what was computed"), max_length=200, blank=True)
    figure_value = models.DecimalField(
        _("value computed"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    figure_digest = models.CharField(_("its seal"), max_length=64, blank=True)
    figure_url = models.CharField(_("where it opens"), max_length=200, blank=True)
    hindrance = models.CharField(_("what hinders"), max_length=500, blank=True)
    is_finished = models.BooleanField(_("reported as finished"), default=False)

    objects: Any = LineQuerySet.as_manager()

    class Meta:
        ordering = ("report", "task")
        constraints = [
            models.UniqueConstraint(fields=("report", "task"), name="returnline_once"),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gte=0, share__lte=100),
                name="returnline_share",
            ),
            models.CheckConstraint(
                condition=Q(figure_ref="", figure_digest="", figure_value__isnull=True)
                | (~Q(figure_ref="") & ~Q(figure_digest="") & Q(figure_value__isnull=False)),
                name="returnline_figure_sealed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.task_id}"
