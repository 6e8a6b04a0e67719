"""Writes of posts."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations import rights
from sangyu.city.organisations.models import Account, Membership, Organisation
from sangyu.city.organisations.types import ADMINISTRATOR_ROLES, PRIVILEGED_ROLES
from sangyu.kernel import audit
from sangyu.kernel.access import ensure_still_visible, load, require, require_area
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError


@transaction.atomic
def membership_grant(  # noqa: PLR0913  a post has this many facts
    *,
    actor: Actor,
    account: Account,
    organisation: Organisation,
    role: str,
    on: date,
    area_code: str = "",
    at: datetime | None = None,
) -> Membership:
    """Give an account a post, within the unit's area or a narrower one. Administrators stay apart (三员分立)."""
    require(actor, rights.POST_GRANT)
    if account.pk == actor.account_id:
        raise DomainError(
            "post-own",
            _("You cannot give a post to yourself."),
            remedy=_("Ask another security administrator."),
        )
    require_area(actor, organisation.area_code)
    area_code = area_code or organisation.area_code
    if not area_code.startswith(organisation.area_code):
        raise DomainError(
            "post-area-outside",
            _("The area of the post lies outside the unit's own area."),
            field="area_code",
            remedy=_("Choose an area within the unit's."),
        )
    _keep_administrators_apart(account, role)
    row = Membership(
        account=account, organisation=organisation, role=role, started_on=on, area_code=area_code
    )
    row.full_clean()
    row.save()
    ensure_still_visible(row, Membership.objects.all(), actor)
    if role in PRIVILEGED_ROLES and not actor.is_system:
        _void_first_password(actor, account, at)
    audit.record(
        actor, rights.POST_GRANTED, kind="membership", id=row.pk, area_code=row.area_code,
        label=account.name, at=at,
        after={"role": str(role), "organisation": organisation.name, "area_code": row.area_code},
    )  # fmt: skip
    return row


@transaction.atomic
def membership_end(
    *, actor: Actor, membership_id: int, on: date, at: datetime | None = None
) -> Membership:
    """Withdraw a post: it ends on this day and does not count on it any more."""
    rows = Membership.objects.select_for_update(of=("self",)).select_related("account")
    row: Membership = load(rows, actor, rights.POST_GRANT, pk=membership_id)
    if row.ended_on is not None:
        raise Conflict(
            "post-ended",
            _("This post has ended already."),
            remedy=_("Look at the account's posts again."),
        )
    row.ended_on = on
    row.full_clean()
    row.save(update_fields=["ended_on"])
    audit.record(
        actor, rights.POST_ENDED, kind="membership", id=row.pk, area_code=row.area_code,
        label=row.account.name, after={"ended_on": on}, at=at,
    )  # fmt: skip
    return row


def _void_first_password(actor: Actor, account: Account, at: datetime | None) -> None:
    """Whoever opened the account knows its first password; it must not open a privileged post."""
    row = Account.objects.get_queryset().select_for_update().get(pk=account.pk)
    if not row.must_change_password:
        return
    row.set_unusable_password()
    row.save(update_fields=["password"])
    audit.record(actor, rights.PASSWORD_VOIDED, kind="account", id=row.pk, label=row.name, at=at)


def _keep_administrators_apart(account: Account, role: str) -> None:
    if role not in ADMINISTRATOR_ROLES:
        return
    Account.objects.get_queryset().select_for_update().get(pk=account.pk)  # one grant at a time
    others = account.memberships.filter(
        role__in=ADMINISTRATOR_ROLES - {role}, ended_on__isnull=True
    )
    if others.exists():
        raise Conflict(
            "administrators-apart",
            _("One person cannot be two of the three administrators."),
            remedy=_(
                "Give this post to another account, or end the other administrator's post first."
            ),
        )
