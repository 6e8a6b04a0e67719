"""The table of snapshots: what was taken, when, from which definition, with which hash."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """taking → ready → superseded (taken again) → dropped (files removed); or taking → failed."""

    TAKING = "taking", _("being taken")
    READY = "ready", _("ready")
    FAILED = "failed", _("failed")
    SUPERSEDED = "superseded", _("superseded")
    DROPPED = "dropped", _("removed")


class Snapshot(models.Model):
    """A dataset at a date. The row is written before the files, so that nothing lies about unaccounted for."""

    dataset = models.CharField(_("dataset"), max_length=63)
    as_of = models.DateField(_("as-of date"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.TAKING)
    definition_hash = models.CharField(_("hash of the definition"), max_length=64)
    started_at = models.DateTimeField(_("started at"))
    taken_at = models.DateTimeField(_("taken at"), null=True)
    path = models.CharField(_("folder"), max_length=200, blank=True)
    rows = models.BigIntegerField(_("rows"), null=True)
    size = models.BigIntegerField(_("bytes"), null=True)
    content_hash = models.CharField(_("SHA-256 of the content"), max_length=64, blank=True)
    error = models.CharField(_("what went wrong"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        constraints = [
            models.UniqueConstraint(
                fields=["dataset", "as_of", "definition_hash"],
                condition=Q(state=State.READY),
                name="snapshot_one_ready_per_date",
            ),
            models.UniqueConstraint(
                fields=["dataset", "as_of"],
                condition=Q(state=State.TAKING),
                name="snapshot_one_taking_per_date",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.READY, State.SUPERSEDED])
                | (
                    Q(taken_at__isnull=False, rows__gte=0, size__gte=0)
                    & ~Q(path="")
                    & ~Q(content_hash="")
                ),
                name="snapshot_ready_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="snapshot_state_known"
            ),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True) | Q(taken_at__gte=models.F("started_at")),
                name="snapshot_taken_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dataset} {self.as_of}"
