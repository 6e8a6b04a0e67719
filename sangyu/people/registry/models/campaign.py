"""Registration campaigns (摸底) and their progress by town."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.access import ScopedQuerySet, in_area_or_above
from sangyu.kernel.actors import Actor
from sangyu.people.registry import types
from sangyu.people.registry.models.columns import ActorColumns, code_column, known


class CampaignQuerySet(ScopedQuerySet["Campaign"]):
    """Campaigns concern everybody whose area they cover or lie within."""

    def visible_to(self, actor: Actor) -> CampaignQuerySet:
        """Campaigns of the actor's own area, of areas within it, and of the areas above it."""
        return self.filter(in_area_or_above(actor.area_code))


class Campaign(ActorColumns):
    """Every town of an area brings its register up to date and confirms it, as of a day."""

    name = models.CharField(_("name"), max_length=120)
    clause = models.CharField(_("clause"), max_length=120, blank=True)
    area_code = models.CharField(_("area"), max_length=12)
    as_of = models.DateField(_("as of"))
    opens_on = models.DateField(_("opens on"))
    due_on = models.DateField(_("due on"))
    closed_at = models.DateTimeField(_("closed at"), null=True)
    duty_ref = models.CharField(_("duty"), max_length=60, blank=True)
    created_at = models.DateTimeField(_("opened at"))

    objects: Any = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ("-opens_on", "-id")
        constraints = [
            models.UniqueConstraint(fields=("area_code", "name"), name="campaign_name_once"),
            models.CheckConstraint(condition=Q(due_on__gte=F("opens_on")), name="campaign_period"),
            models.CheckConstraint(
                condition=Q(area_code__regex=r"^(\d{4}|\d{6}|\d{9})$"), name="campaign_area_digits"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CampaignTownQuerySet(ScopedQuerySet["CampaignTown"]):
    """A town's part, seen within the town and above it."""

    area_field = "town_code"

    def visible_to(self, actor: Actor) -> CampaignTownQuerySet:
        """As for every area; a community's worker sees their town's part."""
        if len(actor.area_code) > 9:
            return self.filter(town_code=actor.area_code[:9])
        return super().visible_to(actor)


class CampaignTown(models.Model):
    """One town's part of a campaign: what was confirmed, by whom, and what the checks said then."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="towns")
    town_code = models.CharField(_("town"), max_length=9)
    state = code_column(_("state"), types.CampaignTownState, types.CampaignTownState.OPEN)
    head_count = models.IntegerField(_("elders counted"), null=True)
    checks = models.JSONField(_("checks"), default=list)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    confirmed_by = models.CharField(_("confirmed by"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects: Any = CampaignTownQuerySet.as_manager()

    class Meta:
        ordering = ("campaign", "town_code")
        indexes = [models.Index(fields=("town_code", "state"), name="campaign_town_state")]
        constraints = [
            models.UniqueConstraint(fields=("campaign", "town_code"), name="campaign_town_once"),
            models.CheckConstraint(
                condition=Q(town_code__regex=r"^\d{9}$"), name="campaign_town_digits"
            ),
            models.CheckConstraint(
                condition=~Q(state=types.CampaignTownState.CONFIRMED)
                | Q(confirmed_at__isnull=False, head_count__isnull=False),
                name="campaign_town_confirmed_by",
            ),
            known("campaign_town", "state", types.CampaignTownState),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.town_code}"
