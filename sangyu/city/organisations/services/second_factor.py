"""The second factor: an authenticator app's codes (TOTP, RFC 6238) and one-time backup codes."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from sangyu.city.organisations import rights
from sangyu.city.organisations.models import Account
from sangyu.city.organisations.services.accounts import ALPHABET
from sangyu.kernel import audit
from sangyu.kernel.access import load
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError

BACKUP_CODES = 10


@transaction.atomic
def second_factor_begin(*, actor: Actor, account: Account) -> TOTPDevice:
    """The app to be enrolled: the one begun before, or a new one. It counts only once a code has confirmed it."""
    if TOTPDevice.objects.filter(user=account, confirmed=True).exists():
        raise Conflict(
            "second-factor-there",
            _("A second factor is set up already."),
            remedy=_("To change it, ask the security administrator to remove the present one."),
        )
    device, _made = TOTPDevice.objects.get_or_create(
        user=account, confirmed=False, defaults={"name": "app"}
    )
    return device


@transaction.atomic
def second_factor_confirm(
    *, actor: Actor, account: Account, token: str, at: datetime | None = None
) -> tuple[TOTPDevice, list[str]]:
    """Confirm the app by one of its codes; returns it and the backup codes, which are shown once."""
    device = TOTPDevice.objects.select_for_update().filter(user=account, confirmed=False).first()
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
    """New backup codes; the old ones no longer count."""
    StaticDevice.objects.filter(user=account).delete()
    device = StaticDevice.objects.create(user=account, name="backup")
    codes = ["".join(secrets.choice(ALPHABET) for _i in range(8)) for _code in range(BACKUP_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    audit.record(
        actor, rights.BACKUP_CODES_RENEWED, kind="account", id=account.pk, label=account.name, at=at
    )
    return codes


@transaction.atomic
def second_factor_remove(*, actor: Actor, account_id: int, at: datetime | None = None) -> None:
    """Take a lost second factor away; the account sets up a new one at its next sign-in."""
    account = load(Account.objects.get_queryset(), actor, rights.LOCK_RELEASE, pk=account_id)
    TOTPDevice.objects.filter(user=account).delete()
    StaticDevice.objects.filter(user=account).delete()
    audit.record(
        actor,
        rights.SECOND_FACTOR_REMOVED,
        kind="account",
        id=account.pk,
        label=account.name,
        at=at,
    )
