"""Records that look alike, and merges with all that is needed to undo them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.access import ScopedQuerySet, in_area
from sangyu.kernel.actors import Actor
from sangyu.people.registry import types
from sangyu.people.registry.models.columns import ActorColumns, code_column, known


class PairQuerySet(ScopedQuerySet["DuplicatePair"]):
    """Pairs of which at least one side lies within the actor's area; the page masks the other side."""

    def visible_to(self, actor: Actor) -> PairQuerySet:
        """Nothing for family members."""
        if actor.subject_ids is not None:
            return self.none()
        return self.filter(
            in_area(actor.area_code, "left__area_code")
            | in_area(actor.area_code, "right__area_code")
        )


class DuplicatePair(models.Model):
    """Two records that may be one person. `reasons` is a list of codes; `left` has the smaller id."""

    left = models.ForeignKey("registry.Elder", models.CASCADE, related_name="pairs_left")
    right = models.ForeignKey("registry.Elder", models.CASCADE, related_name="pairs_right")
    score = models.SmallIntegerField(_("score"))
    reasons = models.JSONField(_("reasons"), default=list)
    found_at = models.DateTimeField(_("found at"))
    decision = code_column(_("decision"), types.PairDecision, types.PairDecision.OPEN)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = models.CharField(_("decided by"), max_length=60, blank=True)

    objects: Any = PairQuerySet.as_manager()

    class Meta:
        ordering = ("-score", "id")
        indexes = [
            models.Index(
                fields=("-score", "id"),
                condition=Q(decision=types.PairDecision.OPEN),
                name="pair_open",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=("left", "right"), name="pair_once"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="pair_ordered"),
            models.CheckConstraint(condition=Q(score__range=(1, 100)), name="pair_score"),
            models.CheckConstraint(
                condition=Q(decision=types.PairDecision.OPEN) | Q(decided_at__isnull=False),
                name="pair_decided",
            ),
            known("pair", "decision", types.PairDecision),
        ]

    def __str__(self) -> str:
        return f"{self.left_id} = {self.right_id}?"


class Merge(ActorColumns):
    """One record merged into another. `image` holds both rows and the rows that moved, exactly as before."""

    kept = models.ForeignKey("registry.Elder", models.PROTECT, related_name="merges_kept")
    merged = models.ForeignKey("registry.Elder", models.PROTECT, related_name="merges_merged")
    image = models.JSONField(_("before"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    merged_at = models.DateTimeField(_("merged at"))
    undone_at = models.DateTimeField(_("undone at"), null=True)
    undone_by = models.CharField(_("undone by"), max_length=60, blank=True)

    class Meta:
        ordering = ("-merged_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("merged",), condition=Q(undone_at__isnull=True), name="merge_one_standing"
            ),
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="merge_two_records"),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.kept_id}"
