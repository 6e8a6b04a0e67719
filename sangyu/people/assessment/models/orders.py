"""The order: somebody is to be assessed, by whom, why, by when."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.people.assessment.choices import OPEN_STATES, Occasion, OrderState, Place
from sangyu.people.assessment.models.columns import (
    AboutElderQuerySet,
    ActorColumns,
    code_column,
    known,
)


class AssessmentOrder(ActorColumns):
    """An order to an accredited agency. `version` counts its changes: a form filled on an older one meets a conflict.

    `merged_from`: the record the order was of before that record was merged into the elder's.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    elder = models.ForeignKey("registry.Elder", models.PROTECT, related_name="+")
    merged_from = models.BigIntegerField(null=True)
    agency = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("agency")
    )
    occasion = code_column(pgettext_lazy("of an assessment", "why"), Occasion)
    reason = models.CharField(_("remark"), max_length=300, blank=True)
    instrument = models.CharField(_("standard"), max_length=20, default="gbt42195")
    disputes = models.ForeignKey(
        "assessment.Assessment", models.PROTECT, null=True, related_name="+"
    )
    state = code_column(_("state"), OrderState, default=OrderState.ORDERED)
    due_on = models.DateField(_("due on"))
    appointment_at = models.DateTimeField(_("appointment"), null=True)
    place = code_column(pgettext_lazy("of an assessment", "where"), Place, default=Place.HOME)
    note = models.CharField(_("note"), max_length=300, blank=True)
    version = models.IntegerField(default=1)
    ordered_at = models.DateTimeField(_("ordered at"))
    closed_at = models.DateTimeField(null=True)

    objects: Any = AboutElderQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=("due_on", "id"), name="assessment_order_due"),
            models.Index(fields=("agency", "due_on", "id"), name="assessment_order_agency"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("elder",),
                condition=Q(state__in=[*map(str, OPEN_STATES)]) & Q(merged_from__isnull=True),
                name="assessment_order_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[*map(str, OPEN_STATES)], closed_at__isnull=True)
                | (~Q(state__in=[*map(str, OPEN_STATES)]) & Q(closed_at__isnull=False)),
                name="assessment_order_closed_by_state",
            ),
            models.CheckConstraint(
                condition=~Q(state=OrderState.PLANNED) | Q(appointment_at__isnull=False),
                name="assessment_order_planned_with_time",
            ),
            models.CheckConstraint(
                condition=(Q(occasion=Occasion.DISPUTED) & Q(disputes__isnull=False))
                | (~Q(occasion=Occasion.DISPUTED) & Q(disputes__isnull=True)),
                name="assessment_order_disputes_one",
            ),
            known("assessment_order", "occasion", Occasion),
            known("assessment_order", "state", OrderState),
            known("assessment_order", "place", Place),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES
