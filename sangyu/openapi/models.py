"""Tokens of the open API."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.access import ScopedQuerySet


class TokenQuerySet(ScopedQuerySet["ApiToken"]):
    """Tokens, by the area of their post."""

    area_field = "membership__area_code"


class ApiToken(models.Model):
    """A system that may call the API in the name of a post. Only the token's digest is kept."""

    name = models.CharField(_("name"), max_length=60)
    membership = models.ForeignKey(
        "organisations.Membership", models.CASCADE, related_name="api_tokens"
    )
    digest = models.BinaryField(max_length=32, unique=True)
    issued_at = models.DateTimeField(_("issued at"))
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    last_used_at = models.DateTimeField(_("last used"), null=True)

    objects: Any = TokenQuerySet.as_manager()

    class Meta:
        ordering = ("-issued_at",)
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("issued_at")), name="api_token_period"
            ),
        ]

    def __str__(self) -> str:
        return self.name
