"""A statistic with its cells. Once frozen neither can change: the database refuses it (migration 0002)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.access import ScopedQuerySet, in_area_or_above
from sangyu.kernel.actors import Actor


class StatisticState(models.TextChoices):
    """draft → frozen; a frozen statistic stays."""

    DRAFT = "draft", _("Draft")
    FROZEN = "frozen", _("Frozen")


class StatisticQuerySet(ScopedQuerySet["Statistic"]):
    """A statistic of the city is seen by all who work in it; its cells are narrowed to the actor's own area."""

    def visible_to(self, actor: Actor) -> StatisticQuerySet:
        """Those of the actor's area, of areas below it, and of the areas that contain it."""
        return self.filter(in_area_or_above(actor.area_code))


class Statistic(models.Model):
    """One statistic of one area as of one day."""

    code = models.CharField(_("statistic"), max_length=40)
    area_code = models.CharField(_("area"), max_length=12)
    as_of = models.DateField(_("as of"))
    state = models.CharField(
        _("state"), max_length=8, choices=StatisticState.choices, default=StatisticState.DRAFT
    )
    definition = models.JSONField(_("definition"))
    snapshot_id = models.BigIntegerField(_("snapshot"), null=True)
    snapshot_hash = models.CharField(_("snapshot's digest"), max_length=64, blank=True)
    total = models.BigIntegerField(_("people"), default=0)
    analysis = models.TextField(_("analysis"), blank=True)
    computed_at = models.DateTimeField(_("computed at"), null=True)
    frozen_at = models.DateTimeField(_("frozen at"), null=True)
    frozen_by = models.CharField(_("frozen by"), max_length=120, blank=True)
    exceptions = models.JSONField(
        _("towns not confirmed, and why frozen all the same"), default=dict
    )
    seal = models.CharField(_("seal (SM3)"), max_length=64, blank=True)

    objects: Any = StatisticQuerySet.as_manager()

    class Meta:
        ordering = ("-as_of", "code")
        constraints = [
            models.UniqueConstraint(fields=("code", "area_code", "as_of"), name="statistic_once"),
            models.CheckConstraint(
                condition=Q(state=StatisticState.DRAFT, frozen_at__isnull=True, seal="")
                | (
                    Q(state=StatisticState.FROZEN, frozen_at__isnull=False)
                    & ~Q(seal="")
                    & ~Q(snapshot_hash="")
                ),
                name="statistic_sealed_when_frozen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.area_code} {self.as_of}"


class StatisticCell(models.Model):
    """How many people of one area have one value of one dimension (`total` has the single value "")."""

    statistic = models.ForeignKey(Statistic, models.CASCADE, related_name="cells")
    area_code = models.CharField(_("area"), max_length=12)
    dimension = models.CharField(_("dimension"), max_length=20)
    value = models.CharField(_("value"), max_length=40, blank=True)
    count = models.BigIntegerField(_("people"))

    class Meta:
        ordering = ("area_code", "dimension", "value")
        constraints = [
            models.UniqueConstraint(
                fields=("statistic", "area_code", "dimension", "value"), name="statistic_cell_once"
            ),
            models.CheckConstraint(condition=Q(count__gte=0), name="statistic_cell_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.area_code} {self.dimension} {self.value}: {self.count}"
