"""Imports: the file, its rows, and the column mappings that are remembered."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.access import ScopedQuerySet
from sangyu.people.registry import types
from sangyu.people.registry.models.columns import ActorColumns, code_column, known


class ImportMapping(models.Model):
    """How a file's headings map to the register's fields; remembered per unit by the headings' fingerprint."""

    organisation = models.ForeignKey(
        "organisations.Organisation", models.CASCADE, null=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=60, blank=True)
    fingerprint = models.CharField(_("fingerprint of the headings"), max_length=64)
    columns = models.JSONField(_("columns"), default=dict)
    options = models.JSONField(_("options"), default=dict)
    used_at = models.DateTimeField(_("last used at"))

    class Meta:
        ordering = ("-used_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "fingerprint"),
                nulls_distinct=False,
                name="import_mapping_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.fingerprint[:8]


class ImportBatchQuerySet(ScopedQuerySet["ImportBatch"]):
    """Imports within the actor's area."""


class ImportBatch(ActorColumns):
    """One file, from upload to commit and, if need be, undo. `area_code` is the scope it may write into."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    filename = models.CharField(_("file"), max_length=200)
    file = models.FileField(_("stored file"), upload_to="registry/import/", blank=True)
    digest = models.CharField(_("SM3 of the file"), max_length=64, blank=True)
    area_code = models.CharField(_("area"), max_length=12)
    source = code_column(_("source"), types.Source, types.Source.IMPORT)
    effective_on = models.DateField(_("effective on"))
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    header_row = models.IntegerField(_("heading row"), null=True)
    columns = models.JSONField(_("columns"), default=dict)
    options = models.JSONField(_("options"), default=dict)
    mapping = models.ForeignKey(ImportMapping, models.SET_NULL, null=True, related_name="batches")
    state = code_column(_("state"), types.BatchState, types.BatchState.UPLOADED)
    counts = models.JSONField(_("counts"), default=dict)
    job = models.CharField(_("job"), max_length=60, blank=True)
    checkpoint = models.IntegerField(_("rows committed"), default=0)
    created_at = models.DateTimeField(_("uploaded at"))
    previewed_at = models.DateTimeField(_("previewed at"), null=True)
    committed_at = models.DateTimeField(_("committed at"), null=True)
    undone_at = models.DateTimeField(_("undone at"), null=True)
    failure = models.CharField(_("why it failed"), max_length=300, blank=True)

    objects: Any = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        indexes = [models.Index(fields=("area_code", "-created_at"), name="import_batch_area")]
        constraints = [
            known("import_batch", "state", types.BatchState),
            known("import_batch", "source", types.Source),
            models.CheckConstraint(
                condition=~Q(state=types.BatchState.COMMITTED) | Q(committed_at__isnull=False),
                name="import_batch_committed_at",
            ),
            models.CheckConstraint(
                condition=~Q(state=types.BatchState.UNDONE) | Q(undone_at__isnull=False),
                name="import_batch_undone_at",
            ),
        ]

    def __str__(self) -> str:
        return self.filename


class ImportRow(models.Model):
    """One row of a file: its cleaned values (sealed where personal), what is wrong, and what committing it does."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", db_index=False)
    number = models.IntegerField(_("row"))
    state = code_column(_("state"), types.RowState, types.RowState.GOOD)
    action = code_column(_("action"), types.RowAction, types.RowAction.CREATE)
    values = models.JSONField(_("values"), default=dict)
    id_sealed = models.BinaryField(null=True)
    id_index = models.BinaryField(max_length=32, null=True)
    phone_sealed = models.BinaryField(null=True)
    phone_index = models.BinaryField(max_length=32, null=True)
    bank_sealed = models.BinaryField(null=True)
    bank_index = models.BinaryField(max_length=32, null=True)
    problems = models.JSONField(_("problems"), default=list)
    elder = models.ForeignKey(
        "registry.Elder", models.SET_NULL, null=True, related_name="+", db_index=False
    )

    class Meta:
        ordering = ("batch", "number")
        indexes = [
            models.Index(
                fields=("batch", "number"),
                condition=~Q(problems=[]),
                name="import_row_problems",
            ),
            models.Index(fields=("batch", "id_index"), name="import_row_id"),
        ]
        constraints = [
            models.UniqueConstraint(fields=("batch", "number"), name="import_row_once"),
            known("import_row", "state", types.RowState),
            known("import_row", "action", types.RowAction),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.number}"
