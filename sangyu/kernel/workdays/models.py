"""The overlay: single days, and the years whose notice is in whole."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DayOverride(models.Model):
    """A day that is worked or free, against (or where there is nothing in) the package's data."""

    date = models.DateField(_("date"))
    is_workday = models.BooleanField(_("workday"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("workday override")
        verbose_name_plural = _("workday overrides")
        ordering = ("date",)
        constraints = [
            models.UniqueConstraint(fields=["date"], name="workdays_dayoverride_date_unique"),
            models.CheckConstraint(
                condition=~models.Q(source=""), name="workdays_dayoverride_source_given"
            ),
        ]

    def __str__(self) -> str:
        return self.date.isoformat()


class KnownYear(models.Model):
    """A year whose State Council notice stands in the overlay in whole, so that nothing in it is provisional."""

    year = models.PositiveSmallIntegerField(_("year"))
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("known year")
        verbose_name_plural = _("known years")
        ordering = ("year",)
        constraints = [
            models.UniqueConstraint(fields=["year"], name="workdays_knownyear_year_unique"),
            models.CheckConstraint(
                condition=models.Q(year__range=(1950, 2200)), name="workdays_knownyear_year_range"
            ),
            models.CheckConstraint(
                condition=~models.Q(source=""), name="workdays_knownyear_source_given"
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)
