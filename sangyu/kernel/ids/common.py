"""What both kinds of number share: the refusal, the remark, and the form they are brought into."""

from __future__ import annotations

from dataclasses import dataclass

from sangyu.kernel.errors import DomainError, Text
from sangyu.kernel.text import to_half_width, without_blanks

DIGITS = frozenset("0123456789")
_ROMAN_TEN = {0x2169: "X", 0x2179: "X"}  # what Chinese input methods offer for the X
_HYPHENS_AND_QUOTES = dict.fromkeys((0x2D, 0x2010, 0x2011, 0x2013, 0x27, 0x2018, 0x2019, 0x60))
_NORMAL = _ROMAN_TEN | _HYPHENS_AND_QUOTES


@dataclass(frozen=True)
class Remark:
    """Odd, but no reason to refuse."""

    code: str
    message: Text


class BadIdentifier(DomainError):
    """Not a valid number. `position` counts from 1 in the number as given; None where no one place is at fault."""

    def __init__(
        self, code: str, message: Text, *, remedy: Text, position: int | None = None
    ) -> None:
        super().__init__(code, message, remedy=remedy)
        self.position = position


def normalise(text: str) -> str:
    """Half-width, upper-case, without blanks, hyphens and the apostrophe a spreadsheet puts before text."""
    return without_blanks(to_half_width(text)).translate(_NORMAL).upper()
