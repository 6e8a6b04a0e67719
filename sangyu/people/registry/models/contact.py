"""Whom to call, who answers for the elder, and what the elder needs."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.people.registry import types
from sangyu.people.registry.models.columns import AboutElderQuerySet, code_column, known, period


class Contact(models.Model):
    """A family or emergency contact. `emergency_order` 1 is called first; empty: not for emergencies."""

    elder = models.ForeignKey("registry.Elder", models.CASCADE, related_name="contacts")
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=60)
    relation = models.CharField(_("relation (GB/T 4761)"), max_length=2, default="")
    phone_sealed = models.BinaryField(_("phone"), null=True)
    phone_index = models.BinaryField(max_length=32, null=True)
    emergency_order = models.SmallIntegerField(_("order in an emergency"), null=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects: Any = AboutElderQuerySet.as_manager()

    class Meta:
        ordering = ("elder", "emergency_order", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("elder", "emergency_order"),
                condition=Q(emergency_order__isnull=False),
                name="contact_order_once",
            ),
            models.CheckConstraint(
                condition=Q(phone_sealed__isnull=True, phone_index__isnull=True)
                | Q(phone_sealed__isnull=False, phone_index__isnull=False),
                name="contact_phone_sealed_with_index",
            ),
            models.CheckConstraint(
                condition=Q(emergency_order__isnull=True) | Q(emergency_order__gte=1),
                name="contact_order_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ResponsibleLink(models.Model):
    """One link of the chain of responsibility, for a period."""

    elder = models.ForeignKey("registry.Elder", models.CASCADE, related_name="responsible")
    kind = code_column(_("kind"), types.ResponsibleKind)
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=60)
    phone_sealed = models.BinaryField(_("phone"), null=True)
    phone_index = models.BinaryField(max_length=32, null=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    started_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects: Any = AboutElderQuerySet.as_manager()

    class Meta:
        ordering = ("elder", "kind", "started_on")
        constraints = [
            models.UniqueConstraint(
                fields=("elder", "kind", "name"),
                condition=Q(ended_on__isnull=True),
                name="responsible_once",
            ),
            models.CheckConstraint(
                condition=Q(phone_sealed__isnull=True, phone_index__isnull=True)
                | Q(phone_sealed__isnull=False, phone_index__isnull=False),
                name="responsible_phone_sealed_with_index",
            ),
            known("responsible", "kind", types.ResponsibleKind),
            period("responsible", "started_on", "ended_on"),
        ]

    def __str__(self) -> str:
        return self.name


class Need(models.Model):
    """Something the elder needs, noted on a day; met on another."""

    elder = models.ForeignKey("registry.Elder", models.CASCADE, related_name="needs")
    kind = code_column(_("kind"), types.NeedKind)
    note = models.CharField(_("note"), max_length=200, blank=True)
    noted_on = models.DateField(_("noted on"))
    met_on = models.DateField(_("met on"), null=True)
    source = code_column(_("source"), types.Source, types.Source.COMMUNITY_VISIT)

    objects: Any = AboutElderQuerySet.as_manager()

    class Meta:
        ordering = ("elder", "-noted_on")
        constraints = [
            models.UniqueConstraint(
                fields=("elder", "kind"), condition=Q(met_on__isnull=True), name="need_one_open"
            ),
            known("need", "kind", types.NeedKind),
            known("need", "source", types.Source),
            period("need", "noted_on", "met_on"),
        ]

    def __str__(self) -> str:
        return f"{self.elder_id} {self.kind}"
