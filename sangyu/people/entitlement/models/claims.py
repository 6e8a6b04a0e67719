"""What the elder said to a programme, and whether the money flows."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.access import ScopedQuerySet, in_area
from sangyu.kernel.actors import Actor
from sangyu.people.entitlement import types


class ClaimQuerySet(ScopedQuerySet[Any]):
    """Visible where the elder is."""

    def visible_to(self, actor: Actor) -> ClaimQuerySet:
        """Within the elder's area; a family member only about their own."""
        rows = self.filter(in_area(actor.area_code, "elder__area_code"))
        if actor.subject_ids is not None:
            rows = rows.filter(elder_id__in=actor.subject_ids)
        return rows


class Claim(models.Model):
    """One elder and one programme: told when and how, what was answered, applied when, by whom on whose behalf."""

    elder = models.ForeignKey("registry.Elder", models.CASCADE, related_name="+", db_index=False)
    programme = models.ForeignKey("entitlement.Programme", models.PROTECT, db_index=False)
    answer = models.CharField(_("answer"), max_length=8, choices=types.Answer.choices)
    told_at = models.DateTimeField(_("told at"), null=True)
    told_by = models.CharField(_("told by"), max_length=120, blank=True)
    channel = models.CharField(_("channel"), max_length=12, blank=True)
    recipients = models.JSONField(_("who was told"), default=list, blank=True)
    answered_on = models.DateField(_("answered on"), null=True)
    answered_by = models.CharField(_("who answered"), max_length=60, blank=True)
    applied_on = models.DateField(_("applied on"), null=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    updated_at = models.DateTimeField(_("changed at"))

    objects: Any = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer of an elder")
        ordering = ("elder", "programme")
        constraints = [
            models.UniqueConstraint(fields=("elder", "programme"), name="claim_once"),
            models.CheckConstraint(
                condition=Q(answer__in=types.Answer.values), name="claim_answer_known"
            ),
            models.CheckConstraint(
                condition=~Q(answer__in=(types.Answer.AGREED, types.Answer.REFUSED))
                | Q(answered_on__isnull=False),
                name="claim_answered_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.elder_id} {self.programme_id} {self.answer}"


class Receipt(models.Model):
    """Money of a programme reaches an elder: since when, and until when (empty: still)."""

    elder = models.ForeignKey("registry.Elder", models.CASCADE, related_name="+", db_index=False)
    programme = models.ForeignKey("entitlement.Programme", models.PROTECT, db_index=False)
    first_paid = models.DateField(_("first paid"))
    ended = models.DateField(_("last paid"), null=True)
    recorded_at = models.DateTimeField(_("recorded at"))

    objects: Any = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt")
        ordering = ("elder", "programme", "first_paid")
        constraints = [
            models.UniqueConstraint(
                fields=("elder", "programme"),
                condition=Q(ended__isnull=True),
                name="receipt_one_running",
            ),
            models.CheckConstraint(
                condition=Q(ended__isnull=True) | Q(ended__gte=F("first_paid")),
                name="receipt_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.elder_id} {self.programme_id} {self.first_paid}"
