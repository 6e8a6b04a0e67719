"""Rules: what makes a duty, for whom, when, on which clause."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sangyu.city.duties.models.columns import PromiseColumns
from sangyu.city.duties.rules import Timing
from sangyu.city.duties.types import Cadence, DayCount, OwnerKind, Part, ProofKind
from sangyu.city.organisations.types import OrganisationKind
from sangyu.kernel.access import ScopedQuerySet


class RuleQuerySet(ScopedQuerySet["DutyRule"]):
    """Rules."""


class DutyRule(PromiseColumns):
    """One promise that comes back, or comes once. Its duties are recomputed from it, never edited into difference."""

    code = models.CharField(_("code"), max_length=120)
    kind = models.CharField(_("kind"), max_length=60, default="task")
    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    area_code = models.CharField(_("area"), max_length=12)

    owner_kind = models.CharField(
        _("owner"), max_length=10, choices=OwnerKind.choices, default=OwnerKind.UNIT
    )
    owner = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner_each = models.CharField(
        _("each unit of"), max_length=12, choices=OrganisationKind.choices, blank=True
    )
    overseer = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )

    cadence = models.CharField(_("how often"), max_length=12, choices=Cadence.choices)
    first = models.DateField(_("first day of the first period"))
    last = models.DateField(_("last day"), null=True, blank=True)
    opens_month = models.PositiveSmallIntegerField(_("opens, months into the period"), default=0)
    opens_day = models.PositiveSmallIntegerField(_("opens on day"), default=1)
    due_month = models.PositiveSmallIntegerField(
        _("due, months into the period"), null=True, blank=True
    )
    due_day = models.PositiveSmallIntegerField(
        _("due on day (31: the last)"), null=True, blank=True
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    due_after = models.PositiveIntegerField(
        _("due so many days after opening"), null=True, blank=True
    )

    is_retired = models.BooleanField(_("retired"), default=False)

    objects: Any = RuleQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        constraints = [
            models.UniqueConstraint(fields=("code",), name="dutyrule_code_once"),
            models.CheckConstraint(
                condition=Q(owner_kind=OwnerKind.UNIT, owner__isnull=False, owner_each="")
                | (Q(owner_kind=OwnerKind.EACH, owner__isnull=True) & ~Q(owner_each=""))
                | Q(owner_kind=OwnerKind.SUBJECTS, owner__isnull=True, owner_each=""),
                name="dutyrule_owner_fits_kind",
            ),
            models.CheckConstraint(
                condition=Q(cadence__in=Cadence.values), name="dutyrule_cadence_known"
            ),
            models.CheckConstraint(
                condition=Q(day_count__in=DayCount.values), name="dutyrule_day_count_known"
            ),
            models.CheckConstraint(
                condition=Q(proof_required__in=ProofKind.values), name="dutyrule_proof_known"
            ),
            models.CheckConstraint(
                condition=Q(last__isnull=True) | Q(last__gte=F("first")), name="dutyrule_period"
            ),
            models.CheckConstraint(
                condition=Q(opens_month__lte=11, opens_day__gte=1, opens_day__lte=31)
                & (Q(due_day__isnull=True) | Q(due_day__gte=1, due_day__lte=31)),
                name="dutyrule_days",
            ),
            models.CheckConstraint(
                condition=Q(due_month__isnull=True, due_day__isnull=True)
                | Q(due_month__isnull=False, due_day__isnull=False),
                name="dutyrule_due_month_and_day",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="dutyrule_parent_other"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def timing(self) -> Timing:
        """The part of the rule that `rules` computes days from."""
        return Timing(
            cadence=Cadence(self.cadence),
            first=self.first,
            last=self.last,
            opens_month=self.opens_month,
            opens_day=self.opens_day,
            due_month=self.due_month,
            due_day=self.due_day,
            due_on=self.due_on,
            due_after=self.due_after,
            day_count=DayCount(self.day_count),
        )


class RuleParty(models.Model):
    """A unit that leads jointly or supports, in every duty of the rule."""

    rule = models.ForeignKey(DutyRule, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    part = models.CharField(_("part"), max_length=8, choices=Part.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("rule", "organisation"), name="ruleparty_once"),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="ruleparty_part_known"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.part} {self.organisation_id}"
