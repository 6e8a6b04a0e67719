"""Columns and constraints that the catalogue's tables share."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from sangyu.kernel.actors import Actor


def code_column(label: Any, values: type[models.TextChoices], default: str = "") -> Any:
    """A short code column over the values of an enumeration; `known` makes its constraint."""
    return models.CharField(label, max_length=16, choices=values.choices, default=default)


def known(table: str, field: str, values: type[models.TextChoices]) -> models.CheckConstraint:
    """The database refuses a code that the enumeration does not have."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": values.values}), name=f"{table}_{field}_known"
    )


def who(actor: Actor) -> str:
    """Who did it, copied by value."""
    return f"{actor.organisation_name} {actor.label}".strip()[:180]
