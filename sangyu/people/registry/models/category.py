"""The categories of an elder, each with its start, end, origin and clause."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sangyu.people.registry import types
from sangyu.people.registry.models.columns import (
    AboutElderQuerySet,
    ActorColumns,
    code_column,
    known,
    period,
)


class ElderCategory(ActorColumns):
    """From `started_on` until the day before `ended_on`, the elder belongs to a category.

    Periods of one category of one elder never overlap: one open period, one start per day (here), and the services
    refuse the rest.
    """

    elder = models.ForeignKey("registry.Elder", models.CASCADE, related_name="categories")
    town_code = models.CharField(max_length=9, db_default="", editable=False)
    """The elder's town, kept by a trigger (also when the elder moves), so that a town's list needs no join."""
    category = code_column(_("category"), types.CategoryCode)
    origin = code_column(_("origin"), types.CategoryOrigin, types.CategoryOrigin.DECLARED)
    started_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True)
    source = code_column(_("source"), types.Source, types.Source.COMMUNITY_VISIT)
    proof = models.CharField(_("proof"), max_length=300, blank=True)
    proof_file = models.FileField(_("proof (file)"), upload_to="registry/proof/", blank=True)
    clause = models.CharField(_("clause"), max_length=120, blank=True)
    batch = models.ForeignKey(
        "registry.ImportBatch", models.PROTECT, null=True, related_name="categories", db_index=False
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    objects: Any = AboutElderQuerySet.as_manager()

    class Meta:
        ordering = ("-started_on", "category")
        indexes = [
            models.Index(
                fields=("category", "town_code", "elder"),
                condition=Q(ended_on__isnull=True),
                name="category_open_of",
            ),
            models.Index(
                fields=("elder", "category", "started_on", "ended_on"),
                condition=Q(origin=types.CategoryOrigin.DECLARED),
                name="category_declared",
            ),
            models.Index(
                fields=("batch",), condition=Q(batch__isnull=False), name="category_batch"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("elder", "category"),
                condition=Q(ended_on__isnull=True),
                name="category_one_open",
            ),
            models.UniqueConstraint(
                fields=("elder", "category", "started_on"), name="category_one_start"
            ),
            period("category", "started_on", "ended_on"),
            models.CheckConstraint(
                condition=Q(origin=types.CategoryOrigin.DERIVED) | ~Q(proof="") | ~Q(proof_file=""),
                name="category_declared_with_proof",
            ),
            known("category", "category", types.CategoryCode),
            known("category", "origin", types.CategoryOrigin),
            known("category", "source", types.Source),
        ]

    def __str__(self) -> str:
        return f"{self.elder_id} {self.category}"
