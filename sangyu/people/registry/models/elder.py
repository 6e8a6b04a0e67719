"""The elder: one wide row with the current state."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.kernel.access import ScopedQuerySet, in_area
from sangyu.kernel.actors import Actor
from sangyu.people.registry import types
from sangyu.people.registry.models.columns import (
    area_code_column,
    area_digits,
    bigram_index,
    code_column,
    known,
)

LISTED = ("status", "birth_date", "sex", "living", "ability_level", "area_code")
"""Columns that lists filter by: carried in the index that sorts them, so that only the rows of the page are read."""
SCOPED = ("status", "area_code")
"""What every list narrows by: with it in the index, counting a search reads no rows at all."""
NARROWED = ("name_pinyin", *(name for name in LISTED if name != "birth_date"))


def lives_in(area_code: str) -> Q:
    """In an area: for a town or a community an equality, so that the index that begins with it also sorts the list."""
    if len(area_code) == 9:
        return Q(town_code=area_code)
    if len(area_code) == 12:
        return Q(area_code=area_code)
    return in_area(area_code)


class ElderQuerySet(ScopedQuerySet["Elder"]):
    """Elders; visible within the actor's area, to a family member only their own; merged records never."""

    def visible_to(self, actor: Actor) -> Self:
        """The one chokepoint of every list, search, export and API of the registry."""
        rows = self.filter(lives_in(actor.area_code)).exclude(status=types.Status.MERGED)
        if actor.subject_ids is not None:
            rows = rows.filter(pk__in=actor.subject_ids)
        return rows

    def present(self) -> Self:
        """Those on the register today."""
        return self.filter(status=types.Status.PRESENT)


