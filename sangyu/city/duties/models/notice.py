"""Notices: what the bell shows."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from sangyu.city.duties.rights import DUTY_VIEW
from sangyu.kernel.access import ScopedQuerySet
from sangyu.kernel.actors import Actor


class NoticeQuerySet(ScopedQuerySet["Notice"]):
    """Notices, seen only by their recipient: the account, or everybody who works on duties for the unit.

    Administrators, carers and families have a post in a unit as well, but no part in its duties.
    """

    def visible_to(self, actor: Actor) -> Self:
        mine = Q(account_id=actor.account_id, account_id__isnull=False)
        if actor.subject_ids is not None or not actor.may(DUTY_VIEW):
            return self.filter(mine)
        ours = Q(organisation_id=actor.organisation_id, organisation_id__isnull=False)
        return self.filter(mine | ours & ~Exists(_told_in_person(actor)))


def _told_in_person(actor: Actor) -> models.QuerySet[Any, Any]:
    """The same news to the account itself: a director of the unit that oversees reads it once, not twice."""
    same = {name: OuterRef(name) for name in ("duty_id", "code", "made_at")}
    return Notice.objects.filter(account_id__isnull=False, account=actor.account_id, **same)


class Notice(models.Model):
    """One notice. Its sentence is made in the reader's language from `code` and `words` (see `notices`)."""

    account = models.ForeignKey(
        "organisations.Account", models.CASCADE, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", models.CASCADE, null=True, blank=True, related_name="+"
    )
    code = models.CharField(_("code"), max_length=60)
    words = models.JSONField(_("words"), default=dict, blank=True)
    link = models.CharField(_("link"), max_length=300, blank=True)
    duty = models.ForeignKey(
        "duties.Duty", models.CASCADE, null=True, blank=True, related_name="notices"
    )
    made_at = models.DateTimeField(_("made at"))
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    objects: Any = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-id")
        indexes = [
            models.Index(
                fields=("account", "made_at"), condition=Q(read_at__isnull=True),
                name="notice_account_unread",
            ),
            models.Index(
                fields=("organisation", "made_at"), condition=Q(read_at__isnull=True),
                name="notice_unit_unread",
            ),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False, organisation__isnull=True)
                | Q(account__isnull=True, organisation__isnull=False),
                name="notice_one_recipient",
            ),
        ]

    def __str__(self) -> str:
        return self.code
