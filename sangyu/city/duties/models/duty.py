"""Duties: one owner, one period, two clocks, a state, proof."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sangyu.city.duties import rights
from sangyu.city.duties.models.columns import PromiseColumns
from sangyu.city.duties.types import (
    CLOSED,
    LIVE,
    OWNERS_TURN,
    STEP_LABELS,
    DayCount,
    DutyState,
    Part,
)
from sangyu.kernel.access import ScopedQuerySet, in_area
from sangyu.kernel.actors import Actor


class DutyQuerySet(ScopedQuerySet["Duty"]):
    """Duties. An actor sees those of its own unit and person; those who oversee an area see the area's too."""

    def visible_to(self, actor: Actor) -> Self:
        if actor.is_system:
            return self.filter(in_area(actor.area_code))
        mine = Q(assignee_id=actor.account_id, assignee_id__isnull=False)
        if (
            actor.subject_ids is not None
        ):  # a family account belongs to a unit, but does not work for it
            return self.filter(mine)
        seen = Q(pk__in=_unit_duties(actor)) | mine
        if actor.may(rights.DUTY_AREA):
            seen |= in_area(actor.area_code)
        return self.filter(seen)

    def live(self) -> Self:
        """Open in the widest sense: somebody has still to act."""
        return self.filter(state__in=LIVE)

    def overdue(self, on: date) -> Self:
        """Their owner still has to act and the statutory day is past."""
        return self.filter(state__in=OWNERS_TURN, statutory_due__lt=on)

    def of_unit(self, actor: Actor) -> Self:
        """The actor's unit leads, leads jointly or supports."""
        return self.filter(pk__in=_unit_duties(actor))


def _unit_duties(actor: Actor) -> models.QuerySet[Any, Any]:
    """Keys of the duties in which the actor's unit has a part: two index lookups, joined once."""
    organisation = actor.organisation_id or 0
    led = Duty.objects.filter(Q(lead_id=organisation) | Q(overseer_id=organisation)).values("pk")
    shared = DutyParty.objects.filter(organisation_id=organisation).values("duty_id")
    return Duty.objects.filter(Q(pk__in=led) | Q(pk__in=shared)).values("pk")


class Duty(PromiseColumns):
    """Who owes what by when. Texts and clause are copied by value; the rule may change or go."""

    rule = models.ForeignKey(
        "duties.DutyRule", models.PROTECT, null=True, blank=True, related_name="duties"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    kind = models.CharField(_("kind"), max_length=60)
    period = models.CharField(_("period"), max_length=10, default="-")
    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    lead = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    overseer = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    assignee = models.ForeignKey(
        "organisations.Account", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    area_code = models.CharField(_("area"), max_length=12)
    subject_kind = models.CharField(_("kind of subject"), max_length=60, blank=True)
    subject_id = models.CharField(_("subject"), max_length=64, blank=True)
    subject_label = models.CharField(_("name of the subject"), max_length=200, blank=True)

    is_transferred = models.BooleanField(_("transferred by hand"), default=False)
    is_postponed = models.BooleanField(_("postponed by hand"), default=False)
    is_dropped = models.BooleanField(_("dropped by its rule"), default=False)
    state = models.CharField(
        _("state"), max_length=12, choices=DutyState.choices, default=DutyState.PLANNED
    )
    opens_on = models.DateField(_("opens on"))
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    statutory_due = models.DateField(_("due on"), null=True, blank=True)
    is_provisional = models.BooleanField(_("due day provisional"), default=False)
    step_started_at = models.DateTimeField(_("step began"), null=True, blank=True)
    step_due = models.DateField(_("step due on"), null=True, blank=True)
    overdue_since = models.DateField(_("overdue since"), null=True, blank=True)
    submitted_on = models.DateField(_("proof submitted on"), null=True, blank=True)
    closed_on = models.DateField(_("day of closing"), null=True, blank=True)
    reason = models.CharField(
        _("reason of the last return, transfer or cancelling"), max_length=500, blank=True
    )
    proof = models.JSONField(_("proof"), default=list, blank=True)
    changed_at = models.DateTimeField(_("last change"))

    objects: Any = DutyQuerySet.as_manager()

    class Meta:
        ordering = (F("statutory_due").asc(nulls_last=True), "id")
        indexes = [
            models.Index(fields=("lead", "state", "statutory_due"), name="duty_lead_state_due"),
            models.Index(fields=("overseer",), name="duty_overseer"),
            models.Index(fields=("area_code", "state", "statutory_due"), name="duty_area_state_due"),
            models.Index(fields=("assignee", "state"), name="duty_assignee_state"),
            models.Index(fields=("subject_kind", "subject_id"), name="duty_subject"),
            models.Index(
                fields=("escalation", "statutory_due"), condition=Q(state__in=sorted(LIVE)),
                name="duty_live_due",
            ),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(
                fields=("rule", "period", "area_code", "subject_kind", "subject_id"),
                condition=Q(rule__isnull=False),
                name="duty_of_rule_once",
            ),
            models.UniqueConstraint(
                fields=("kind", "period", "area_code", "subject_kind", "subject_id"),
                condition=Q(rule__isnull=True) & ~Q(subject_id=""),
                name="duty_of_subject_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DutyState.values), name="duty_state_known"
            ),
            models.CheckConstraint(
                condition=Q(day_count__in=DayCount.values), name="duty_day_count_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[DutyState.PLANNED, DutyState.CANCELLED])
                | Q(opened_on__isnull=False, step_started_at__isnull=False),
                name="duty_open_has_clock",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(CLOSED), closed_on__isnull=False)
                | (~Q(state__in=sorted(CLOSED)) & Q(closed_on__isnull=True)),
                name="duty_closed_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=DutyState.SUBMITTED) | Q(submitted_on__isnull=False),
                name="duty_submitted_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=DutyState.DONE)
                | Q(statutory_due__isnull=True)
                | Q(submitted_on__isnull=False, submitted_on__lte=F("statutory_due"))
                | Q(submitted_on__isnull=True, closed_on__lte=F("statutory_due")),
                name="duty_done_in_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=DutyState.CANCELLED) | ~Q(reason=""),
                name="duty_cancelled_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(is_dropped=False) | Q(state=DutyState.CANCELLED),
                name="duty_dropped_is_cancelled",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="duty_parent_other"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DutyParty(models.Model):
    """A unit that leads jointly or supports."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    part = models.CharField(_("part"), max_length=8, choices=Part.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("duty", "organisation"), name="dutyparty_once"),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="dutyparty_part_known"),
        ]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.part} {self.organisation_id}"


class DutyEscalation(models.Model):
    """A step of the escalation plan that was taken, once for each day its clock fell due."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="escalations")
    step = models.CharField(_("step"), max_length=40)
    clock_due = models.DateField(_("clock due on"))
    on = models.DateField(_("on"))
    is_told = models.BooleanField(
        _("told"), default=True
    )  # false: a graver step of the same day was

    class Meta:
        ordering = ("on", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("duty", "step", "clock_due"), name="dutyescalation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.step} {self.clock_due}"

    @property
    def label(self) -> str:
        """What the step was, in the reader's language."""
        return str(STEP_LABELS.get(self.step, self.step))
