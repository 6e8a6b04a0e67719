"""Writes of accounts and their passwords."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from axes.utils import reset as axes_reset
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations import rights
from sangyu.city.organisations.models import Account
from sangyu.kernel import audit, clock
from sangyu.kernel.access import load, require
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import DomainError

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody mistakes for one another when a first password is read out."""


@transaction.atomic
def account_open(
    *,
    actor: Actor,
    username: str,
    name: str,
    password: str | None,
    at: datetime | None = None,
    **fields: Any,
) -> Account:
    """Open an account; it can do nothing until a post is granted."""
    require(actor, rights.ACCOUNT_MANAGE)
    at = at or clock.now()
    row = Account.objects.create_user(
        username, password, name=name, **{"password_changed_at": at, **fields}
    )
    _record(actor, rights.ACCOUNT_OPENED, row, at, after={"username": username})
    return row


@transaction.atomic
def account_close(
    *, actor: Actor, account_id: int, reason: str, at: datetime | None = None
) -> None:
    """Close an account: nobody can sign in with it; its posts and its trail stay."""
    row = load(
        Account.objects.get_queryset().select_for_update(),
        actor,
        rights.ACCOUNT_MANAGE,
        pk=account_id,
    )
    if row.pk == actor.account_id:
        raise DomainError(
            "account-own",
            _("You cannot close your own account."),
            remedy=_("Ask another system administrator."),
        )
    row.is_active = False
    row.save(update_fields=["is_active"])
    _record(actor, rights.ACCOUNT_CLOSED, row, at, after={"reason": reason})


@transaction.atomic
def account_reopen(*, actor: Actor, account_id: int, at: datetime | None = None) -> None:
    """Open a closed account again."""
    row = load(
        Account.objects.get_queryset().select_for_update(),
        actor,
        rights.ACCOUNT_MANAGE,
        pk=account_id,
    )
    row.is_active = True
    row.save(update_fields=["is_active"])
    _record(actor, rights.ACCOUNT_REOPENED, row, at)


@transaction.atomic
def password_reset(*, actor: Actor, account_id: int, at: datetime | None = None) -> str:
    """Give the account a first password, to be changed at the next sign-in. Returned once, stored nowhere."""
    at = at or clock.now()
    row = load(
        Account.objects.get_queryset().select_for_update(),
        actor,
        rights.ACCOUNT_MANAGE,
        pk=account_id,
    )
    password = "-".join("".join(secrets.choice(ALPHABET) for _i in range(4)) for _group in range(4))
    row.set_password(password)
    row.must_change_password, row.password_changed_at = True, at
    row.save(update_fields=["password", "must_change_password", "password_changed_at"])
    _record(actor, rights.PASSWORD_RESET, row, at)
    return password


@transaction.atomic
def password_change(
    *, actor: Actor, account: Account, old: str, new: str, at: datetime | None = None
) -> None:
    """Change one's own password."""
    at = at or clock.now()
    if not account.check_password(old):
        raise DomainError(
            "password-wrong",
            _("The present password is not right."),
            field="old",
            remedy=_("Type it again, or ask the system administrator for a new one."),
        )
    if old == new:
        raise DomainError(
            "password-same",
            _("The new password is the present one."),
            field="new",
            remedy=_("Choose another."),
        )
    try:
        validate_password(new, account)
    except ValidationError as error:
        raise DomainError("password-weak", " ".join(error.messages), field="new") from error
    account.set_password(new)
    account.must_change_password, account.password_changed_at = False, at
    account.save(update_fields=["password", "must_change_password", "password_changed_at"])
    _record(actor, rights.PASSWORD_CHANGED, account, at)


@transaction.atomic
def lock_release(*, actor: Actor, account_id: int, at: datetime | None = None) -> None:
    """Let somebody sign in again before the lock's time is over."""
    row = load(Account.objects.get_queryset(), actor, rights.LOCK_RELEASE, pk=account_id)
    axes_reset(username=row.username)
    _record(actor, rights.LOCK_RELEASED, row, at)


@transaction.atomic
def language_choose(
    *, actor: Actor, account: Account, language: str, at: datetime | None = None
) -> None:
    """Remember the language of an account's pages and notices."""
    before = account.language
    account.language = language
    account.save(update_fields=["language"])
    audit.record(
        actor, rights.LANGUAGE_CHOSEN, kind="account", id=account.pk, label=account.name,
        before={"language": before}, after={"language": language}, at=at,
    )  # fmt: skip


def _record(
    actor: Actor,
    action: str,
    row: Account,
    at: datetime | None,
    after: dict[str, Any] | None = None,
) -> None:
    audit.record(actor, action, kind="account", id=row.pk, label=row.name, after=after, at=at)
