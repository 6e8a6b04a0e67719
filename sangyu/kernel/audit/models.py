"""The entries, the seals over them, and the results of checking both.

All three are append-only: triggers of the migration refuse UPDATE, DELETE and TRUNCATE of entries and seals.
"""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.access import ScopedQuerySet, in_area_or_of_the_system
from sangyu.kernel.actors import Actor


class EntryQuerySet(ScopedQuerySet["AuditEntry"]):
    """Entries; those without an area concern the system itself and show only to whole-city or county actors."""

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(in_area_or_of_the_system(actor))


class AuditEntry(models.Model):
    """One thing done by one actor to one object. The actor is copied by value and outlives its account."""

    at = models.DateTimeField(_("time"))
    actor_kind = models.CharField(_("kind of actor"), max_length=10)
    actor_label = models.CharField(_("who"), max_length=200)
    account_id = models.BigIntegerField(_("account"), null=True)
    membership_id = models.BigIntegerField(_("post"), null=True)
    organisation_id = models.BigIntegerField(_("unit number"), null=True)
    organisation_name = models.CharField(_("unit"), max_length=200)
    role = models.CharField(_("role"), max_length=40)
    actor_area = models.CharField(_("actor's area"), max_length=12)
    action = models.CharField(_("action"), max_length=100)
    object_kind = models.CharField(_("kind of object"), max_length=60)
    object_id = models.CharField(_("object number"), max_length=64)
    object_label = models.CharField(_("object"), max_length=200)
    area_code = models.CharField(_("area"), max_length=12)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)
    clause = models.CharField(_("clause"), max_length=200)
    purpose = models.CharField(_("purpose"), max_length=500)
    request_id = models.CharField(_("request number"), max_length=64)

    objects: Any = EntryQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        default_permissions = ()
        indexes = [
            models.Index(fields=("object_kind", "object_id", "id"), name="audit_entry_object"),
            models.Index(fields=("account_id", "id"), name="audit_entry_account"),
            models.Index(fields=("actor_label", "id"), name="audit_entry_who"),
            models.Index(fields=("action", "id"), name="audit_entry_action"),
            models.Index(fields=("request_id",), name="audit_entry_request"),
            models.Index(fields=("area_code",), name="audit_entry_area"),
            models.Index(fields=("at",), name="audit_entry_at"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(actor_kind__in=("account", "system")), name="audit_entry_actor_kind"
            ),
            models.CheckConstraint(
                condition=~Q(action="pii.viewed") | ~Q(purpose=""),
                name="audit_entry_view_has_purpose",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.action}"


class AuditSeal(models.Model):
    """A seal over a batch of entries: their numbers and SM3 digests, chained to the seal before it."""

    number = models.BigIntegerField(_("number"), primary_key=True)
    sealed_at = models.DateTimeField(_("sealed"))
    first_entry = models.BigIntegerField(_("first entry"))
    last_entry = models.BigIntegerField(_("last entry"))
    count = models.IntegerField(_("entries"))
    entry_ids = models.BinaryField(_("entry numbers"))  # count × 8 bytes, big-endian
    digests = models.BinaryField(_("digests"))  # count × 32 bytes, same order
    previous_hash = models.BinaryField(_("hash of the seal before"), max_length=32)
    hash = models.BinaryField(_("hash"), max_length=32)

    objects: Any = models.Manager()

    class Meta:
        ordering = ("number",)
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="audit_seal_number"),
            models.CheckConstraint(
                condition=Q(count__gte=1) & Q(last_entry__gte=F("first_entry")),
                name="audit_seal_range",
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class AuditCheck(models.Model):
    """The result of one verification, so that the pages can say when the trail was last found whole."""

    at = models.DateTimeField(_("checked"))
    entries = models.BigIntegerField(_("entries"))
    sealed = models.BigIntegerField(_("sealed entries"))
    seals = models.BigIntegerField(_("seals"))
    findings = models.IntegerField(_("findings"))
    report = models.JSONField(_("report"))

    objects: Any = models.Manager()

    class Meta:
        ordering = ("-at",)
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.findings}"
