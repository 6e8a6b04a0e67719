"""Columns and constraints that several of the registry's tables share."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.access import ScopedQuerySet, in_area
from sangyu.kernel.actors import Actor


def code_column(label: Any, values: type[models.TextChoices], default: str = "") -> Any:
    """A short code column over the values of an enumeration; `known` makes its constraint."""
    return models.CharField(label, max_length=24, choices=values.choices, default=default)


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


def area_code_column() -> Any:
    """A town (9 digits) or a community (12)."""
    return models.CharField(_("area"), max_length=12)


def area_digits(table: str, field: str = "area_code") -> models.CheckConstraint:
    """Nine digits or twelve."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__regex": r"^(\d{9}|\d{12})$"}), name=f"{table}_{field}_digits"
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
        "actor_label": actor.label,
        "actor_account_id": actor.account_id,
        "actor_unit": actor.organisation_name,
    }


class AboutElderQuerySet(ScopedQuerySet[Any]):
    """Rows about an elder (changes, categories, contacts, …): visible where the elder is."""

    def visible_to(self, actor: Actor) -> AboutElderQuerySet:
        """Within the elder's area; a family member only about their own."""
        rows = self.filter(in_area(actor.area_code, "elder__area_code"))
        if actor.subject_ids is not None:
            rows = rows.filter(elder_id__in=actor.subject_ids)
        return rows


class Bigrams(Func):
    """The two-character pieces of a text, by the immutable SQL function of the first migration."""

    function = "registry_bigrams"
    output_field = ArrayField(models.TextField())


def bigram_index(field: str, name: str) -> GinIndex:
    """Substring search on a text: an expression index, so that the pieces are not stored a second time in the row."""
    return GinIndex(Bigrams(F(field)), name=name)
