"""Indicators: what is counted, in versions, and the values each version gave."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sangyu.accountability.indicators.choices import Direction, Period, Unit
from sangyu.kernel.access import ScopedQuerySet, in_area_or_above
from sangyu.kernel.actors import Actor


class IndicatorQuerySet(ScopedQuerySet["Indicator"]):
    """Shipped indicators are everybody's; a place's own are seen in that place, below and above it."""

    def visible_to(self, actor: Actor) -> IndicatorQuerySet:
        """Shipped ones, and those made for the actor's area, areas within it and the areas above."""
        return self.filter(Q(area_code="") | in_area_or_above(actor.area_code))


class Indicator(models.Model):
    """A name for what is counted; what exactly is counted stands in its versions. `area_code` "": shipped."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    area_code = models.CharField(_("area"), max_length=12, blank=True)
    created_at = models.DateTimeField(_("created at"))

    objects: Any = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code


class VersionQuerySet(ScopedQuerySet["IndicatorVersion"]):
    """Versions, seen with their indicator."""

    def visible_to(self, actor: Actor) -> VersionQuerySet:
        """The versions of every indicator the actor sees."""
        return self.filter(indicator__in=Indicator.objects.visible_to(actor))


class IndicatorVersion(models.Model):
    """One definition. A changed definition is a new version; where a new one begins, the series breaks.

    Texts are {"zh": …, "en": …}. `waits_for` names the room whose records are still to come; such a version has no
    expressions yet. `shipped_number` is its number in the policy file; empty for what a city defined itself.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    shipped_number = models.PositiveIntegerField(_("shipped version"), null=True, blank=True)
    effective_from = models.DateField(_("in force from"))
    title = models.JSONField(_("name"))
    meaning = models.JSONField(_("definition in words"))
    denominator_words = models.JSONField(_("who counts (denominator)"))
    numerator_words = models.JSONField(_("who meets it (numerator)"))
    dataset = models.CharField(_("dataset"), max_length=63, blank=True)
    denominator = models.TextField(_("denominator's condition"), blank=True)
    numerator = models.TextField(_("numerator's condition"), blank=True)
    waits_for = models.CharField(_("waits for data from"), max_length=40, blank=True)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit.choices)
    direction = models.CharField(_("direction"), max_length=6, choices=Direction.choices)
    period = models.CharField(_("period"), max_length=10, choices=Period.choices)
    clauses = models.JSONField(_("clauses that use it"), default=list, blank=True)
    reason = models.CharField(_("why it was changed"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created at"))
    created_by = models.CharField(_("created by"), max_length=120)

    objects: Any = VersionQuerySet.as_manager()

    class Meta:
        ordering = ("indicator", "number")
        constraints = [
            models.UniqueConstraint(
                fields=("indicator", "number"), name="indicatorversion_number_once"
            ),
            models.UniqueConstraint(
                fields=("indicator", "effective_from"), name="indicatorversion_begins_once"
            ),
            models.CheckConstraint(
                condition=(~Q(dataset="") & ~Q(numerator="") & Q(waits_for=""))
                | (Q(dataset="", denominator="", numerator="") & ~Q(waits_for="")),
                name="indicatorversion_counts_or_waits",
            ),
            models.CheckConstraint(
                condition=Q(unit__in=Unit.values)
                & Q(direction__in=Direction.values)
                & Q(period__in=Period.values),
                name="indicatorversion_choices_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} v{self.number}"


class ValueQuerySet(ScopedQuerySet["IndicatorValue"]):
    """Figures hold nobody's data: those of wider areas may be read, as the head of a statistic may."""

    def visible_to(self, actor: Actor) -> ValueQuerySet:
        """Those of the actor's area, of areas within it and of the areas above."""
        return self.filter(in_area_or_above(actor.area_code))


class IndicatorValue(models.Model):
    """What one version gave for one area as of one day. `scope`: the further condition of a target ("": none).

    The value itself is `met` (a number) or `met / total` (a share); for `unknown` rows it could not be told.
    """

    version = models.ForeignKey(IndicatorVersion, models.CASCADE, related_name="values")
    scope = models.CharField(_("scope's condition"), max_length=300, blank=True)
    as_of = models.DateField(_("as of"))
    area_code = models.CharField(_("area"), max_length=12)
    total = models.BigIntegerField(_("denominator"))
    met = models.BigIntegerField(_("numerator"))
    unknown = models.BigIntegerField(_("cannot be told"), default=0)
    snapshot_id = models.BigIntegerField(_("snapshot"))

    objects: Any = ValueQuerySet.as_manager()

    class Meta:
        ordering = ("version", "as_of", "area_code")
        indexes = [models.Index(fields=("area_code", "as_of"), name="indicatorvalue_area")]
        constraints = [
            models.UniqueConstraint(
                fields=("version", "scope", "as_of", "area_code"), name="indicatorvalue_once"
            ),
            models.CheckConstraint(
                condition=Q(met__gte=0)
                & Q(unknown__gte=0)
                & Q(total__gte=models.F("met") + models.F("unknown")),
                name="indicatorvalue_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.area_code} {self.as_of}: {self.met}/{self.total}"
