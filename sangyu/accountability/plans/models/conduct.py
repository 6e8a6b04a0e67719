"""How a plan is run: its office, its contact persons, its stages with their gates, the goals of each year."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sangyu.accountability.plans.models.plan import Plan, PlanTask
from sangyu.accountability.plans.models.scope import (
    UNIT,
    OfPlanQuerySet,
    OfStageQuerySet,
    OfTaskQuerySet,
)
from sangyu.accountability.plans.rules.goals import GoalFact
from sangyu.accountability.plans.types import Cycle, Operator


class PlanOffice(models.Model):
    """The office that runs a plan: how often it meets, by which day units report, and when it ends by itself."""

    plan = models.OneToOneField(Plan, models.CASCADE, related_name="office")
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    cycle = models.CharField(_("meets"), max_length=12, choices=Cycle.choices)
    returns_day = models.PositiveSmallIntegerField(_("returns due on day of the month"))
    clause = models.CharField(_("clause"), max_length=200, blank=True)
    sunset_on = models.DateField(_("office ends on"), null=True, blank=True)
    dissolved_on = models.DateField(_("dissolved on"), null=True, blank=True)
    dissolved_why = models.CharField(_("why it was dissolved"), max_length=500, blank=True)
    successor = models.ForeignKey(UNIT, models.PROTECT, null=True, blank=True, related_name="+")
    set_at = models.DateTimeField(_("set at"))
    set_by = models.CharField(_("set by"), max_length=120)

    objects: Any = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ("plan",)
        constraints = [
            models.CheckConstraint(
                condition=Q(cycle__in=Cycle.values), name="planoffice_cycle_known"
            ),
            models.CheckConstraint(
                condition=Q(returns_day__gte=1, returns_day__lte=31), name="planoffice_returns_day"
            ),
            models.CheckConstraint(
                condition=Q(dissolved_on__isnull=True, successor__isnull=True)
                | (Q(dissolved_on__isnull=False, successor__isnull=False) & ~Q(dissolved_why="")),
                name="planoffice_dissolved_has_successor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.unit_id}"


class Contact(models.Model):
    """联络员: the person of a unit whom the office calls. A post of the system, or a name alone."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="contacts")
    organisation = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    account = models.ForeignKey(
        "organisations.Account", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("contact person"), max_length=60)
    since = models.DateField(_("since"))

    objects: Any = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=("plan", "organisation"), name="plancontact_one_of_a_unit"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="plancontact_named"),
        ]

    def __str__(self) -> str:
        return self.name


class Stage(models.Model):
    """A stage of the plan. It is passed at its gate, when what the gate asks for lies there."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="stages")
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("stage"), max_length=100)
    starts_on = models.DateField(_("begins on"))
    ends_on = models.DateField(_("ends on"))
    clause = models.CharField(_("clause"), max_length=200, blank=True)
    passed_on = models.DateField(_("passed on"), null=True, blank=True)
    passed_by = models.CharField(_("passed by"), max_length=120, blank=True)

    objects: Any = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ("plan", "position")
        constraints = [
            models.UniqueConstraint(fields=("plan", "position"), name="planstage_position_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="planstage_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(passed_on__isnull=True) | ~Q(passed_by=""), name="planstage_passed_by"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class GateItem(models.Model):
    """One thing a stage's gate asks for: met by files or by a reference, or waived with a reason."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("position"))
    words = models.CharField(_("what the gate asks for"), max_length=300)
    ref = models.CharField(_("where it lies"), max_length=300, blank=True)
    met_on = models.DateField(_("met on"), null=True, blank=True)
    met_by = models.CharField(_("met by"), max_length=120, blank=True)
    waiver = models.CharField(_("why it is waived"), max_length=300, blank=True)

    objects: Any = OfStageQuerySet.as_manager()

    class Meta:
        ordering = ("stage", "position")
        constraints = [
            models.UniqueConstraint(fields=("stage", "position"), name="gateitem_position_once"),
            models.CheckConstraint(condition=~Q(words=""), name="gateitem_words_given"),
            models.CheckConstraint(
                condition=Q(met_on__isnull=True) | ~Q(met_by=""), name="gateitem_met_by"
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def is_settled(self) -> bool:
        """Met or waived."""
        return self.met_on is not None or bool(self.waiver)


class Goal(models.Model):
    """What a task shall have reached by the end of a year. With a value it is reached by a computed figure only."""

    task = models.ForeignKey(PlanTask, models.CASCADE, related_name="goals")
    year = models.PositiveSmallIntegerField(_("year"))
    words = models.CharField(_("goal"), max_length=200)
    operator = models.CharField(
        _("operator"), max_length=2, choices=Operator.choices, default=Operator.AT_LEAST
    )
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit of measure"), max_length=20, blank=True)
    figure = models.CharField(_("figure that proves it"), max_length=120, blank=True)
    reached_on = models.DateField(_("reached on"), null=True, blank=True)
    reached_value = models.DecimalField(
        _("value reached"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    reached_ref = models.CharField(_("by which figure"), max_length=120, blank=True)
    reached_digest = models.CharField(_("its seal"), max_length=64, blank=True)

    objects: Any = OfTaskQuerySet.as_manager()

    class Meta:
        ordering = ("task", "year", "id")
        constraints = [
            models.UniqueConstraint(fields=("task", "year", "words"), name="plangoal_once"),
            models.CheckConstraint(condition=~Q(words=""), name="plangoal_words_given"),
            models.CheckConstraint(
                condition=Q(operator__in=Operator.values), name="plangoal_operator_known"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True)
                | Q(reached_on__isnull=True)
                | (~Q(reached_ref="") & ~Q(reached_digest="") & Q(reached_value__isnull=False)),
                name="plangoal_number_needs_sealed_figure",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def is_quantified(self) -> bool:
        """It names a value, so that only a figure from records can reach it."""
        return self.value is not None

    @property
    def fact(self) -> GoalFact:
        """What `rules.goals` needs to know of it."""
        return GoalFact(
            self.year, self.value, self.operator, self.figure, self.reached_on is not None
        )
