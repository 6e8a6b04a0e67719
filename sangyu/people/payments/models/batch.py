"""A batch: what is paid for one programme in one area, up to one month, and who approved it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.access import ScopedQuerySet, in_area_or_above
from sangyu.kernel.actors import Actor
from sangyu.people.payments import types

APPROVED = (types.BatchState.APPROVED, types.BatchState.ISSUED, types.BatchState.CLOSED)


class BatchQuerySet(ScopedQuerySet["Batch"]):
    """Batches hold totals only: those of the county are seen by its towns; lines are not."""

    def visible_to(self, actor: Actor) -> BatchQuerySet:
        """The batches of the actor's area, within it and above."""
        return self.filter(in_area_or_above(actor.area_code))


class Batch(models.Model):
    """Month × area × programme (`number` tells supplements apart). Sums in fen; `digest` binds the approvals to the
    content they approved, `file_digest` the bank file to what was issued."""

    month = models.DateField()
    area_code = models.CharField(max_length=12)
    programme = models.CharField(max_length=60)
    number = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=12, choices=types.BatchState.choices)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=60)
    computed_at = models.DateTimeField(null=True)
    computed_by = models.CharField(max_length=60, blank=True)
    owner_unit_id = models.BigIntegerField(null=True)
    rounds = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    held_people = models.PositiveIntegerField(default=0)
    gross_fen = models.BigIntegerField(default=0)
    offset_fen = models.BigIntegerField(default=0)
    net_fen = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    first_id = models.BigIntegerField(null=True)
    first_by = models.CharField(max_length=60, blank=True)
    first_at = models.DateTimeField(null=True)
    second_id = models.BigIntegerField(null=True)
    second_by = models.CharField(max_length=60, blank=True)
    second_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=300, blank=True)
    layout = models.CharField(max_length=40, blank=True)
    file_digest = models.CharField(max_length=64, blank=True)
    issued_at = models.DateTimeField(null=True)
    issued_by = models.CharField(max_length=60, blank=True)
    closed_at = models.DateTimeField(null=True)

    objects: Any = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment batch")
        ordering = ("-month", "programme", "area_code", "number")
        indexes = [models.Index(fields=("state", "area_code"), name="paybatch_state")]
        constraints = [
            models.UniqueConstraint(
                fields=("month", "area_code", "programme", "number"), name="paybatch_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=types.BatchState.values), name="paybatch_state_known"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="paybatch_month_first_day"),
            models.CheckConstraint(
                condition=Q(area_code__regex=r"^(\d{4}|\d{6}|\d{9})$"), name="paybatch_area_digits"
            ),
            models.CheckConstraint(
                condition=Q(second_id__isnull=True)
                | (Q(first_id__isnull=False) & ~Q(second_id=F("first_id"))),
                name="paybatch_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=APPROVED)
                | Q(first_id__isnull=False, second_id__isnull=False),
                name="paybatch_approved_by_two",
            ),
            models.CheckConstraint(
                condition=Q(net_fen=F("gross_fen") - F("offset_fen"))
                & Q(net_fen__gte=0, offset_fen__gte=0),
                name="paybatch_sums",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("issued", "closed")) | ~Q(file_digest=""),
                name="paybatch_issued_with_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.programme} {self.area_code}-{self.number}"


class BatchStep(models.Model):
    """What was done to a batch, by whom, in order."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    who = models.CharField(max_length=60)
    unit = models.CharField(max_length=200, blank=True)
    to = models.CharField(max_length=12, choices=types.BatchState.choices)
    note = models.CharField(max_length=300, blank=True)

    objects: Any = models.Manager()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.batch_id} {self.to}"
