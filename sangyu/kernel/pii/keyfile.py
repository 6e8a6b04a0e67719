"""Making keys: a file only its owner can read, written whole or not at all."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from sangyu.kernel.clock import today
from sangyu.kernel.pii.keys import (
    HIGHEST_ID,
    HMAC_BYTES,
    SM4_BYTES,
    Key,
    Keyring,
    KeysUnusable,
)


def new_keyring() -> Keyring:
    """A first SM4 key and the HMAC key."""
    return Keyring((_new_key(1),), secrets.token_bytes(HMAC_BYTES))


def with_next_key(ring: Keyring) -> Keyring:
    """The keyring with a new key that seals from now on; the others still open."""
    highest = max(key.id for key in ring.keys)
    if highest >= HIGHEST_ID:
        raise KeysUnusable(
            "exhausted", f"A keyring holds key ids up to {HIGHEST_ID}; there is none left."
        )
    return Keyring((*ring.keys, _new_key(highest + 1)), ring.hmac, ring.hmac_old)


def with_next_index_key(ring: Keyring) -> Keyring:
    """The keyring with a new HMAC key; the former is held until no index is of it. Under way already: the same."""
    if ring.hmac_old is not None:
        return ring
    return Keyring(ring.keys, secrets.token_bytes(HMAC_BYTES), ring.hmac)


def without_old_index_key(ring: Keyring) -> Keyring:
    """The keyring without the former HMAC key."""
    return Keyring(ring.keys, ring.hmac)


def write(path: Path, text: str, *, replace: bool) -> None:
    """Write a secret to `path` with mode 0600; without `replace`, refuses (FileExistsError) to touch a file there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            partial.replace(path)
        else:
            os.link(partial, path)  # fails if the file is there, unlike a rename
    finally:
        partial.unlink(missing_ok=True)


def is_open_to_others(path: Path) -> bool:
    """True if somebody but the owner may read the file."""
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _new_key(key_id: int) -> Key:
    return Key(key_id, secrets.token_bytes(SM4_BYTES), today())
