"""Imports: the file, its rows, and the column choices that are remembered."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.kernel import pii
from sangyu.kernel.access import ScopedQuerySet
from sangyu.people.registry import types
from sangyu.people.registry.models.columns import ActorColumns, code_column, known

ROW_LABEL = "import-row"
"""A row as it stood in the file is sealed whole: any of its cells may hold a personal number."""


def upload_storage() -> FileSystemStorage:
    """Uploads wait for their check in a folder nobody else can read; they are deleted when it has read them."""
    return FileSystemStorage(file_permissions_mode=0o600, directory_permissions_mode=0o700)


class ImportMapping(models.Model):
    """How a file's headings map to the register's fields; remembered per unit by the headings' fingerprint."""

    organisation = models.ForeignKey(
        "organisations.Organisation", models.CASCADE, null=True, related_name="+"
    )
    fingerprint = models.CharField(_("fingerprint of the headings"), max_length=64)
    columns = models.JSONField(_("columns"), default=dict)
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
        return self.fingerprint[:8]


class ImportBatchQuerySet(ScopedQuerySet["ImportBatch"]):
    """Imports within the actor's area."""


class ImportBatch(ActorColumns):
    """One file, from upload to commit and, if need be, undo. `area_code` is the scope it may write into."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    filename = models.CharField(_("file"), max_length=200)
    file = models.FileField(
        _("stored file"), upload_to="registry/import/", storage=upload_storage, blank=True
    )
    digest = models.CharField(_("SM3 of the file"), max_length=64, blank=True)
    area_code = models.CharField(_("area"), max_length=12, blank=True)
    default_area = models.CharField(_("area of rows that name none"), max_length=12, blank=True)
    source = code_column(_("source"), types.Source, types.Source.IMPORT)
    effective_on = models.DateField(_("effective on"))
    proof = models.CharField(_("proof"), max_length=200, blank=True)
    sheet_index = models.IntegerField(_("sheet"), default=0)
    sheet = models.CharField(_("name of the sheet"), max_length=100, blank=True)
    header_first = models.IntegerField(_("first heading row"), default=0)
    header_last = models.IntegerField(_("last heading row"), default=0)
    columns = models.JSONField(_("columns"), default=list)
    notices = models.JSONField(_("notices"), default=list)
    state = code_column(_("state"), types.BatchState, types.BatchState.UPLOADED)
    counts = models.JSONField(_("counts"), default=dict)
    job_id = models.BigIntegerField(_("job"), null=True)
    rows_read = models.IntegerField(_("last row read"), default=0)
    rows_done = models.IntegerField(_("last row brought in"), default=0)
    created_at = models.DateTimeField(_("uploaded at"))
    previewed_at = models.DateTimeField(_("checked at"), null=True)
    committed_at = models.DateTimeField(_("brought in at"), null=True)
    undone_at = models.DateTimeField(_("taken back at"), null=True)
    failure = models.CharField(_("why it failed"), max_length=300, blank=True)

    objects: Any = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")
        indexes = [
            models.Index(fields=("area_code", "-created_at"), name="import_batch_area"),
            models.Index(fields=("digest",), name="import_batch_digest"),
        ]
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
    """One row of a file: its cells (sealed), its values, what is wrong, whom it is about, and what it changes."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", db_index=False)
    number = models.IntegerField(_("row"))
    state = code_column(_("state"), types.RowState, types.RowState.GOOD)
    action = code_column(_("action"), types.RowAction, types.RowAction.CREATE)
    cells_sealed: Any = pii.SealedField(label=ROW_LABEL)
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=60, blank=True)
    values = models.JSONField(_("values"), default=dict)
    id_sealed: Any = pii.SealedField(label="resident-id", null=True)
    id_index: Any = pii.BlindIndexField(label="resident-id", null=True, db_index=False)
    phone_sealed: Any = pii.SealedField(label="phone", null=True)
    phone_index: Any = pii.BlindIndexField(label="phone", null=True, db_index=False)
    bank_sealed: Any = pii.SealedField(label="bank-card", null=True)
    bank_index: Any = pii.BlindIndexField(label="bank-card", null=True, db_index=False)
    contact_phone_sealed: Any = pii.SealedField(label="phone", null=True)
    contact_phone_index: Any = pii.BlindIndexField(label="phone", null=True, db_index=False)
    problems = models.JSONField(_("problems"), default=list)
    elder = models.ForeignKey(
        "registry.Elder", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    elder_version = models.IntegerField(_("version of the record when checked"), null=True)
    changes = models.JSONField(_("fields that differ: before and after"), default=dict)
    keep = models.JSONField(_("fields to be left as they are"), default=list)
    done_version = models.IntegerField(_("version of the record when brought in"), null=True)

    objects: Any = models.Manager()

    class Meta:
        ordering = ("batch", "number")
        indexes = [
            models.Index(
                fields=("batch", "number"), condition=~Q(problems=[]), name="import_row_problems"
            ),
            models.Index(fields=("batch", "action", "state", "number"), name="import_row_action"),
            models.Index(
                fields=("elder",), condition=Q(elder__isnull=False), name="import_row_elder"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=("batch", "number"), name="import_row_once"),
            known("import_row", "state", types.RowState),
            known("import_row", "action", types.RowAction),
            models.CheckConstraint(
                condition=~Q(state=types.RowState.COMMITTED) | Q(elder_id__isnull=False),
                name="import_row_committed_elder",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.number}"
