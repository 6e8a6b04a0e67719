"""How a target last stood, so that somebody is told when it turns, and once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sangyu.accountability.indicators.choices import Colour
from sangyu.accountability.indicators.models.targets import Target


class TargetTurn(models.Model):
    """A change of a target's colour, seen in the nightly count; the newest one of a target is how it stands."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="turns")
    on = models.DateField(_("as of"))
    before = models.CharField(_("colour before"), max_length=6, choices=Colour.choices, blank=True)
    after = models.CharField(_("colour"), max_length=6, choices=Colour.choices)
    is_told = models.BooleanField(_("told"), default=False)

    class Meta:
        ordering = ("target", "-on", "-id")
        constraints = [
            models.UniqueConstraint(fields=("target", "on"), name="targetturn_once_a_day"),
            models.CheckConstraint(
                condition=Q(after__in=Colour.values)
                & (Q(before="") | Q(before__in=Colour.values))
                & ~Q(after=models.F("before")),
                name="targetturn_is_a_change",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target_id} {self.on}: {self.before} → {self.after}"
