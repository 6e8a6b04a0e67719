"""Areas, their successors and their dated statistics."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.city.areas.types import Indicator, Sureness, Unit
from sangyu.kernel.access import ScopedQuerySet


class AreaLevel(models.TextChoices):
    """The level of an area; its code has 2, 4, 6, 9 or 12 digits."""

    PROVINCE = "province", _("Province")
    CITY = "city", pgettext_lazy("a level of areas", "City")
    COUNTY = "county", _("County or district")
    TOWN = "town", _("Town or street")
    COMMUNITY = "community", _("Community or village")


class AreaQuerySet(ScopedQuerySet["Area"]):
    """Areas; visible within the actor's own prefix."""

    area_field = "code"


class Area(models.Model):
    """One administrative area. Source of the codes: GB/T 2260 and the statistical division codes below it."""

    code = models.CharField(_("code"), max_length=12, primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    short_name = models.CharField(_("short name"), max_length=60)
    level = models.CharField(_("level"), max_length=10, choices=AreaLevel.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_to = models.DateField(_("in force until"), null=True, blank=True)
    outline = models.JSONField(_("outline (GeoJSON geometry, WGS 84)"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects: Any = AreaQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        indexes = [models.Index(fields=("parent", "code"), name="area_parent_code")]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$"),
                name="area_code_digits",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                name="area_valid_period",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AreaSuccession(models.Model):
    """An abolished or re-coded area and one of the areas that took its place."""

    old = models.ForeignKey(Area, models.PROTECT, related_name="successions")
    new = models.ForeignKey(Area, models.PROTECT, related_name="predecessions")
    on = models.DateField(_("on"))
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("old", "new"), name="area_succession_once"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="area_succession_other"),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"


class AreaStatisticQuerySet(ScopedQuerySet["AreaStatistic"]):
    """Figures, by their area."""

    area_field = "area_id"


class AreaStatistic(models.Model):
    """One figure about an area as of a day (residents, households, incomes), with its source."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="statistics")
    indicator = models.CharField(_("indicator"), max_length=60, choices=Indicator.choices)
    as_of = models.DateField(_("as of"))
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4)
    unit = models.CharField(_("unit"), max_length=20, choices=Unit.choices)
    source = models.CharField(_("source"), max_length=200)
    sureness = models.CharField(
        _("how sure"), max_length=10, choices=Sureness.choices, default=Sureness.SEEN
    )
    is_shipped = models.BooleanField(_("shipped"), default=False)

    objects: Any = AreaStatisticQuerySet.as_manager()

    class Meta:
        ordering = ("area", "indicator", "-as_of")
        constraints = [
            models.UniqueConstraint(
                fields=("area", "indicator", "as_of"), name="area_statistic_once"
            ),
            models.CheckConstraint(
                condition=Q(indicator__in=Indicator.values), name="area_statistic_indicator_known"
            ),
            models.CheckConstraint(
                condition=Q(unit__in=Unit.values), name="area_statistic_unit_known"
            ),
            models.CheckConstraint(
                condition=Q(sureness__in=Sureness.values), name="area_statistic_sureness_known"
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0) & (~Q(unit=Unit.PERCENT) | Q(value__lte=100)),
                name="area_statistic_value",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="area_statistic_source_given"),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.indicator} {self.as_of}: {self.value}"
