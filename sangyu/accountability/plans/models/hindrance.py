"""What stands in the way of a task: another task it waits for, a blockage, a day that cannot be kept."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sangyu.accountability.plans.models.plan import PlanTask
from sangyu.accountability.plans.models.scope import UNIT, OfTaskQuerySet
from sangyu.accountability.plans.types import PostponementState


class TaskLink(models.Model):
    """A task that cannot be finished before another one is."""

    task = models.ForeignKey(PlanTask, models.CASCADE, related_name="waits_for")
    needs = models.ForeignKey(PlanTask, models.CASCADE, related_name="needed_by")
    why = models.CharField(_("why"), max_length=300, blank=True)

    objects: Any = OfTaskQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=("task", "needs"), name="tasklink_once"),
            models.CheckConstraint(condition=~Q(task=F("needs")), name="tasklink_other"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} → {self.needs_id}"


class Blockage(models.Model):
    """What keeps a unit from going on, and who could clear it."""

    task = models.ForeignKey(PlanTask, models.CASCADE, related_name="blockages")
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    words = models.CharField(_("what hinders"), max_length=500)
    asks = models.ForeignKey(UNIT, models.PROTECT, null=True, blank=True, related_name="+")
    raised_at = models.DateTimeField(_("raised at"))
    raised_by = models.CharField(_("raised by"), max_length=120)
    cleared_on = models.DateField(_("cleared on"), null=True, blank=True)
    cleared_by = models.CharField(_("cleared by"), max_length=120, blank=True)
    answer = models.CharField(_("how it was cleared"), max_length=500, blank=True)

    objects: Any = OfTaskQuerySet.as_manager()

    class Meta:
        ordering = ("-raised_at", "-id")
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="blockage_words_given"),
            models.CheckConstraint(
                condition=Q(cleared_on__isnull=True) | ~Q(answer=""), name="blockage_cleared_how"
            ),
        ]

    def __str__(self) -> str:
        return self.words


class Postponement(models.Model):
    """A later day that a unit asks for, and the office's answer. The day of the paper stays on record."""

    task = models.ForeignKey(PlanTask, models.CASCADE, related_name="postponements")
    duty = models.ForeignKey("duties.Duty", models.PROTECT, related_name="+")
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    from_due = models.DateField(_("due so far"))
    to_due = models.DateField(_("asked for"))
    reason = models.CharField(_("reason"), max_length=500)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=PostponementState.choices,
        default=PostponementState.ASKED,
    )
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.CharField(_("asked by"), max_length=120)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=120, blank=True)
    answer = models.CharField(_("reason of the answer"), max_length=500, blank=True)

    objects: Any = OfTaskQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(to_due__gt=F("from_due")), name="postponement_is_later"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="postponement_has_reason"),
            models.CheckConstraint(
                condition=Q(state__in=PostponementState.values), name="postponement_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=PostponementState.ASKED, decided_at__isnull=True)
                | (~Q(state=PostponementState.ASKED) & Q(decided_at__isnull=False)),
                name="postponement_decided_has_time",
            ),
            models.UniqueConstraint(
                fields=("duty",), condition=Q(state="asked"), name="postponement_one_waits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_due} → {self.to_due}"
