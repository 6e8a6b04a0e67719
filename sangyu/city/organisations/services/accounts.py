"""Writes of accounts and their passwords."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from axes.utils import reset as axes_reset
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations import rights
from sangyu.city.organisations.models import Account
from sangyu.city.organisations.selectors import is_held
from sangyu.city.organisations.services._passwords import (
    first_password_set,
    is_privileged,
    password_half,
)
from sangyu.kernel import audit, clock
from sangyu.kernel.access import load, require
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError, Forbidden


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
    row = account_held(actor=actor, account_id=account_id, right=rights.ACCOUNT_MANAGE)
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
    row = account_held(actor=actor, account_id=account_id, right=rights.ACCOUNT_MANAGE)
    row.is_active = True
    row.save(update_fields=["is_active"])
    _record(actor, rights.ACCOUNT_REOPENED, row, at)


@transaction.atomic
def password_reset(*, actor: Actor, account_id: int, at: datetime | None = None) -> str:
    """Give the account a first password, to be changed at the next sign-in. Returned once, stored nowhere.

    A privileged account's takes two persons: `services.resets`.
    """
    at = at or clock.now()
    row = account_held(actor=actor, account_id=account_id, right=rights.ACCOUNT_MANAGE)
    if is_privileged(row) and not actor.is_system:
        raise Conflict(
            "password-needs-approval",
            _("A privileged account's password is reset by two persons."),
            remedy=_("Ask for it with a reason; the security administrator approves it."),
        )
    password = f"{password_half()}-{password_half()}"
    first_password_set(row, password, at)
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


def account_held(*, actor: Actor, account_id: int, right: str) -> Account:
    """The account, locked, for a change of the whole of it: all its posts in force must lie in the actor's area.

    Else a new password given in one town would open the work that the same person does in another.
    """
    rows = Account.objects.get_queryset().select_for_update()
    row = load(rows, actor, right, pk=account_id)
    if not is_held(actor=actor, account=row):
        raise Forbidden(
            "account-elsewhere",
            _("This account also works outside your area, so it is not yours alone to change."),
            remedy=_(
                "Ask the administrator of the area that holds all its posts, or withdraw only the post in yours."
            ),
        )
    return row


def _record(
    actor: Actor,
    action: str,
    row: Account,
    at: datetime | None,
    after: dict[str, Any] | None = None,
) -> None:
    audit.record(actor, action, kind="account", id=row.pk, label=row.name, after=after, at=at)
