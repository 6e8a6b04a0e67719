"""The result: what was answered, what it comes to, who assessed, and from when until when it is valid."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.people.assessment.choices import Informant, Origin, Place
from sangyu.people.assessment.models.columns import (
    AboutElderQuerySet,
    ActorColumns,
    code_column,
    known,
)


class ResultQuerySet(AboutElderQuerySet):
    """Results; an assessor sees those of its agency's orders."""

    agency_field = "order__agency_id"


class Assessment(ActorColumns):
    """A scored form. `ref` is given by the device that filled it: the same form sent twice is one result.

    `sheet`: answers, diagnoses, events_30d as given. `reasons`: rules' codes with clause and parameters.
    `supersedes`: the result of the same scale it follows; `rescored_from`: the result whose answers it re-reads.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    elder = models.ForeignKey("registry.Elder", models.PROTECT, related_name="+")
    merged_from = models.BigIntegerField(null=True)
    order = models.OneToOneField(
        "assessment.AssessmentOrder", models.PROTECT, null=True, related_name="result"
    )
    origin = code_column(pgettext_lazy("of a result", "how"), Origin, default=Origin.ASSESSED)
    source_note = models.CharField(_("source"), max_length=200, blank=True)
    instrument = models.CharField(_("standard"), max_length=20)
    instrument_version = models.CharField(max_length=20)
    scale = models.CharField(max_length=20)
    sheet = models.JSONField()
    subtotals = models.JSONField()
    total = models.SmallIntegerField(_("total"), null=True)
    preliminary_level = models.SmallIntegerField(_("preliminary level"))
    level = models.SmallIntegerField(pgettext_lazy("of an assessment", "level"))
    reasons = models.JSONField()
    notes = models.JSONField(default=list)
    lead = models.ForeignKey("assessment.Assessor", models.PROTECT, null=True, related_name="+")
    second = models.ForeignKey("assessment.Assessor", models.PROTECT, null=True, related_name="+")
    informant = code_column(_("informant"), Informant, default=Informant.SELF)
    informant_name = models.CharField(_("name of the informant"), max_length=60, blank=True)
    place = code_column(pgettext_lazy("of an assessment", "where"), Place, default=Place.HOME)
    assessed_on = models.DateField(_("assessed on"))
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, related_name="superseded_by")
    rescored_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="rescorings")
    filled_at = models.DateTimeField(_("filled at"), null=True)
    recorded_at = models.DateTimeField(_("recorded at"))

    objects: Any = ResultQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=("elder", "scale", "-valid_from"), name="assessment_of_elder"),
            models.Index(fields=("valid_until", "id"), name="assessment_ends"),
            models.Index(fields=("-assessed_on", "-id"), name="assessment_latest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="assessment_period"
            ),
            models.CheckConstraint(
                condition=Q(level__gte=F("preliminary_level")), name="assessment_never_lowered"
            ),
            models.CheckConstraint(
                condition=~Q(origin=Origin.ASSESSED)
                | (
                    Q(order__isnull=False, lead__isnull=False, second__isnull=False)
                    & ~Q(lead=F("second"))
                ),
                name="assessment_by_two",
            ),
            models.CheckConstraint(
                condition=(Q(origin=Origin.RESCORED) & Q(rescored_from__isnull=False))
                | (~Q(origin=Origin.RESCORED) & Q(rescored_from__isnull=True)),
                name="assessment_rescored_from",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("id")),
                name="assessment_supersedes_other",
            ),
            models.UniqueConstraint(
                fields=("rescored_from", "instrument", "instrument_version"),
                condition=Q(rescored_from__isnull=False),
                name="assessment_rescored_once",
            ),
            known("assessment", "origin", Origin),
            known("assessment", "informant", Informant),
            known("assessment", "place", Place),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.instrument} {self.level}"
