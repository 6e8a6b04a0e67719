"""Programmes and their versions: who gets what, as dated data with the clause it stands on."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.kernel.access import ScopedQuerySet, in_area_or_above
from sangyu.kernel.actors import Actor
from sangyu.people.entitlement import types


class ProgrammeQuerySet(ScopedQuerySet["Programme"]):
    """Programmes hold nobody's data: those of wider areas are read by the towns within."""

    def visible_to(self, actor: Actor) -> ProgrammeQuerySet:
        """Those of everywhere, of the actor's area, areas within it, and the areas above."""
        if not actor.area_code:
            return self.all()
        return self.filter(Q(area_code="") | in_area_or_above(actor.area_code))


class Programme(models.Model):
    """One thing that may be given. `area_code`: the place whose people it is for ("" everybody)."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    area_code = models.CharField(_("area"), max_length=12, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=types.Kind.choices)
    name = models.JSONField(pgettext_lazy("of a programme", "name"))
    created_at = models.DateTimeField(_("created at"))

    objects: Any = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        ordering = ("area_code", "code")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=types.Kind.values), name="programme_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(area_code__regex=r"^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})?$"),
                name="programme_area_digits",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ProgrammeVersionQuerySet(ScopedQuerySet["ProgrammeVersion"]):
    """Versions, seen with their programme."""

    def visible_to(self, actor: Actor) -> ProgrammeVersionQuerySet:
        """The versions of every programme the actor sees."""
        return self.filter(programme__in=Programme.objects.visible_to(actor))


class ProgrammeVersion(models.Model):
    """The rule of one period. `shipped_number` is its number in the policy file; empty for what a city made itself.

    `condition` is a text of the expression language over `elders`; `amounts` are ordered rows
    {"when": condition or "", "fen": monthly fen, "words": {"zh", "en"}}: the first that holds gives the sum.
    `overlap`: {"higher": group, "excluded_by": [codes], "deducts": [codes]}. `in_force` False: kept beside the one in
    force because a source contradicts it, never applied. `details` holds what only payments and services need (shares
    of a voucher, lists of works).
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    shipped_number = models.PositiveIntegerField(_("shipped version"), null=True, blank=True)
    effective_from = models.DateField(_("in force from"))
    effective_to = models.DateField(_("in force until"), null=True, blank=True)
    in_force = models.BooleanField(_("applied"), default=True)
    condition = models.TextField(pgettext_lazy("of a programme", "condition"))
    amounts = models.JSONField(_("amounts"))
    overlap = models.JSONField(_("overlap"), default=dict, blank=True)
    needs_application = models.BooleanField(_("needs an application"), default=False)
    back_pay = models.CharField(_("owed from"), max_length=12, choices=types.BackPay.choices)
    stop_death = models.CharField(_("on death"), max_length=12, choices=types.Stop.choices)
    stop_move = models.CharField(_("on moving away"), max_length=12, choices=types.Stop.choices)
    stop_loss = models.CharField(
        _("when the conditions end"), max_length=12, choices=types.Stop.choices
    )
    ends_on_admission = models.BooleanField(_("ends on admission to a home"), default=False)
    details = models.JSONField(_("further terms"), default=dict, blank=True)
    fund = models.CharField(_("paid from"), max_length=40, blank=True)
    clause = models.JSONField(_("clause"))
    modality = models.CharField(_("modality"), max_length=10, choices=types.Modality.choices)
    certainty = models.CharField(_("certainty"), max_length=10, choices=types.Certainty.choices)
    source_note = models.TextField(_("source"), blank=True)
    created_at = models.DateTimeField(_("created at"))
    created_by = models.CharField(_("created by"), max_length=120)

    objects: Any = ProgrammeVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a programme")
        ordering = ("programme", "number")
        constraints = [
            models.UniqueConstraint(
                fields=("programme", "number"), name="programmeversion_number_once"
            ),
            models.UniqueConstraint(
                fields=("programme", "effective_from"),
                condition=Q(in_force=True),
                name="programmeversion_begins_once",
            ),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="programmeversion_period",
            ),
            models.CheckConstraint(
                condition=Q(back_pay__in=types.BackPay.values)
                & Q(stop_death__in=types.Stop.values)
                & Q(stop_move__in=types.Stop.values)
                & Q(stop_loss__in=types.Stop.values)
                & Q(modality__in=types.Modality.values)
                & Q(certainty__in=types.Certainty.values),
                name="programmeversion_choices_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} v{self.number}"
