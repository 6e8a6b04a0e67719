"""Sealing and opening: SM4-GCM (GB/T 32907) for the text, HMAC-SM3 (GB/T 32905) for the blind index.

A sealed value is: key id (1 byte), nonce (12), ciphertext, tag (16). The label is authenticated with it. Pure but
for the keyring; about 8 µs a value.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import ClassVar

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM
from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.errors import DomainError
from sangyu.kernel.pii.keys import Key, Keyring, keyring

NONCE_BYTES = 12
TAG_BYTES = 16
INDEX_BYTES = 32
_SHORTEST = 1 + NONCE_BYTES + TAG_BYTES
_LABEL = re.compile(r"[a-z][a-z0-9.-]*")


class Unreadable(DomainError):
    """A sealed value that does not open: changed outside Sangyu, of another label, or its key is not at hand."""

    status: ClassVar[int] = 500


def seal(text: str, label: str) -> bytes:
    """The text, encrypted under the current key; the same text gives different bytes each time."""
    return _seal(keyring().current, os.urandom(NONCE_BYTES), text, _checked(label))


def seal_many(texts: Sequence[str | None], label: str) -> list[bytes | None]:
    """`seal` for a column of texts; None stays None."""
    key, aad = keyring().current, _checked(label)
    nonces = os.urandom(NONCE_BYTES * len(texts))
    return [
        None if text is None else _seal(key, nonces[at : at + NONCE_BYTES], text, aad)
        for at, text in zip(range(0, len(nonces), NONCE_BYTES), texts, strict=True)
    ]


def open_(sealed: bytes | memoryview, label: str) -> str:
    """The text that was sealed under this label; raises `Unreadable`."""
    return _open(keyring(), bytes(sealed), _checked(label))


def open_many(sealed: Iterable[bytes | memoryview | None], label: str) -> list[str | None]:
    """`open_` for a column; None stays None."""
    ring, aad = keyring(), _checked(label)
    return [None if value is None else _open(ring, bytes(value), aad) for value in sealed]


def masked_many(
    sealed: Iterable[bytes | memoryview | None], label: str, mask: Callable[[str], str]
) -> list[str]:
    """What a list shows of a column: each value opened and masked; None is "".

    Only what is masked is kept in memory, so that turning the pages of one list opens each value once.
    """
    return ["" if value is None else _masked(bytes(value), label, mask) for value in sealed]


@lru_cache(maxsize=30_000)
def _masked(sealed: bytes, label: str, mask: Callable[[str], str]) -> str:
    return mask(_open(keyring(), sealed, _checked(label)))


def blind_index(text: str, label: str) -> bytes:
    """32 bytes that are equal if and only if text and label are; useless without the HMAC key."""
    return _index(_mac(keyring().hmac, label), text)


def blind_index_many(texts: Iterable[str | None], label: str) -> list[bytes | None]:
    """`blind_index` for a column; None stays None."""
    mac = _mac(keyring().hmac, label)
    return [None if text is None else _index(mac, text) for text in texts]


def blind_index_every(texts: Sequence[str], label: str) -> list[bytes]:
    """The indexes of these texts under every HMAC key that is held: what a search must look for."""
    ring = keyring()
    return [
        _index(_mac(key, label), text)
        for key in (ring.hmac, ring.hmac_old)
        if key is not None
        for text in texts
    ]


def is_index_rotating() -> bool:
    """True while indexes of two HMAC keys may stand side by side, so that unequal indexes may be of equal texts."""
    return keyring().hmac_old is not None


def key_id(sealed: bytes | memoryview) -> int:
    """The id of the key a value was sealed under."""
    return sealed[0]


def self_test() -> bool:
    """True if this build of the cryptography package has SM4-GCM and SM3."""
    try:
        sealed = _seal(Key(1, bytes(16), date.min), bytes(NONCE_BYTES), "", b"")
        HMAC(bytes(INDEX_BYTES), SM3()).finalize()
    except UnsupportedAlgorithm:
        return False
    return len(sealed) == _SHORTEST


def _seal(key: Key, nonce: bytes, text: str, aad: bytes) -> bytes:
    encryptor = Cipher(SM4(key.sm4), GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(aad)
    body = encryptor.update(text.encode()) + encryptor.finalize()
    return b"".join((key.id.to_bytes(), nonce, body, encryptor.tag))


def _open(ring: Keyring, sealed: bytes, aad: bytes) -> str:
    if len(sealed) < _SHORTEST:
        raise _unreadable("sealed-malformed")
    key = ring.find(sealed[0]) or keyring(fresh=True).find(sealed[0])
    if key is None:
        raise _unreadable("sealed-key-unknown")
    nonce, tag = sealed[1 : 1 + NONCE_BYTES], sealed[-TAG_BYTES:]
    decryptor = Cipher(SM4(key.sm4), GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(aad)
    try:
        text = decryptor.update(sealed[1 + NONCE_BYTES : -TAG_BYTES]) + decryptor.finalize()
    except InvalidTag:
        raise _unreadable("sealed-changed") from None
    return text.decode()


def _unreadable(code: str) -> Unreadable:
    return Unreadable(
        code,
        _(
            "A protected value cannot be read: it was changed outside the system, or its key is missing."
        ),
        remedy=_("Tell the system administrator, who can look with `sangyu keys status`."),
    )


def _checked(label: str) -> bytes:
    if not _LABEL.fullmatch(label):
        raise ValueError("A label is small letters, digits, dots and hyphens.")
    return label.encode()


def _index(after_label: HMAC, text: str) -> bytes:
    mac = after_label.copy()
    mac.update(text.encode())
    return mac.finalize()


@lru_cache(maxsize=64)
def _mac(key: bytes, label: str) -> HMAC:
    """The keyed hash after the label; copied for each value, which halves the cost. NUL ends the label."""
    mac = HMAC(key, SM3())
    mac.update(_checked(label) + b"\0")
    return mac
