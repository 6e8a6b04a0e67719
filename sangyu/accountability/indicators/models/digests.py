"""Which town's month has been told of, so that it is told once."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class TownDigest(models.Model):
    """The notice of one town's month on one page."""

    area_code = models.CharField(_("area"), max_length=12)
    month = models.DateField(_("last day of the month"))
    sent_at = models.DateTimeField(_("told at"))

    class Meta:
        ordering = ("-month", "area_code")
        constraints = [
            models.UniqueConstraint(fields=("area_code", "month"), name="towndigest_once"),
        ]

    def __str__(self) -> str:
        return f"{self.area_code} {self.month}"
