"""The accredited third parties and their assessors. No personal data of elders."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations.types import Role
from sangyu.kernel.access import ScopedQuerySet, in_area_or_above
from sangyu.kernel.actors import Actor
from sangyu.people.assessment.models.columns import ActorColumns, period


class AgencyQuerySet(ScopedQuerySet[Any]):
    """Agencies of the actor's area and those of the areas above, which work there too; an assessor's own alone."""

    def visible_to(self, actor: Actor) -> Self:
        if actor.role == Role.ASSESSOR:
            return self.filter(agency_id=actor.organisation_id)
        return self.filter(in_area_or_above(actor.area_code, "agency__area_code"))


class Accreditation(ActorColumns):
    """An agency may assess from a day on, on a decision; the end is the first day on which it no longer may."""

    agency = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("agency")
    )
    started_on = models.DateField(_("accredited from"))
    ended_on = models.DateField(_("accredited until"), null=True)
    proof = models.CharField(_("decision"), max_length=200)
    recorded_at = models.DateTimeField()

    objects: Any = AgencyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("agency",), condition=Q(ended_on__isnull=True), name="accreditation_once"
            ),
            period("accreditation", "started_on", "ended_on"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.started_on}"


class Assessor(ActorColumns):
    """A qualified assessor of an agency; `is_medical`: with a medical or nursing background."""

    agency = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("agency")
    )
    account = models.ForeignKey(
        "organisations.Account", models.PROTECT, null=True, related_name="+"
    )
    name = models.CharField(_("assessor"), max_length=60)
    certificate = models.CharField(_("certificate number"), max_length=60)
    is_medical = models.BooleanField(_("medical or nursing background"), default=False)
    started_on = models.DateField(_("assesses from"))
    ended_on = models.DateField(_("assesses until"), null=True)
    recorded_at = models.DateTimeField()

    objects: Any = AgencyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("agency", "certificate"),
                condition=Q(ended_on__isnull=True),
                name="assessor_once",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="assessor_name_given"),
            period("assessor", "started_on", "ended_on"),
        ]

    def __str__(self) -> str:
        return self.name
