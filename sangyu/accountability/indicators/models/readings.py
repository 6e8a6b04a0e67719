"""The targets that were read in confirmed papers, until somebody says which indicator speaks of each."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sangyu.accountability.indicators.choices import Answer, Modality, Operator
from sangyu.accountability.indicators.models.definitions import Indicator
from sangyu.accountability.indicators.models.targets import Target
from sangyu.kernel.access import ScopedQuerySet, in_area_or_above
from sangyu.kernel.actors import Actor


class ReadTargetQuerySet(ScopedQuerySet["ReadTarget"]):
    """What a paper of the city promises concerns all who work in it."""

    def visible_to(self, actor: Actor) -> ReadTargetQuerySet:
        """Those of the actor's area, of areas within it and of the areas above."""
        return self.filter(in_area_or_above(actor.area_code))


class ReadTarget(models.Model):
    """One promise of a paper, through all its editions: what the newest edition says, and what somebody made of it.

    `paper_target_id` is the paper's own row. A later edition moves the row to its own document, so that `target` goes
    on and shows what changed; `gone_on`: the newest edition does not have it any more. `steps` is [[value, day], …].
    """

    document_id = models.BigIntegerField(_("paper"))
    paper_target_id = models.BigIntegerField(_("row of the paper"))
    area_code = models.CharField(_("area"), max_length=12)
    document_title = models.CharField(_("document"), max_length=300)
    document_number = models.CharField(_("document number"), max_length=80, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    position = models.PositiveIntegerField(_("position"))
    clause = models.CharField(_("item"), max_length=80)
    phrase = models.TextField(_("what is promised"))
    operator = models.CharField(_("operator"), max_length=2, choices=Operator.choices)
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=4)
    unit = models.CharField(_("unit of measure"), max_length=20, blank=True)
    scope = models.CharField(_("scope"), max_length=40, blank=True)
    qualifier = models.CharField(_("of whom"), max_length=60, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    steps = models.JSONField(_("path"), default=list, blank=True)
    modality = models.CharField(_("how binding"), max_length=10, choices=Modality.choices)
    printed = models.TextField(_("as printed"), blank=True)
    gone_on = models.DateField(_("gone from the paper on"), null=True, blank=True)
    taken_at = models.DateTimeField(_("read at"))
    answer = models.CharField(
        _("what speaks of it"), max_length=10, choices=Answer.choices, default=Answer.OPEN
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="readings",
        verbose_name=_("indicator"),
    )  # fmt: skip
    waits_for = models.CharField(_("waits for data from"), max_length=40, blank=True)
    scope_condition = models.CharField(_("scope's condition"), max_length=300, blank=True)
    target = models.ForeignKey(
        Target, models.PROTECT, null=True, blank=True, related_name="readings", verbose_name=_("target")
    )  # fmt: skip
    answered_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    answered_by = models.CharField(_("decided by"), max_length=120, blank=True)

    objects: Any = ReadTargetQuerySet.as_manager()

    class Meta:
        ordering = ("document_id", "position")
        constraints = [
            models.UniqueConstraint(
                fields=("document_id", "paper_target_id"), name="readtarget_once"
            ),
            models.CheckConstraint(
                condition=Q(operator__in=Operator.values)
                & Q(modality__in=Modality.values)
                & Q(answer__in=Answer.values),
                name="readtarget_choices_known",
            ),
            models.CheckConstraint(
                condition=Q(answer=Answer.OPEN)
                | Q(target__isnull=False, answered_at__isnull=False) & ~Q(answered_by=""),
                name="readtarget_answered_with_target",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.phrase}"
