"""System checks: no start without proper keys and the national algorithms."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Caution

from sangyu.kernel.pii.keyfile import is_open_to_others
from sangyu.kernel.pii.keys import KeysUnusable, ensure_ready, key_file
from sangyu.kernel.pii.sealing import self_test

ERROR_IDS = {
    "missing": "sangyu.pii.E001",
    "demo": "sangyu.pii.E002",
    "malformed": "sangyu.pii.E003",
}


@register("security")
def check_keys(**_: Any) -> list[CheckMessage]:
    """The keys are there, well-formed, not the demonstration's in production, and nobody else may read them."""
    if not self_test():
        return [
            Error(
                "This build of the cryptography package lacks SM4-GCM or SM3.",
                hint="Install the wheel from PyPI, or build it against OpenSSL 3 or later.",
                id="sangyu.pii.E004",
            )
        ]
    try:
        ensure_ready()
    except KeysUnusable as error:
        return [Error(str(error), id=ERROR_IDS[error.code])]
    path = key_file()
    if path is not None and is_open_to_others(path):
        return [
            Caution(
                "Others than its owner may read the file of SANGYU_PII_KEYS_FILE.",
                hint=f"chmod 600 {path}",
                id="sangyu.pii.W001",
            )
        ]
    return []
