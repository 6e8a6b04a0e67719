"""The supervision: meetings with agenda and decisions, commendations and talks, the yearly score sheet."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.accountability.plans.models.plan import Plan, PlanTask
from sangyu.accountability.plans.models.scope import UNIT, OfMeetingQuerySet, OfPlanQuerySet
from sangyu.accountability.plans.types import AgendaKind, RemarkKind


class Meeting(models.Model):
    """One meeting of the cycle. Held, its minutes stand."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="meetings")
    period = models.CharField(_("period"), max_length=10)
    due_on = models.DateField(_("to be held by"), null=True, blank=True)
    agenda_at = models.DateTimeField(_("agenda drawn up at"), null=True, blank=True)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=100, blank=True)
    chair = models.CharField(_("chaired by (office held)"), max_length=100, blank=True)
    present = models.TextField(_("units present"), blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    closed_by = models.CharField(_("minutes confirmed by"), max_length=120, blank=True)

    objects: Any = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ("-period", "-id")
        constraints = [
            models.UniqueConstraint(fields=("plan", "period"), name="planmeeting_once_a_period"),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True) | (~Q(minutes="") & ~Q(closed_by="")),
                name="planmeeting_held_has_minutes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.period}"


class AgendaItem(models.Model):
    """One item of an agenda, with the facts as they were when it was drawn up."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("why it is on the agenda"), max_length=12, choices=AgendaKind.choices)
    task = models.ForeignKey(PlanTask, models.CASCADE, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(UNIT, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(_("item"), max_length=500)
    facts = models.JSONField(_("facts"), default=dict, blank=True)

    objects: Any = OfMeetingQuerySet.as_manager()

    class Meta:
        ordering = ("meeting", "position")
        constraints = [
            models.UniqueConstraint(
                fields=("meeting", "kind", "task"),
                condition=Q(task__isnull=False),
                name="agendaitem_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=AgendaKind.values), name="agendaitem_kind_known"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="agendaitem_words_given"),
        ]

    def __str__(self) -> str:
        return self.words


class Decision(models.Model):
    """What a meeting decided: it becomes a duty of a unit."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions")
    item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="decisions"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    words = models.CharField(pgettext_lazy("a meeting", "decision"), max_length=300)
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    due_on = models.DateField(_("due on"))
    duty = models.ForeignKey("duties.Duty", models.PROTECT, null=True, blank=True, related_name="+")

    objects: Any = OfMeetingQuerySet.as_manager()

    class Meta:
        ordering = ("meeting", "position")
        constraints = [
            models.UniqueConstraint(
                fields=("meeting", "position"), name="plandecision_position_once"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="plandecision_words_given"),
        ]

    def __str__(self) -> str:
        return self.words


class Remark(models.Model):
    """表扬, 约谈 or 移送: what the office put on record about a unit, and what the unit says to it."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="remarks")
    organisation = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=12, choices=RemarkKind.choices)
    on = models.DateField(_("on"))
    grounds = models.TextField(_("grounds"))
    clause = models.CharField(_("clause"), max_length=200, blank=True)
    referred_to = models.CharField(_("referred to"), max_length=120, blank=True)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.CharField(_("made by"), max_length=120)
    explanation = models.TextField(_("the unit's explanation"), blank=True)
    explained_at = models.DateTimeField(_("explained at"), null=True, blank=True)
    explained_by = models.CharField(_("explained by"), max_length=120, blank=True)

    objects: Any = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ("-on", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=RemarkKind.values), name="planremark_kind_known"
            ),
            models.CheckConstraint(condition=~Q(grounds=""), name="planremark_grounds_given"),
            models.CheckConstraint(
                condition=~Q(kind=RemarkKind.REFERRED) | ~Q(referred_to=""),
                name="planremark_referred_to_whom",
            ),
            models.CheckConstraint(
                condition=Q(explanation="") | Q(explained_at__isnull=False),
                name="planremark_explained_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.organisation_id}"


class ScoreSheet(models.Model):
    """The yearly score sheet as it was published: each unit's points with their reasons, and the seal over them."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="score_sheets")
    year = models.PositiveSmallIntegerField(_("year"))
    scheme = models.CharField(_("formula"), max_length=60)
    lines = models.JSONField(_("points and reasons"))
    seal = models.CharField(_("seal (SM3)"), max_length=64)
    published_at = models.DateTimeField(_("published at"))
    published_by = models.CharField(_("published by"), max_length=120)

    objects: Any = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ("-year",)
        constraints = [
            models.UniqueConstraint(fields=("plan", "year"), name="scoresheet_once_a_year"),
            models.CheckConstraint(condition=~Q(seal=""), name="scoresheet_sealed"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.year}"
