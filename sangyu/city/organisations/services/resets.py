"""New passwords of privileged accounts: one administrator asks, another approves, each hands over one half."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations import rights
from sangyu.city.organisations.models import HALF_LABEL, Account, PasswordReset
from sangyu.city.organisations.services._passwords import first_password_set, password_half
from sangyu.city.organisations.services.accounts import account_held
from sangyu.city.organisations.types import ResetState
from sangyu.kernel import audit, clock, pii
from sangyu.kernel.access import load
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError, Forbidden


@transaction.atomic
def reset_ask(
    *, actor: Actor, account_id: int, reason: str, at: datetime | None = None
) -> tuple[PasswordReset, str]:
    """Ask for a privileged account's new password; returns the first half, shown once. The present one still holds.

    A request that waits already is withdrawn: its half may be lost.
    """
    at = at or clock.now()
    account = account_held(actor=actor, account_id=account_id, right=rights.ACCOUNT_MANAGE)
    if actor.account_id is None:
        raise Forbidden("reset-person", _("Only a person can ask for this."))
    if not reason.strip():
        raise DomainError(
            "reset-reason",
            _("A new password of a privileged account needs a reason."),
            field="reason",
            remedy=_("Write why, so that the security administrator can judge it."),
        )
    for old in PasswordReset.objects.filter(account=account, state=ResetState.WAITING):
        _close(actor, old, ResetState.WITHDRAWN, rights.RESET_WITHDRAWN, at)
    half = password_half()
    row = PasswordReset.objects.create(
        account=account, reason=reason.strip()[:200], first_half=pii.seal(half, HALF_LABEL),
        asked_by_id=actor.account_id, asked_at=at,
        expires_at=at + timedelta(hours=settings.SANGYU_RESET_HOURS),
    )  # fmt: skip
    _record(actor, rights.RESET_ASKED, row, at, {"reason": row.reason})
    return row, half


@transaction.atomic
def reset_approve(*, actor: Actor, reset_id: int, at: datetime | None = None) -> str:
    """Approve: from now on the two halves together are the password. Returns the second half, shown once."""
    at = at or clock.now()
    row = _waiting(actor, rights.PASSWORD_APPROVE, reset_id)
    if actor.account_id in {row.asked_by_id, row.account_id}:
        raise Forbidden(
            "reset-own",
            _("Who asked, and whose password it is, cannot approve it."),
            remedy=_("Another security administrator has to."),
        )
    if row.expires_at <= at:
        raise Conflict(
            "reset-expired",
            _("This request has expired."),
            remedy=_("The system administrator asks again."),
        )
    half = password_half()
    account = Account.objects.get_queryset().select_for_update().get(pk=row.account_id)
    first_password_set(account, f"{pii.open_(row.first_half or b'', HALF_LABEL)}-{half}", at)
    _close(actor, row, ResetState.APPROVED, rights.RESET_APPROVED, at)
    return half


@transaction.atomic
def reset_refuse(*, actor: Actor, reset_id: int, at: datetime | None = None) -> None:
    """Refuse: nothing changes."""
    row = _waiting(actor, rights.PASSWORD_APPROVE, reset_id)
    _close(actor, row, ResetState.REFUSED, rights.RESET_REFUSED, at or clock.now())


@transaction.atomic
def reset_withdraw(*, actor: Actor, reset_id: int, at: datetime | None = None) -> None:
    """Take a request back."""
    row = _waiting(actor, rights.ACCOUNT_MANAGE, reset_id)
    _close(actor, row, ResetState.WITHDRAWN, rights.RESET_WITHDRAWN, at or clock.now())


@transaction.atomic
def resets_expire(*, actor: Actor, at: datetime | None = None) -> int:
    """Close what nobody decided in time; returns how many."""
    at = at or clock.now()
    rows = PasswordReset.objects.select_for_update(of=("self",)).select_related("account")
    late = list(rows.filter(state=ResetState.WAITING, expires_at__lte=at))
    for row in late:
        _close(actor, row, ResetState.EXPIRED, rights.RESET_EXPIRED, at)
    return len(late)


def _waiting(actor: Actor, right: str, reset_id: int) -> PasswordReset:
    rows = PasswordReset.objects.select_for_update(of=("self",)).select_related("account")
    row: PasswordReset = load(rows, actor, right, pk=reset_id)
    if row.state != ResetState.WAITING:
        raise Conflict(
            "reset-decided",
            _("This request is closed already."),
            remedy=_("Look at the list again."),
        )
    return row


def _close(actor: Actor, row: PasswordReset, state: str, action: str, at: datetime) -> None:
    row.state, row.decided_at, row.decided_by_id = state, at, actor.account_id
    row.first_half = None
    row.save(update_fields=["state", "decided_at", "decided_by", "first_half"])
    _record(actor, action, row, at, {"state": str(state)})


def _record(
    actor: Actor, action: str, row: PasswordReset, at: datetime, after: dict[str, Any]
) -> None:
    audit.record(
        actor, action, kind="account", id=row.account_id, label=row.account.name, after=after, at=at
    )
