"""Targets: what a clause promises of an indicator, for an area, by a day, along a path; and what units report."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sangyu.accountability.indicators.choices import Modality, Operator, Origin
from sangyu.accountability.indicators.models.definitions import Indicator
from sangyu.kernel.access import ScopedQuerySet, in_area_or_above
from sangyu.kernel.actors import Actor


class TargetQuerySet(ScopedQuerySet["Target"]):
    """A target of the city concerns all who work in it."""

    def visible_to(self, actor: Actor) -> TargetQuerySet:
        """Those of the actor's area, of areas within it and of the areas above."""
        return self.filter(in_area_or_above(actor.area_code))


class Target(models.Model):
    """indicator × area × scope × operator × value × due date, from one clause of one document.

    `scope` and `wording` are {"zh": …, "en": …}; `scope_condition` narrows the indicator's denominator. `parent`: the
    target of the whole for which this one is set for one area, with its `reason`. `owner`: the unit that adopted it.
    """

    code = models.CharField(_("code"), max_length=60)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets")
    area_code = models.CharField(_("area"), max_length=12)
    origin = models.CharField(_("origin"), max_length=6, choices=Origin.choices)
    document_id = models.BigIntegerField(_("paper"), null=True, blank=True)
    document_title = models.CharField(_("document"), max_length=300, blank=True)
    document_number = models.CharField(_("document number"), max_length=80, blank=True)
    item = models.CharField(_("item"), max_length=80, blank=True)
    wording = models.JSONField(_("what is promised"))
    scope = models.JSONField(_("scope"), default=dict, blank=True)
    scope_condition = models.CharField(_("scope's condition"), max_length=300, blank=True)
    operator = models.CharField(_("operator"), max_length=2, choices=Operator.choices)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    starts_on = models.DateField(_("in force from"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    modality = models.CharField(_("how binding"), max_length=10, choices=Modality.choices)
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="parts")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    owner = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("who answers for it"),
    )  # fmt: skip
    created_at = models.DateTimeField(_("created at"))
    created_by = models.CharField(_("created by"), max_length=120)
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    objects: Any = TargetQuerySet.as_manager()

    class Meta:
        ordering = ("area_code", "document_number", "code")
        constraints = [
            models.UniqueConstraint(
                fields=("area_code", "document_title", "code"), name="target_once"
            ),
            models.CheckConstraint(
                condition=~Q(origin=Origin.PAPER) | ~Q(document_title="") & ~Q(item=""),
                name="target_of_a_paper_names_it",
            ),
            models.CheckConstraint(
                condition=~Q(origin=Origin.AREA) | Q(parent__isnull=False) & ~Q(reason=""),
                name="target_of_an_area_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(operator__in=Operator.values)
                & Q(modality__in=Modality.values)
                & Q(origin__in=Origin.values),
                name="target_choices_known",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(due_on__isnull=True)
                | Q(due_on__gte=models.F("starts_on")),
                name="target_due_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.area_code}"


class Checkpoint(models.Model):
    """A point of a target's path: what is due by a day (40 % by the end of 2020, 50 % by 2021)."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="checkpoints")
    due_on = models.DateField(_("due on"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)

    class Meta:
        ordering = ("due_on",)
        constraints = [
            models.UniqueConstraint(fields=("target", "due_on"), name="checkpoint_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.due_on}: {self.value}"


class SelfReport(models.Model):
    """自报: a figure that somebody typed. It is shown as such and never makes a target green."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="reports")
    as_of = models.DateField(_("as of"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    source = models.CharField(_("where the figure is from"), max_length=200)
    reported_at = models.DateTimeField(_("reported at"))
    reported_by = models.CharField(_("reported by"), max_length=120)

    class Meta:
        ordering = ("-as_of", "-reported_at")
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="selfreport_names_its_source"),
        ]

    def __str__(self) -> str:
        return f"{self.target_id} {self.as_of}: {self.value}"