class Elder(models.Model):
    """A person aged 60 and over. Sealed columns hold ciphertext (kernel.pii), `_index` their keyed blind index."""

    ref = models.UUIDField(_("reference"), default=uuid.uuid4, unique=True, editable=False)
    # identity
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=60)
    name_pinyin = models.CharField(_("name in pinyin"), max_length=240, default="")
    name_initials = models.CharField(_("initials"), max_length=60, default="")
    id_kind = code_column(_("paper"), types.IdKind, types.IdKind.RESIDENT)
    id_sealed = models.BinaryField(_("ID number"), null=True)
    id_index = models.BinaryField(max_length=32, null=True)
    sex = code_column(_("sex"), types.Sex, types.Sex.UNKNOWN)
    birth_date = models.DateField(_("date of birth"))
    ethnicity = models.CharField(_("ethnic group"), max_length=2, default="")
    education = models.CharField(_("education"), max_length=2, default="")
    marriage = models.CharField(_("marriage"), max_length=2, default="")
    phone_sealed = models.BinaryField(_("phone"), null=True)
    phone_index = models.BinaryField(max_length=32, null=True)
    # residence and household registration
    area_code = area_code_column()
    town_code = models.GeneratedField(
        expression=Left("area_code", 9),
        output_field=models.CharField(max_length=9),
        db_persist=True,
    )
    address = models.CharField(_("address"), max_length=200, default="")
    household_no = models.CharField(_("household number"), max_length=30, default="")
    hukou_kind = code_column(_("household registration"), types.HukouKind, types.HukouKind.UNKNOWN)
    hukou_area_code = models.CharField(_("registered in"), max_length=12, default="")
    hukou_address = models.CharField(_("registered address"), max_length=200, default="")
    residence_kind = code_column(_("residence"), types.ResidenceKind, types.ResidenceKind.UNKNOWN)
    # how the elder lives
    living = code_column(_("lives"), types.Living, types.Living.UNKNOWN)
    children_nearby = code_column(
        _("nearest child"), types.ChildrenNearby, types.ChildrenNearby.UNKNOWN
    )
    ability_level = models.SmallIntegerField(_("ability level"), null=True)
    ability_assessed_on = models.DateField(_("assessed on"), null=True)
    ability_source = code_column(
        _("source of the level"), types.AbilitySource, types.AbilitySource.NONE
    )
    self_care = code_column(_("self-care"), types.SelfCare, types.SelfCare.UNKNOWN)
    medical_insurance = code_column(
        _("medical insurance"), types.MedicalInsurance, types.MedicalInsurance.UNKNOWN
    )
    pension_kind = code_column(_("pension"), types.PensionKind, types.PensionKind.UNKNOWN)
    ltci = code_column(_("care insurance"), types.CareInsurance, types.CareInsurance.UNKNOWN)
    disability_kind = code_column(
        _("disability"), types.DisabilityKind, types.DisabilityKind.UNKNOWN
    )
    disability_grade = models.SmallIntegerField(_("disability grade"), null=True)
    support_form = code_column(_("destitute support"), types.SupportForm, types.SupportForm.NONE)
    wants_home = code_column(_("wishes to enter a home"), types.WantsHome, types.WantsHome.UNKNOWN)
    # bank card for allowances
    bank_name = models.CharField(_("bank"), max_length=60, default="")
    bank_holder = models.CharField(_("account holder"), max_length=60, default="")
    bank_sealed = models.BinaryField(_("bank account"), null=True)
    bank_index = models.BinaryField(max_length=32, null=True)
    # the record
    status = code_column(_("status"), types.Status, types.Status.PRESENT)
    registered_on = models.DateField(_("on the register from"))
    left_on = models.DateField(_("left on"), null=True)
    left_reason = models.CharField(
        _("why"), max_length=24, choices=types.LeftReason.choices, default=""
    )
    source = code_column(_("source"), types.Source, types.Source.COMMUNITY_VISIT)
    batch = models.ForeignKey(
        "registry.ImportBatch", models.PROTECT, null=True, related_name="elders", db_index=False
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="merged_from", db_index=False
    )
    version = models.IntegerField(_("version"), default=1)
    updated_at = models.DateTimeField(_("changed at"))

    objects: Any = ElderQuerySet.as_manager()

    class Meta:
        verbose_name = _("elder")
        verbose_name_plural = _("elders")
        indexes = [
            models.Index(
                fields=("town_code", "name_pinyin", "id"), include=LISTED, name="elder_town_pinyin"
            ),
            models.Index(
                fields=("town_code", "name_initials", "id"),
                include=SCOPED,
                name="elder_town_initials",
            ),
            models.Index(
                fields=("town_code", "name", "id"), include=SCOPED, name="elder_town_name"
            ),
            models.Index(
                fields=("town_code", "birth_date", "id"), include=NARROWED, name="elder_town_birth"
            ),
            models.Index(fields=("area_code", "name_pinyin", "id"), name="elder_area_pinyin"),
            models.Index(fields=("name_pinyin", "id"), include=LISTED, name="elder_pinyin"),
            models.Index(fields=("name_initials", "id"), include=SCOPED, name="elder_initials"),
            models.Index(fields=("name", "id"), include=SCOPED, name="elder_name"),
            models.Index(
                fields=("phone_index",), condition=Q(phone_index__isnull=False), name="elder_phone"
            ),
            models.Index(
                fields=("left_on", "id"), condition=Q(left_on__isnull=False), name="elder_left"
            ),
            models.Index(fields=("batch",), condition=Q(batch__isnull=False), name="elder_batch"),
            models.Index(
                fields=("merged_into",),
                condition=Q(merged_into__isnull=False),
                name="elder_merged_into",
            ),
            bigram_index("address", "elder_address_grams"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("id_index", "id_kind"),
                condition=Q(id_index__isnull=False) & ~Q(status=types.Status.MERGED),
                name="elder_id_once",
            ),
            area_digits("elder"),
            models.CheckConstraint(
                condition=Q(id_kind=types.IdKind.NONE, id_sealed__isnull=True)
                | (~Q(id_kind=types.IdKind.NONE) & Q(id_sealed__isnull=False)),
                name="elder_id_by_kind",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{part}_sealed__isnull": True, f"{part}_index__isnull": True})
                    | Q(**{f"{part}_sealed__isnull": False, f"{part}_index__isnull": False}),
                    name=f"elder_{part}_sealed_with_index",
                )
                for part in ("id", "phone", "bank")
            ),
            models.CheckConstraint(condition=~Q(name=""), name="elder_name_given"),
            models.CheckConstraint(
                condition=Q(ability_level__isnull=True) | Q(ability_level__range=(0, 4)),
                name="elder_ability_level_known",
            ),
            models.CheckConstraint(
                condition=Q(disability_grade__isnull=True) | Q(disability_grade__range=(1, 4)),
                name="elder_disability_grade_known",
            ),
            models.CheckConstraint(
                condition=Q(status=types.Status.PRESENT, left_on__isnull=True, left_reason="")
                | Q(
                    status=types.Status.DIED,
                    left_on__isnull=False,
                    left_reason=types.LeftReason.DEATH,
                )
                | Q(
                    status=types.Status.MOVED,
                    left_on__isnull=False,
                    left_reason=types.LeftReason.MOVED_OUT,
                )
                | Q(status=types.Status.MERGED),
                name="elder_left_by_status",
            ),
            models.CheckConstraint(
                condition=Q(status=types.Status.MERGED, merged_into__isnull=False)
                | (~Q(status=types.Status.MERGED) & Q(merged_into__isnull=True)),
                name="elder_merged_by_status",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="elder_merged_into_other",
            ),
            models.CheckConstraint(
                condition=Q(birth_date__gte="1880-01-01"), name="elder_birth_plausible"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("birth_date")),
                name="elder_left_after_birth",
            ),
            known("elder", "id_kind", types.IdKind),
            known("elder", "sex", types.Sex),
            known("elder", "status", types.Status),
            known("elder", "living", types.Living),
            known("elder", "children_nearby", types.ChildrenNearby),
            known("elder", "residence_kind", types.ResidenceKind),
            known("elder", "hukou_kind", types.HukouKind),
            known("elder", "self_care", types.SelfCare),
            known("elder", "medical_insurance", types.MedicalInsurance),
            known("elder", "pension_kind", types.PensionKind),
            known("elder", "ltci", types.CareInsurance),
            known("elder", "disability_kind", types.DisabilityKind),
            known("elder", "support_form", types.SupportForm),
            known("elder", "wants_home", types.WantsHome),
            known("elder", "ability_source", types.AbilitySource),
            known("elder", "source", types.Source),
        ]

    def __str__(self) -> str:
        return self.name
