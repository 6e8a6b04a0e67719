"""What somebody typed, kept out of addresses: sealed into the session under a short key, which the address carries."""

from __future__ import annotations

import base64

from django.contrib.sessions.backends.base import SessionBase

from sangyu.kernel import pii

KEY = "searched"
LABEL = "searched"
KEPT = 8


def keep(session: SessionBase, text: str) -> str:
    """Seal a text into the session; returns its key. The oldest of `KEPT` goes."""
    kept = dict(session.get(KEY, {}))
    number = str(max(map(int, kept), default=0) + 1)
    kept[number] = base64.b64encode(pii.seal(text, LABEL)).decode()
    session[KEY] = dict(list(kept.items())[-KEPT:])
    return number


def find(session: SessionBase, number: str) -> str:
    """The text under a key; "" if it is gone or was another session's."""
    sealed = session.get(KEY, {}).get(number)
    return pii.open_(base64.b64decode(sealed), LABEL) if sealed else ""
