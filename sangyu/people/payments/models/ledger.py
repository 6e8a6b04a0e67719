"""The books: one line per person and batch, its entries per month, and who was held back.

An entry is only ever added. A planned one claims its month (unique while planned) until the bank answers; settled and
void ones never change. The triggers are in migration 0002.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.access import ScopedQuerySet
from sangyu.people.payments import types
from sangyu.people.payments.models.batch import Batch

NEGATIVE = ("offset", "repayment", "return", "write_off")


class Line(models.Model):
    """One transfer: who gets how much on which account (sealed copy of the register's on the day of computing)."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="lines", db_index=False)
    number = models.PositiveIntegerField()
    elder_id = models.BigIntegerField()
    area_code = models.CharField(max_length=12)
    amount_fen = models.BigIntegerField()
    gross_fen = models.BigIntegerField()
    offset_fen = models.BigIntegerField(default=0)
    arrears_fen = models.BigIntegerField(default=0)
    bank_name = models.CharField(max_length=60, blank=True)
    bank_holder = models.CharField(max_length=60, blank=True)
    bank_sealed = models.BinaryField(null=True)
    state = models.CharField(max_length=10, choices=types.LineState.choices, default="planned")
    reason = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True)

    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("transfer")
        ordering = ("batch", "number")
        indexes = [
            models.Index(fields=("elder_id", "id"), name="payline_elder"),
            models.Index(fields=("batch", "area_code", "number"), name="payline_batch_area"),
            models.Index(
                fields=("batch",), condition=Q(state="issued"), name="payline_with_the_bank"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=("batch", "elder_id"), name="payline_once"),
            models.UniqueConstraint(fields=("batch", "number"), name="payline_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=types.LineState.values), name="payline_state_known"
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gte=0, gross_fen__gt=0, offset_fen__gte=0)
                & Q(amount_fen=models.F("gross_fen") - models.F("offset_fen")),
                name="payline_sums",
            ),
            models.CheckConstraint(
                condition=Q(amount_fen=0) | Q(bank_sealed__isnull=False),
                name="payline_has_account",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """How the bank's files name this transfer."""
        return f"SY{self.batch_id}-{self.number}"


class Entry(models.Model):
    """One movement of one person's month under one programme, in signed fen."""

    elder_id = models.BigIntegerField()
    programme = models.CharField(max_length=60)
    month = models.DateField()
    kind = models.CharField(max_length=10, choices=types.EntryKind.choices)
    state = models.CharField(max_length=8, choices=types.EntryState.choices)
    amount_fen = models.BigIntegerField()
    fund = models.CharField(max_length=40, blank=True)
    area_code = models.CharField(max_length=12)
    version_id = models.BigIntegerField(null=True)
    decision_id = models.BigIntegerField(null=True)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, db_index=False)
    line = models.ForeignKey(
        Line, models.PROTECT, null=True, related_name="entries", db_index=False
    )
    repayment = models.ForeignKey(
        "payments.Repayment", models.PROTECT, null=True, related_name="entries", db_index=False
    )
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, blank=True)

    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("ledger entry")
        ordering = ("id",)
        indexes = [
            models.Index(fields=("programme", "elder_id", "month"), name="payentry_month"),
            models.Index(fields=("elder_id", "id"), name="payentry_elder"),
            models.Index(fields=("line",), condition=Q(line__isnull=False), name="payentry_line"),
            models.Index(fields=("fund", "month"), name="payentry_fund"),
            models.Index(fields=("batch", "kind"), name="payentry_batch"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("elder_id", "programme", "month"),
                condition=Q(state="planned"),
                name="payentry_one_claim",
            ),
            models.UniqueConstraint(
                fields=("line", "month", "kind"),
                condition=Q(line__isnull=False),
                name="payentry_line_month_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=types.EntryKind.values) & Q(state__in=types.EntryState.values),
                name="payentry_choices_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("payment", "undone"), amount_fen__gt=0)
                | Q(kind__in=NEGATIVE, amount_fen__lt=0)
                | (Q(kind="move") & ~Q(amount_fen=0)),
                name="payentry_sign",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="payentry_month_first_day"),
            models.CheckConstraint(
                condition=Q(state="settled", settled_at__isnull=False)
                | (~Q(state="settled") & Q(settled_at__isnull=True)),
                name="payentry_settled_when",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=("payment", "offset", "return", "undone"))
                | Q(line__isnull=False),
                name="payentry_payment_has_line",
            ),
            models.CheckConstraint(
                condition=~Q(kind="repayment") | Q(repayment__isnull=False),
                name="payentry_repayment_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.elder_id} {self.programme} {self.month} {self.kind} {self.amount_fen}"


class Held(models.Model):
    """Somebody who is owed money and was left out of a batch, and why."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="held", db_index=False)
    elder_id = models.BigIntegerField()
    area_code = models.CharField(max_length=12)
    reason = models.CharField(max_length=12, choices=types.HeldReason.choices)
    amount_fen = models.BigIntegerField()

    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("held payment")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=("batch", "elder_id"), name="payheld_once"),
            models.CheckConstraint(
                condition=Q(reason__in=types.HeldReason.values), name="payheld_reason_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.elder_id} {self.reason}"
