"""Linking a family member's account to their elder."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sangyu.city.organisations.selectors import account_named, membership_list
from sangyu.city.organisations.types import Role
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError
from sangyu.people.registry import audit_codes, rights
from sangyu.people.registry.models import FamilyLink
from sangyu.people.registry.models.columns import actor_values
from sangyu.people.registry.services import _telling
from sangyu.people.registry.services._rows import elder_for_change


@transaction.atomic
def family_link(
    *, actor: Actor, elder_id: int, username: str, relation: str = "", at: datetime | None = None
) -> FamilyLink:
    """Let a family account see an elder's record. The account must have a family post that covers the elder's area."""
    elder = elder_for_change(actor, elder_id, rights.ELDER_EDIT)
    at = at or clock.now()
    account = account_named(username.strip())
    posts = membership_list(account=account) if account else []
    fits = [
        post
        for post in posts
        if post.role == Role.FAMILY and elder.area_code.startswith(post.area_code)
    ]
    if account is None or not fits:
        raise DomainError(
            "no-family-account",
            _("There is no family account of this name for this area."),
            field="username",
            remedy=_("Check the name they sign in with, or have the account opened first."),
        )
    if FamilyLink.objects.filter(elder=elder, account=account, ended_on__isnull=True).exists():
        raise Conflict(
            "family-linked",
            _("This account sees the record already."),
            field="username",
            remedy=_("Nothing is left to do."),
        )
    link = FamilyLink.objects.create(
        elder=elder,
        account=account,
        relation=relation,
        started_on=clock.legal_day(at),
        **actor_values(actor),
    )
    after = {"account": account.pk, "relation": relation}
    _telling.record(actor, audit_codes.LINKED, elder, after=after, at=at)
    return link


@transaction.atomic
def family_unlink(*, actor: Actor, elder_id: int, link_id: int, at: datetime | None = None) -> None:
    """The account no longer sees the record."""
    elder = elder_for_change(actor, elder_id, rights.ELDER_EDIT)
    at = at or clock.now()
    row = FamilyLink.objects.filter(elder=elder, pk=link_id, ended_on__isnull=True).first()
    if row is None:
        raise Conflict(
            "family-unlinked",
            _("This link has ended already."),
            remedy=_("Open the record again."),
        )
    row.ended_on = clock.legal_day(at)
    row.save(update_fields=["ended_on"])
    _telling.record(actor, audit_codes.UNLINKED, elder, after={"account": row.account_id}, at=at)
