"""The second factor's tables: the app's secret is sealed (SM4-GCM), backup codes are kept as digests.

They are django-otp's devices by interface, so that `match_token`, its throttling and its middleware serve them.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from base64 import b32encode
from hmac import compare_digest
from typing import Any, ClassVar
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_otp.models import Device, DeviceManager, ThrottlingMixin, TimestampMixin
from django_otp.oath import TOTP

from sangyu.kernel import pii

SECRET_LABEL = "totp-secret"
SECRET_BYTES = 20
SALT_BYTES = 16
ROUNDS = 100_000
"""PBKDF2 rounds of a backup code's digest: a code has 50 random bits, so a stolen table tells none of them."""


def new_secret() -> bytes:
    """A fresh sealed secret; sealed as hex, the form in which authenticator secrets travel."""
    return pii.seal(secrets.token_hex(SECRET_BYTES), SECRET_LABEL)


def new_salt() -> bytes:
    """A salt for one set of backup codes."""
    return secrets.token_bytes(SALT_BYTES)


def code_digest(code: str, salt: bytes) -> bytes:
    """What is kept of a backup code. One salt for a set: a code that is typed in is hashed once, not ten times."""
    return hashlib.pbkdf2_hmac("sha256", code.encode(), salt, ROUNDS)


class AuthenticatorApp(TimestampMixin, ThrottlingMixin, Device):  # type: ignore[misc]  # django-otp is untyped
    """An authenticator app (TOTP, RFC 6238). It counts once `confirmed`."""

    secret = pii.SealedField(label=SECRET_LABEL, default=new_secret, editable=False)
    drift = models.SmallIntegerField(_("steps the telephone's clock is off"), default=0)
    last_step = models.BigIntegerField(_("last step used"), default=-1)

    objects: Any = DeviceManager()

    STEP_SECONDS: ClassVar[int] = 30
    DIGITS: ClassVar[int] = 6

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("user", "confirmed"), name="authenticator_app_once"),
        ]

    @property
    def bin_key(self) -> bytes:
        """The secret in clear. Only for checking a code and for the page that sets the app up."""
        return bytes.fromhex(pii.open_(self.secret, SECRET_LABEL))

    def verify_token(self, token: str) -> bool:
        """True for a code of now, one step early or late; no code counts twice."""
        allowed, _why = self.verify_is_allowed()
        if not allowed:
            return False
        totp = TOTP(self.bin_key, self.STEP_SECONDS, 0, self.DIGITS, self.drift)
        totp.time = time.time()
        if not (token.isdecimal() and totp.verify(int(token), 1, self.last_step + 1)):
            self.throttle_increment(commit=True)
            return False
        self.last_step, self.drift = totp.t(), totp.drift
        self.throttle_reset(commit=False)
        self.set_last_used_timestamp(commit=False)
        self.save()
        return True

    def get_throttle_factor(self) -> int:
        """Seconds, doubled with each failure."""
        return 1

    @property
    def config_url(self) -> str:
        """What the QR code says to the app."""
        issuer = settings.OTP_TOTP_ISSUER
        query = urlencode(
            {
                "secret": b32encode(self.bin_key).decode(),
                "algorithm": "SHA1",
                "digits": self.DIGITS,
                "period": self.STEP_SECONDS,
                "issuer": issuer,
            }
        )
        return f"otpauth://totp/{quote(f'{issuer}:{self.user.get_username()}')}?{query}"


class BackupCodes(TimestampMixin, ThrottlingMixin, Device):  # type: ignore[misc]  # django-otp is untyped
    """A set of one-time codes for the day the telephone is lost."""

    salt = models.BinaryField(max_length=SALT_BYTES, default=new_salt)

    objects: Any = DeviceManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("user",), name="backup_codes_once")]

    def verify_token(self, token: str) -> bool:
        """True for a code of the set, which is used up by it."""
        allowed, _why = self.verify_is_allowed()
        if not allowed:
            return False
        wanted = code_digest(token, bytes(self.salt))
        found = [code for code in self.codes.all() if compare_digest(bytes(code.digest), wanted)]
        if not found or not BackupCode.objects.filter(pk=found[0].pk).delete()[0]:
            self.throttle_increment()
            return False
        self.throttle_reset(commit=False)
        self.set_last_used_timestamp(commit=False)
        self.save()
        return True

    def get_throttle_factor(self) -> int:
        """As the app's."""
        return 1


class BackupCode(models.Model):
    """One code that was not used yet."""

    device = models.ForeignKey(BackupCodes, models.CASCADE, related_name="codes")
    digest = models.BinaryField(max_length=32)

    objects: Any = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("device", "digest"), name="backup_code_once")
        ]

    def __str__(self) -> str:
        return str(self.pk)
