"""Plans, their tasks and the units that answer for them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.accountability.plans.types import Method, TaskPart
from sangyu.city.duties.types import DeadlineKind
from sangyu.kernel.access import ScopedQuerySet, in_area_or_above
from sangyu.kernel.actors import Actor


class PlanQuerySet(ScopedQuerySet["Plan"]):
    """A plan concerns everybody whose area it covers or lies within."""

    def visible_to(self, actor: Actor) -> PlanQuerySet:
        """Plans of the actor's own area, of areas within it and of the areas above."""
        return self.filter(in_area_or_above(actor.area_code))


class Plan(models.Model):
    """The tasks of one paper, as they were confirmed."""

    document_id = models.BigIntegerField(pgettext_lazy("a document", "paper"), unique=True)
    title = models.CharField(_("title"), max_length=300)
    number = models.CharField(_("document number"), max_length=80, blank=True)
    area_code = models.CharField(_("area"), max_length=12)
    issued_on = models.DateField(_("issued on"), null=True)
    starts_on = models.DateField(_("duties from"))
    adopted_at = models.DateTimeField(_("confirmed at"))
    adopted_by = models.CharField(_("confirmed by"), max_length=120)

    objects: Any = PlanQuerySet.as_manager()

    class Meta:
        ordering = ("-issued_on", "-id")

    def __str__(self) -> str:
        return self.title


class TaskQuerySet(ScopedQuerySet["PlanTask"]):
    """Tasks, seen with their plan."""

    def visible_to(self, actor: Actor) -> TaskQuerySet:
        """The tasks of every plan the actor sees."""
        return self.filter(plan__in=Plan.objects.visible_to(actor))


class PlanTask(models.Model):
    """One task: what, by whom, by when, how it is kept, and the rule that makes its duties."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="tasks")
    no = models.CharField(_("no."), max_length=20)
    position = models.PositiveIntegerField(_("position"))
    part = models.CharField(_("part"), max_length=200, blank=True)
    title = models.TextField(pgettext_lazy("of a plan", "task"))
    measure = models.TextField(_("measure"), blank=True)
    deadline = models.CharField(_("deadline as printed"), max_length=200, blank=True)
    deadline_kind = models.CharField(
        _("kind of deadline"), max_length=12, choices=DeadlineKind.choices
    )
    lead_printed = models.JSONField(_("lead as printed"), default=list, blank=True)
    support_printed = models.JSONField(_("support as printed"), default=list, blank=True)
    method = models.CharField(
        _("how it is kept"), max_length=20, choices=Method.choices, default=Method.PROOF
    )
    rule = models.ForeignKey("duties.DutyRule", models.PROTECT, null=True, related_name="+")

    objects: Any = TaskQuerySet.as_manager()

    class Meta:
        ordering = ("plan", "position")
        constraints = [
            models.UniqueConstraint(fields=("plan", "position"), name="plantask_position_once"),
            models.CheckConstraint(condition=~Q(title=""), name="plantask_title_given"),
            models.CheckConstraint(
                condition=Q(deadline_kind__in=DeadlineKind.values),
                name="plantask_deadline_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(method__in=Method.values), name="plantask_method_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.no} {self.title}"


class PlanTaskUnit(models.Model):
    """A unit's part in a task."""

    task = models.ForeignKey(PlanTask, models.CASCADE, related_name="units")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    part = models.CharField(_("part"), max_length=8, choices=TaskPart.choices)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=("task", "organisation"), name="plantaskunit_once"),
            models.UniqueConstraint(
                fields=("task",), condition=Q(part="lead"), name="plantaskunit_one_lead"
            ),
            models.CheckConstraint(
                condition=Q(part__in=TaskPart.values), name="plantaskunit_part_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.part}"
