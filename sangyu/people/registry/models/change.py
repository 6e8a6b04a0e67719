"""Every dated change of an elder with its source, and transfers between towns."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.access import ScopedQuerySet
from sangyu.kernel.actors import Actor
from sangyu.people.registry import types
from sangyu.people.registry.models.columns import (
    AboutElderQuerySet,
    ActorColumns,
    area_code_column,
    area_digits,
    code_column,
    known,
)


class ElderChange(ActorColumns):
    """One field of one elder, from one value to another, effective on a day.

    Applied changes of a field form a gapless timeline in (effective_on, id): each `before` is the `after` of the one
    before it. Fields that are sealed keep the ciphertext in the side columns and a masked text in `before`/`after`.
    """

    elder = models.ForeignKey("registry.Elder", models.CASCADE, related_name="changes")
    field = models.CharField(_("field"), max_length=30)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)
    before_sealed = models.BinaryField(null=True)
    after_sealed = models.BinaryField(null=True)
    effective_on = models.DateField(_("effective on"))
    recorded_at = models.DateTimeField(_("recorded at"))
    source = code_column(_("source"), types.Source)
    proof = models.CharField(_("proof"), max_length=300, blank=True)
    proof_file = models.FileField(_("proof (file)"), upload_to="registry/proof/", blank=True)
    batch = models.ForeignKey(
        "registry.ImportBatch", models.PROTECT, null=True, related_name="changes", db_index=False
    )
    state = code_column(_("state"), types.ChangeState, types.ChangeState.APPLIED)
    group = models.UUIDField(_("recorded together"), null=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = models.CharField(_("decided by"), max_length=60, blank=True)
    decision_note = models.CharField(_("note"), max_length=300, blank=True)

    objects: Any = AboutElderQuerySet.as_manager()

    class Meta:
        ordering = ("effective_on", "id")
        indexes = [
            models.Index(
                fields=("elder", "field", "effective_on", "id"),
                condition=Q(state=types.ChangeState.APPLIED),
                name="change_timeline",
            ),
            models.Index(
                fields=("effective_on", "elder"),
                condition=Q(state=types.ChangeState.APPLIED),
                name="change_effective",
            ),
            models.Index(
                fields=("recorded_at",),
                condition=Q(state=types.ChangeState.PROPOSED),
                name="change_proposed",
            ),
            models.Index(fields=("recorded_at", "elder"), name="change_recorded"),
            models.Index(fields=("batch",), condition=Q(batch__isnull=False), name="change_batch"),
        ]
        constraints = [
            known("change", "state", types.ChangeState),
            known("change", "source", types.Source),
            models.CheckConstraint(
                condition=Q(state__in=(types.ChangeState.APPLIED, types.ChangeState.PROPOSED))
                | Q(decided_at__isnull=False),
                name="change_decided_when_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.elder_id} {self.field} {self.effective_on}"


class TransferQuerySet(ScopedQuerySet["Transfer"]):
    """Transfers, seen by the town that gives and the town that receives."""

    def visible_to(self, actor: Actor) -> TransferQuerySet:
        """The giver's side; the receiver's while it is asked or once it has said yes, for a person it refused, or
        that was never handed over, lives outside its area. A family member: only their own."""
        if actor.subject_ids is not None:
            return self.filter(elder_id__in=actor.subject_ids)
        area = actor.area_code
        offered = Q(state__in=(types.TransferState.REQUESTED, types.TransferState.ACCEPTED))
        return self.filter(
            Q(from_area_code__startswith=area) | (offered & Q(to_area_code__startswith=area))
        )


class Transfer(ActorColumns):
    """A move to an area outside the writer's: the receiving town answers."""

    elder = models.ForeignKey("registry.Elder", models.CASCADE, related_name="transfers")
    from_area_code = area_code_column()
    to_area_code = area_code_column()
    to_address = models.CharField(_("address there"), max_length=200, blank=True)
    effective_on = models.DateField(_("moved on"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    requested_at = models.DateTimeField(_("requested at"))
    state = code_column(_("state"), types.TransferState, types.TransferState.REQUESTED)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = models.CharField(_("decided by"), max_length=60, blank=True)
    decision_note = models.CharField(_("note"), max_length=300, blank=True)

    objects: Any = TransferQuerySet.as_manager()

    class Meta:
        ordering = ("-requested_at", "-id")
        indexes = [
            models.Index(fields=("to_area_code", "state"), name="transfer_to"),
            models.Index(fields=("from_area_code", "state"), name="transfer_from"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("elder",),
                condition=Q(state=types.TransferState.REQUESTED),
                name="transfer_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(from_area_code=F("to_area_code")), name="transfer_elsewhere"
            ),
            models.CheckConstraint(
                condition=Q(state=types.TransferState.REQUESTED) | Q(decided_at__isnull=False),
                name="transfer_decided_when_closed",
            ),
            known("transfer", "state", types.TransferState),
            area_digits("transfer", "from_area_code"),
            area_digits("transfer", "to_area_code"),
        ]

    def __str__(self) -> str:
        return f"{self.elder_id}: {self.from_area_code} → {self.to_area_code}"
