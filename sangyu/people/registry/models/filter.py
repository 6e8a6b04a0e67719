"""Saved filters: a list's query string under a name."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.access import ScopedQuerySet
from sangyu.kernel.actors import Actor


class SavedFilterQuerySet(ScopedQuerySet["SavedFilter"]):
    """Own filters, and those colleagues of the same unit share. A filter widens nobody's scope."""

    def visible_to(self, actor: Actor) -> SavedFilterQuerySet:
        """Mine and my unit's shared ones."""
        mine = Q(account_id=actor.account_id)
        return self.filter(mine | Q(is_shared=True, organisation_id=actor.organisation_id))


class SavedFilter(models.Model):
    """A query string (never with a searched ID or phone number) that its owner may share by link."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(
        "organisations.Account", models.CASCADE, related_name="elder_filters"
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", models.CASCADE, null=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("filter"), max_length=1000)
    is_shared = models.BooleanField(_("shared with my unit"), default=False)
    created_at = models.DateTimeField(_("saved at"))

    objects: Any = SavedFilterQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(fields=("account", "name"), name="filter_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
