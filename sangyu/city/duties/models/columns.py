"""Columns that a rule and its duties share: on which clause, from which source, on which terms."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sangyu.city.duties.types import Clause, DayCount, ProofKind


class PromiseColumns(models.Model):
    """What is promised and on what terms; a duty copies it from its rule by value."""

    clause_document = models.CharField(_("document"), max_length=200, blank=True)
    clause_number = models.CharField(_("document number"), max_length=80, blank=True)
    clause_item = models.CharField(_("item"), max_length=80, blank=True)
    clause_text = models.TextField(_("text of the clause"), blank=True)
    source_kind = models.CharField(_("kind of source"), max_length=60, blank=True)
    source_id = models.CharField(_("source"), max_length=64, blank=True)
    day_count = models.CharField(
        _("days are"), max_length=10, choices=DayCount.choices, default=DayCount.NATURAL
    )
    step_days = models.PositiveSmallIntegerField(_("days for each step"), null=True, blank=True)
    escalation = models.CharField(_("escalation plan"), max_length=40, default="default")
    proof_required = models.CharField(
        _("proof required"), max_length=10, choices=ProofKind.choices, default=ProofKind.NONE
    )

    class Meta:
        abstract = True

    @property
    def clause(self) -> Clause:
        return Clause(self.clause_document, self.clause_number, self.clause_item, self.clause_text)
