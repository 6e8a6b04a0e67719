"""The keys that protect personal data: where they come from, and when they may not be used.

Settings: SANGYU_PII_KEYS holds the JSON itself, or SANGYU_PII_KEYS_FILE names a file of it. In a demonstration
(SANGYU_DEMO) a built-in key serves. Several SM4 keys may be held; the newest (last) seals, the others still open, so
that keys rotate without a pause. One HMAC key makes the blind indexes; while it is being replaced the former one is
held as well ("hmac_old"), so that both find.

    {"keys": [{"id": 1, "sm4": "<32 hex digits>", "created": "2026-03-01"}], "hmac": "<64 hex digits>"}
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SM4_BYTES = 16
HMAC_BYTES = 32
HIGHEST_ID = 255
"""A sealed value names its key in one byte."""
RELOAD_SECONDS = 1.0
"""How long a process may go without looking whether the key file has changed."""

DEMO_SM4 = b"public demo key!"
DEMO_HMAC = b"demo index key, not for real use"


class KeysUnusable(ImproperlyConfigured):
    """No keys, malformed ones, or the demonstration's in production. Never carries key material."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Key:
    """One SM4 key and the id that sealed values carry."""

    id: int
    sm4: bytes = field(repr=False)
    created: date


@dataclass(frozen=True)
class Keyring:
    """All keys in use."""

    keys: tuple[Key, ...]
    hmac: bytes = field(repr=False)
    hmac_old: bytes | None = field(default=None, repr=False)
    """The former HMAC key, while some indexes are still of it."""

    @property
    def current(self) -> Key:
        """The key that seals."""
        return self.keys[-1]

    @property
    def is_demo(self) -> bool:
        return DEMO_HMAC in {self.hmac, self.hmac_old} or any(
            key.sm4 == DEMO_SM4 for key in self.keys
        )

    def find(self, key_id: int) -> Key | None:
        return next((key for key in self.keys if key.id == key_id), None)


DEMO_KEYRING = Keyring((Key(1, DEMO_SM4, date(2026, 1, 1)),), DEMO_HMAC)


class _Source(NamedTuple):
    """What the loaded keys came from; while it is unchanged they stand."""

    text: str
    file: str
    stamp: tuple[int, int]
    demo: bool


class _Loaded(NamedTuple):
    source: _Source
    keyring: Keyring
    looked: float


_loaded: _Loaded | None = None


def keyring(*, fresh: bool = False) -> Keyring:
    """The keys as configured now; raises `KeysUnusable`. `fresh` looks at the file again at once."""
    global _loaded  # noqa: PLW0603  # one cache for the process; replaced whole, never changed
    moment = time.monotonic()
    known = _loaded
    if known is not None and not fresh and moment - known.looked < RELOAD_SECONDS:
        source = _source(stamp=known.source.stamp)
    else:
        source = _source()
    if known is None or known.source != source:
        known = _Loaded(source, _load(source), moment)
        _loaded = known
    elif source.file and moment - known.looked >= RELOAD_SECONDS:
        _loaded = known._replace(looked=moment)
    return known.keyring


def ensure_ready() -> None:
    """Refuse to start (raises `KeysUnusable`) where no proper keys are configured."""
    keyring(fresh=True)


def parse(text: str) -> Keyring:
    """The keys in their JSON form; raises `KeysUnusable` naming the part at fault."""
    try:
        content = json.loads(text)
        keys = tuple(
            Key(int(entry["id"]), bytes.fromhex(entry["sm4"]), date.fromisoformat(entry["created"]))
            for entry in content["keys"]
        )
        hmac = bytes.fromhex(content["hmac"])
        old = content.get("hmac_old")
        hmac_old = None if old is None else bytes.fromhex(old)
    except (ValueError, TypeError, KeyError):
        # The cause may quote the text, and so a key.
        raise KeysUnusable(
            "malformed", "The personal-data keys are not in the expected JSON form."
        ) from None
    problem = _problem(keys, hmac) or (_problem(keys, hmac_old) if hmac_old is not None else "")
    if problem:
        raise KeysUnusable("malformed", f"The personal-data keys are malformed: {problem}.")
    return Keyring(keys, hmac, hmac_old)


def dump(ring: Keyring) -> str:
    """The JSON form of the keys."""
    keys = [
        {"id": key.id, "sm4": key.sm4.hex(), "created": key.created.isoformat()}
        for key in ring.keys
    ]
    content: dict[str, object] = {"keys": keys, "hmac": ring.hmac.hex()}
    if ring.hmac_old is not None:
        content["hmac_old"] = ring.hmac_old.hex()
    return json.dumps(content, indent=2) + "\n"


def key_file() -> Path | None:
    """The file the keys come from, if they come from one."""
    name = getattr(settings, "SANGYU_PII_KEYS_FILE", "")
    return Path(name) if name else None


def _problem(keys: tuple[Key, ...], hmac: bytes) -> str:
    faults = {
        "there is no key": not keys,
        "two keys have the same id": len({key.id for key in keys}) < len(keys),
        "a key's id is not between 1 and 255": any(not 1 <= key.id <= HIGHEST_ID for key in keys),
        "an SM4 key is not 32 hex digits": any(len(key.sm4) != SM4_BYTES for key in keys),
        "the HMAC key is not 64 hex digits": len(hmac) != HMAC_BYTES,
    }
    return next((fault for fault, is_there in faults.items() if is_there), "")


def _source(*, stamp: tuple[int, int] | None = None) -> _Source:
    file = str(getattr(settings, "SANGYU_PII_KEYS_FILE", ""))
    return _Source(
        text=str(getattr(settings, "SANGYU_PII_KEYS", "")),
        file=file,
        stamp=_stamp(file) if stamp is None else stamp,
        demo=bool(getattr(settings, "SANGYU_DEMO", False)),
    )


def _stamp(file: str) -> tuple[int, int]:
    if not file:
        return (0, 0)
    try:
        found = Path(file).stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


def _load(source: _Source) -> Keyring:
    text = source.text
    if source.file:
        try:
            text = Path(source.file).read_text()
        except OSError as error:
            raise KeysUnusable(
                "missing",
                f"SANGYU_PII_KEYS_FILE names {source.file}, which cannot be read ({error.strerror}). "
                "`sangyu keys create` makes one.",
            ) from None
    if not text:
        if source.demo:
            return DEMO_KEYRING
        raise KeysUnusable(
            "missing",
            "No keys for personal data: set SANGYU_PII_KEYS_FILE to a file made by `sangyu keys create`.",
        )
    ring = parse(text)
    if ring.is_demo and not source.demo:
        raise KeysUnusable(
            "demo",
            "The demonstration's key is public and cannot protect real people: "
            "make own keys with `sangyu keys create`.",
        )
    return ring
