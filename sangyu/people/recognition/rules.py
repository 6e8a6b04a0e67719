"""The verification code of a report: long, keyed, fit to be read out and typed, with a check against slips.

A code is 18 letters of payload (90 bits of a keyed digest, so that no code leads to another) and 2 of check, in
Crockford's alphabet without I, L, O and U, written in five groups of four: `7KQ2-MN4X-…`. The check is the payload
modulo the prime 1021: every single wrong letter and every swap of neighbours is found before anything is looked up.
"""

from __future__ import annotations

import re
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PAYLOAD, CHECK, GROUP = 18, 2, 4
LENGTH = PAYLOAD + CHECK
_BITS = 5
_PRIME = 1021
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
_GAPS = re.compile(r"[\s\-\u2010-\u2015\uff0d]+")


def code_of(digest: bytes) -> str:
    """The code for a keyed digest of at least 12 bytes, without gaps."""
    if len(digest) * 8 < PAYLOAD * _BITS:
        raise ValueError("a digest of 12 bytes or more is needed")
    value = int.from_bytes(digest, "big") >> (len(digest) * 8 - PAYLOAD * _BITS)
    return _letters(value, PAYLOAD) + _letters(value % _PRIME, CHECK)


def code_shown(code: str) -> str:
    """The code as the report prints it."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def code_parse(text: str) -> str | None:
    """The code that was typed, without gaps; None: mistyped. Small letters, full width, O for 0, l for 1 are taken."""
    code = _GAPS.sub("", unicodedata.normalize("NFKC", text)).upper().translate(_ALIKE)
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return None
    return code if _value(code[:PAYLOAD]) % _PRIME == _value(code[PAYLOAD:]) else None


def _letters(value: int, count: int) -> str:
    return "".join(
        ALPHABET[value >> (_BITS * place) & (len(ALPHABET) - 1)] for place in reversed(range(count))
    )


def _value(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value << _BITS | ALPHABET.index(letter)
    return value
