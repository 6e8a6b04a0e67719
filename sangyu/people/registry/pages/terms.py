"""What somebody searched for, kept out of addresses where it is an ID or phone number.

A name or a place stands in the address, so that the link can be shared. A number is sealed into the session under a
short key, and the address carries the key only.
"""

from __future__ import annotations

import base64

from django.contrib.sessions.backends.base import SessionBase

from sangyu.kernel import pii
from sangyu.people.registry.rules.search import Way, looks

KEY = "registry.searched"
LABEL = "searched"
KEPT = 8


def is_personal(text: str) -> bool:
    """True for an ID number or a phone number."""
    return any(look.way in {Way.ID, Way.PHONE} for look in looks(text))


def keep(session: SessionBase, text: str) -> str:
    """Seal a searched number into the session; returns its key. The oldest of `KEPT` goes."""
    kept = dict(session.get(KEY, {}))
    number = str(max(map(int, kept), default=0) + 1)
    kept[number] = base64.b64encode(pii.seal(text, LABEL)).decode()
    session[KEY] = dict(list(kept.items())[-KEPT:])
    return number


def find(session: SessionBase, number: str) -> str:
    """The number that was searched for under a key; "" if it is gone or was another session's."""
    sealed = session.get(KEY, {}).get(number)
    return pii.open_(base64.b64decode(sealed), LABEL) if sealed else ""
