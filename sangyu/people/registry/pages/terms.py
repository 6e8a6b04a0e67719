"""What somebody searched for, kept out of addresses where it is an ID or phone number.

A name or a place stands in the address, so that the link can be shared. A number is sealed into the session under a
short key, and the address carries the key only (`kernel.ui.typed`).
"""

from __future__ import annotations

from sangyu.kernel.ui.typed import find, keep
from sangyu.people.registry.rules.search import Way, looks

__all__ = ["find", "is_personal", "keep"]


def is_personal(text: str) -> bool:
    """True for an ID number or a phone number."""
    return any(look.way in {Way.ID, Way.PHONE} for look in looks(text))
