"""Runs over the register, and the decisions they left: one row per elder, programme and stretch of time."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.access import ScopedQuerySet, in_area
from sangyu.kernel.actors import Actor
from sangyu.people.entitlement import types


class Run(models.Model):
    """One pass over the whole register as of a day. `versions` are the rules it applied, `counts` what came out by
    programme and verdict; `seal` is the hash of both with the snapshot's own, so that a repetition can be compared."""

    as_of = models.DateField(_("as of"))
    snapshot_id = models.BigIntegerField(_("snapshot"))
    snapshot_hash = models.CharField(_("snapshot's hash"), max_length=80, blank=True)
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)
    population = models.BigIntegerField(_("people"), default=0)
    versions = models.JSONField(_("versions"), default=list)
    counts = models.JSONField(_("counts"), default=dict)
    opened = models.BigIntegerField(_("decisions opened"), default=0)
    closed = models.BigIntegerField(_("decisions closed"), default=0)
    seal = models.CharField(_("seal"), max_length=80, blank=True)

    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("run")
        ordering = ("-as_of", "-id")
        indexes = [models.Index(fields=("as_of",), name="entitlementrun_as_of")]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | ~Q(seal=""), name="entitlementrun_sealed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.as_of}"


class DecisionQuerySet(ScopedQuerySet["Decision"]):
    """Decisions: visible where the elder is; to a family member only their own elders'."""

    def visible_to(self, actor: Actor) -> DecisionQuerySet:
        """Within the actor's area, and of the actor's own persons only where it is narrowed to persons."""
        rows = self.filter(in_area(actor.area_code))
        if actor.subject_ids is not None:
            rows = rows.filter(elder_id__in=actor.subject_ids)
        return rows

    def standing(self) -> DecisionQuerySet:
        """Those that hold now."""
        return self.filter(until_on__isnull=True, superseded_at__isnull=True)


class Decision(models.Model):
    """What the rules said of one elder and one programme, from a day on (until_on: the first day it no longer holds).

    Only what is not plainly "not entitled" is kept. `told` holds the truth of the version's single conditions, two
    bits each in their order: 0 no, 1 yes, 2 cannot tell. `first_month` and `last_month` are the months owed (first
    days). A row that later facts proved wrong stays, with `superseded_at`.
    """

    elder = models.ForeignKey("registry.Elder", models.CASCADE, related_name="+", db_index=False)
    area_code = models.CharField(_("area"), max_length=12)
    programme = models.ForeignKey("entitlement.Programme", models.PROTECT, db_index=False)
    version = models.ForeignKey("entitlement.ProgrammeVersion", models.PROTECT, db_index=False)
    verdict = models.CharField(_("decision"), max_length=8, choices=types.Verdict.choices)
    effect = models.CharField(_("overlap"), max_length=10, choices=types.Effect.choices)
    state = models.CharField(_("state"), max_length=12, choices=types.State.choices)
    amount_fen = models.IntegerField(_("amount in fen"), default=0)
    told = models.BigIntegerField(_("truth of each condition"), default=0)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True)
    first_month = models.DateField(_("owed from the month"), null=True)
    last_month = models.DateField(_("owed until the month"), null=True)
    run = models.ForeignKey(Run, models.SET_NULL, null=True, db_index=False)
    decided_at = models.DateTimeField(_("decided at"))
    superseded_at = models.DateTimeField(_("replaced at"), null=True)

    objects: Any = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        ordering = ("elder", "programme", "from_on")
        indexes = [
            models.Index(fields=("elder", "programme", "from_on"), name="decision_elder"),
            models.Index(
                fields=("programme", "state", "area_code", "id"),
                condition=Q(until_on__isnull=True, superseded_at__isnull=True),
                name="decision_standing",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("elder", "programme"),
                condition=Q(until_on__isnull=True, superseded_at__isnull=True),
                name="decision_one_standing",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=types.Verdict.values)
                & Q(effect__in=types.Effect.values)
                & Q(state__in=types.State.values),
                name="decision_choices_known",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="decision_period",
            ),
            models.CheckConstraint(condition=Q(amount_fen__gte=0), name="decision_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.elder_id} {self.programme_id} {self.verdict}"
