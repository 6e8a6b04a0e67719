"""What the trail keeps of sign-in and sign-out."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sangyu.city.organisations import rights
from sangyu.city.organisations.models import Account, Membership
from sangyu.kernel import audit
from sangyu.kernel.actors import Actor


@transaction.atomic
def signed_in(*, actor: Actor, account: Account, at: datetime | None = None) -> None:
    """Somebody signed in."""
    audit.record(actor, rights.SIGNED_IN, kind="account", id=account.pk, label=account.name, at=at)


@transaction.atomic
def signed_out(*, actor: Actor, account: Account, at: datetime | None = None) -> None:
    """Somebody signed out."""
    audit.record(actor, rights.SIGNED_OUT, kind="account", id=account.pk, label=account.name, at=at)


@transaction.atomic
def sign_in_failed(
    *, actor: Actor, username: str, is_locked: bool, at: datetime | None = None
) -> None:
    """A known account was tried in vain. Unknown names are not kept: people type passwords into the wrong box."""
    account = Account.objects.filter(username=username).first()
    if account is not None:
        action = rights.LOCKED if is_locked else rights.SIGN_IN_FAILED
        audit.record(actor, action, kind="account", id=account.pk, label=account.name, at=at)


@transaction.atomic
def post_switched(*, actor: Actor, membership: Membership, at: datetime | None = None) -> None:
    """The person acts in another of their posts from now on."""
    audit.record(
        actor, rights.POST_SWITCHED, kind="membership", id=membership.pk, label=actor.label,
        area_code=membership.area_code, after={"role": membership.role}, at=at,
    )  # fmt: skip
