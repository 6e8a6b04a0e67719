"""Which family account may see which elder."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sangyu.people.registry.models.columns import AboutElderQuerySet, ActorColumns, period


class FamilyLink(ActorColumns):
    """A family member's account, linked by the town to an elder for a period."""

    elder = models.ForeignKey("registry.Elder", models.CASCADE, related_name="family_links")
    account = models.ForeignKey(
        "organisations.Account", models.CASCADE, related_name="elders_of_family"
    )
    relation = models.CharField(_("relation (GB/T 4761)"), max_length=2, default="")
    started_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True)

    objects: Any = AboutElderQuerySet.as_manager()

    class Meta:
        ordering = ("elder", "started_on")
        constraints = [
            models.UniqueConstraint(
                fields=("account", "elder"),
                condition=Q(ended_on__isnull=True),
                name="family_link_once",
            ),
            period("family_link", "started_on", "ended_on"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} → {self.elder_id}"
