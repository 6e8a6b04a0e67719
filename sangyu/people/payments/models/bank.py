"""Result files of the bank, row by row, without account numbers."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from sangyu.people.payments import types
from sangyu.people.payments.models.batch import Batch


class ResultFile(models.Model):
    """One file of results of one batch; the same bytes are taken in once. `counts`: rows by what came of them."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    layout = models.CharField(max_length=40)
    rows = models.PositiveIntegerField()
    counts = models.JSONField(default=dict)
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=60)
    applied_at = models.DateTimeField(null=True)

    objects: Any = models.Manager()

    class Meta:
        verbose_name = _("result file")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=("batch", "digest"), name="payresult_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ResultRow(models.Model):
    """One row as it was read. `problem` names what was wrong with which `column`; good rows have none."""

    file = models.ForeignKey(ResultFile, models.CASCADE, related_name="lines", db_index=False)
    number = models.PositiveIntegerField()
    line_number = models.PositiveIntegerField(null=True)
    amount_fen = models.BigIntegerField(null=True)
    status = models.CharField(max_length=8, choices=types.ResultStatus.choices, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    problem = models.CharField(max_length=20, blank=True)
    column = models.CharField(max_length=40, blank=True)

    objects: Any = models.Manager()

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("file", "number"), name="payresultrow_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.status}{self.problem}"
