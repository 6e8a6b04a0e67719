"""What stands in the way of a payment, and what was paid too much."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.access import ScopedQuerySet
from sangyu.people.payments import types
from sangyu.people.payments.models.ledger import Line


class FailedAccount(models.Model):
    """An account the bank refused: nothing more is sent there until the register's account changes, or is confirmed."""

    elder_id = models.BigIntegerField()
    area_code = models.CharField(max_length=12)
    line = models.ForeignKey(Line, models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=40, blank=True)
    opened_at = models.DateTimeField()
    solved_at = models.DateTimeField(null=True)
    solved_by = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=300, blank=True)

    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("failed account")
        ordering = ("opened_at", "id")
        indexes = [models.Index(fields=("solved_at", "area_code", "id"), name="payfailed_open")]
        constraints = [
            models.UniqueConstraint(
                fields=("elder_id",), condition=Q(solved_at__isnull=True), name="payfailed_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.elder_id} {self.reason}"


class Suspension(models.Model):
    """No money of a programme ("" every one) is sent to a person for a while; what is owed stays owed."""

    elder_id = models.BigIntegerField()
    area_code = models.CharField(max_length=12)
    programme = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=300)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=60, blank=True)

    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("suspension")
        ordering = ("-made_at", "-id")
        indexes = [models.Index(fields=("elder_id",), name="paysuspension_elder")]
        constraints = [
            models.UniqueConstraint(
                fields=("elder_id", "programme"),
                condition=Q(lifted_at__isnull=True),
                name="paysuspension_one_open",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="paysuspension_period",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="paysuspension_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.elder_id} {self.programme}"


class Recovery(models.Model):
    """Months paid that were not owed, as known when it was last looked at: recovered by deduction or on demand."""

    elder_id = models.BigIntegerField()
    area_code = models.CharField(max_length=12)
    programme = models.CharField(max_length=60)
    state = models.CharField(max_length=12, choices=types.RecoveryState.choices, default="open")
    amount_fen = models.BigIntegerField()
    open_fen = models.BigIntegerField()
    by_demand = models.BooleanField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=300, blank=True)

    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("recovery")
        ordering = ("opened_at", "id")
        indexes = [models.Index(fields=("state", "area_code", "id"), name="payrecovery_state")]
        constraints = [
            models.UniqueConstraint(
                fields=("elder_id", "programme"),
                condition=Q(state="open"),
                name="payrecovery_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state="open", open_fen__gt=0, closed_at__isnull=True)
                | (~Q(state="open") & Q(open_fen=0, closed_at__isnull=False)),
                name="payrecovery_by_state",
            ),
            models.CheckConstraint(
                condition=Q(state__in=types.RecoveryState.values), name="payrecovery_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.elder_id} {self.programme} {self.open_fen}"


class Repayment(models.Model):
    """Money that came back on demand. `reference` is the voucher of the receipt: told twice, it is booked once."""

    recovery = models.ForeignKey(Recovery, models.PROTECT, related_name="repayments")
    reference = models.CharField(max_length=60)
    received_on = models.DateField()
    amount_fen = models.BigIntegerField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)

    objects: Any = models.Manager()

    class Meta:
        verbose_name = _("repayment")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=("recovery", "reference"), name="payrepayment_once"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="payrepayment_positive"),
        ]

    def __str__(self) -> str:
        return self.reference
