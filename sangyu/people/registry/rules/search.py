"""What a person typed into the one search box, understood: an ID number, a phone number, letters, a name, a place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from sangyu.kernel import ids
from sangyu.kernel.text import to_half_width, without_blanks
from sangyu.people.registry.rules.names import is_pinyin

_ID = re.compile(r"\d{17}[\dX]|\d{15}")
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{9,11}")
_LETTERS = re.compile(r"[A-Za-z]+")


class Way(StrEnum):
    """How to look."""

    ID = "id"
    PHONE = "phone"
    INITIALS = "initials"
    PINYIN = "pinyin"
    NAME = "name"
    ADDRESS = "address"


@dataclass(frozen=True)
class Look:
    """One way to look for one text."""

    way: Way
    text: str


def looks(typed: str) -> tuple[Look, ...]:
    """The ways to try one after the other; all people found the first way come before those found the next."""
    text = without_blanks(to_half_width(typed))
    digits = re.sub(r"[-()]", "", text).removeprefix("+86")
    if _ID.fullmatch(text.upper()):
        return (Look(Way.ID, text.upper()),)
    if _PHONE.fullmatch(digits):
        return (Look(Way.PHONE, digits),)
    if _LETTERS.fullmatch(text):
        by_sound = (Look(Way.PINYIN, text.lower()), Look(Way.INITIALS, text.lower()))
        return by_sound if is_pinyin(text) else by_sound[::-1]
    by_name = () if not text or text[0].isdigit() else (Look(Way.NAME, text),)
    by_place = (Look(Way.ADDRESS, text.lower()),) if len(text) > 1 else ()
    return by_name + by_place


def bigrams(text: str) -> list[str]:
    """The two-character pieces of a text, as the SQL function registry_bigrams cuts addresses."""
    return [text[at : at + 2] for at in range(len(text) - 1)]


def id_forms(text: str) -> tuple[str, ...]:
    """The numbers to look up for a typed ID: itself, and the 18-character form of an old 15-digit one."""
    if len(text) != 15:
        return (text,)
    first = text[:6] + "19" + text[6:]
    return (text, first + ids.resident_id_check_character(first))
