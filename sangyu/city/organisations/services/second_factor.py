"""The second factor: an authenticator app's codes (TOTP, RFC 6238) and one-time backup codes."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations import rights
from sangyu.city.organisations.devices import code_digest
from sangyu.city.organisations.models import Account, AuthenticatorApp, BackupCode, BackupCodes
from sangyu.city.organisations.services._passwords import ALPHABET
from sangyu.city.organisations.services.accounts import account_held
from sangyu.kernel import audit
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError

BACKUP_CODES = 10
CODE_LETTERS = 10


@transaction.atomic
def second_factor_begin(*, actor: Actor, account: Account) -> AuthenticatorApp:
    """The app to be enrolled: the one begun before, or a new one. It counts only once a code has confirmed it."""
    if AuthenticatorApp.objects.filter(user=account, confirmed=True).exists():
        raise Conflict(
            "second-factor-there",
            _("A second factor is set up already."),
            remedy=_("To change it, ask the security administrator to remove the present one."),
        )
    device: AuthenticatorApp
    device, _made = AuthenticatorApp.objects.get_or_create(
        user=account, confirmed=False, defaults={"name": "app"}
    )
    return device


@transaction.atomic
def second_factor_confirm(
    *, actor: Actor, account: Account, token: str, at: datetime | None = None
) -> tuple[AuthenticatorApp, list[str]]:
    """Confirm the app by one of its codes; returns it and the backup codes, which are shown once."""
    device = (
        AuthenticatorApp.objects.select_for_update().filter(user=account, confirmed=False).first()
    )
    if device is None or not device.verify_token(token):
        raise DomainError(
            "second-factor-code-wrong",
            _("This code is not right."),
            field="token",
            remedy=_("Wait for the app's next code; check that the telephone's clock is right."),
        )
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    audit.record(
        actor, rights.SECOND_FACTOR_SET, kind="account", id=account.pk, label=account.name, at=at
    )
    return device, backup_codes_renew(actor=actor, account=account, at=at)


@transaction.atomic
def backup_codes_renew(*, actor: Actor, account: Account, at: datetime | None = None) -> list[str]:
    """New backup codes, returned once and kept as digests; the old ones no longer count."""
    BackupCodes.objects.filter(user=account).delete()
    device = BackupCodes.objects.create(user=account, name="backup")
    codes = [
        "".join(secrets.choice(ALPHABET) for _i in range(CODE_LETTERS))
        for _code in range(BACKUP_CODES)
    ]
    BackupCode.objects.bulk_create(
        BackupCode(device=device, digest=code_digest(code, device.salt)) for code in codes
    )
    audit.record(
        actor, rights.BACKUP_CODES_RENEWED, kind="account", id=account.pk, label=account.name, at=at
    )
    return codes


@transaction.atomic
def second_factor_remove(*, actor: Actor, account_id: int, at: datetime | None = None) -> None:
    """Take a lost second factor away; the account sets up a new one at its next sign-in."""
    account = account_held(actor=actor, account_id=account_id, right=rights.LOCK_RELEASE)
    AuthenticatorApp.objects.filter(user=account).delete()
    BackupCodes.objects.filter(user=account).delete()
    audit.record(
        actor,
        rights.SECOND_FACTOR_REMOVED,
        kind="account",
        id=account.pk,
        label=account.name,
        at=at,
    )
