"""Kept files."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.access import ScopedQuerySet, in_area
from sangyu.kernel.actors import Actor
from sangyu.kernel.attachments.types import FileKind


class AttachmentQuerySet(ScopedQuerySet["Attachment"]):
    """Files. The area narrows; who may open one is decided by the room of what it proves (`registry`)."""

    def visible_to(self, actor: Actor) -> Self:
        """System actors see all of their area; everybody else goes through the owner's room."""
        if actor.is_system:
            return self.filter(in_area(actor.area_code))
        return self.none()


def place_of(row: Attachment, _name: str) -> str:
    """Where the bytes lie: the name says nothing about their content, and spreads over folders."""
    return f"attachments/{row.ref.hex[:2]}/{row.ref.hex}.{row.kind}"


class Attachment(models.Model):
    """One file: its bytes under MEDIA, its digest, who attached it, what it proves."""

    ref = models.UUIDField(_("reference"), default=uuid.uuid4, editable=False)
    bundle = models.UUIDField(_("attached together"))
    owner_kind = models.CharField(_("kind of object"), max_length=60)
    owner_id = models.CharField(_("object"), max_length=64)
    owner_label = models.CharField(_("name of the object"), max_length=200, blank=True)
    area_code = models.CharField(_("area"), max_length=12, blank=True)
    name = models.CharField(_("name"), max_length=130)
    kind = models.CharField(_("kind"), max_length=8, choices=FileKind.choices)
    size = models.PositiveIntegerField(_("size"))
    digest = models.CharField(_("SM3"), max_length=64)
    file = models.FileField(_("file"), upload_to=place_of, max_length=80)
    added_at = models.DateTimeField(_("attached at"))
    added_by = models.CharField(_("by"), max_length=200)
    account_id = models.BigIntegerField(_("account"), null=True)
    is_final = models.BooleanField(_("accepted with its proof"), default=False)

    objects: Any = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ("added_at", "id")
        indexes = [
            models.Index(fields=("owner_kind", "owner_id"), name="attachment_owner"),
            models.Index(fields=("bundle",), name="attachment_bundle"),
        ]
        constraints = [
            models.UniqueConstraint(fields=("ref",), name="attachment_ref_once"),
            models.CheckConstraint(
                condition=Q(kind__in=FileKind.values), name="attachment_kind_known"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="attachment_not_empty"),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="attachment_digest"
            ),
            models.CheckConstraint(
                condition=~Q(owner_kind="") & ~Q(owner_id=""), name="attachment_has_owner"
            ),
        ]

    def __str__(self) -> str:
        return self.name
