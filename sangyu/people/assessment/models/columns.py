"""Columns, constraints and the scope that the room's tables share."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations.types import Role
from sangyu.kernel.access import ScopedQuerySet
from sangyu.kernel.actors import Actor


class AboutElderQuerySet(ScopedQuerySet[Any]):
    """Rows about an elder: visible where the elder is; to a family its own, to an assessor its agency's work."""

    area_field = "elder__area_code"
    agency_field = "agency_id"

    def visible_to(self, actor: Actor) -> Self:
        """The one chokepoint of the room's lists and pages."""
        rows = super().visible_to(actor)
        if actor.role == Role.ASSESSOR:
            rows = rows.filter(**{self.agency_field: actor.organisation_id})
        if actor.subject_ids is not None:
            rows = rows.filter(elder_id__in=actor.subject_ids)
        return rows


def code_column(label: Any, values: type[models.TextChoices], **options: Any) -> Any:
    """A short code column over the values of an enumeration; `known` makes its constraint."""
    return models.CharField(label, max_length=20, choices=values.choices, **options)


def known(table: str, field: str, values: type[models.TextChoices]) -> models.CheckConstraint:
    """The database refuses a code that the enumeration does not have."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": values.values}), name=f"{table}_{field}_known"
    )


def period(table: str, start: str, end: str) -> models.CheckConstraint:
    """The end is open, or not before the start."""
    return models.CheckConstraint(
        condition=Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": F(start)}),
        name=f"{table}_period",
    )


class ActorColumns(models.Model):
    """Who did it, copied by value: the account may be closed, the unit abolished, the entry stays readable."""

    actor_label = models.CharField(_("by"), max_length=60)
    actor_account_id = models.BigIntegerField(null=True)
    actor_unit = models.CharField(_("unit"), max_length=120, blank=True)

    class Meta:
        abstract = True


def actor_values(actor: Actor) -> dict[str, Any]:
    """The columns of `ActorColumns` for an actor."""
    return {
        "actor_label": actor.label[:60],
        "actor_account_id": actor.account_id,
        "actor_unit": actor.organisation_name,
    }
