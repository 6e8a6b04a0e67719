"""Typed and pasted text made plain: what Chinese input methods, Excel and web pages put among the characters."""

from __future__ import annotations

_HALF_WIDTH = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)}
_BLANKS = dict.fromkeys(
    (*b" \t\r\n\v\f", 0xA0, 0x3000, *range(0x2000, 0x2010), *range(0x202A, 0x2030), 0x2060, 0xFEFF)
)


def to_half_width(text: str) -> str:
    """Full-width digits, letters and signs as ASCII; nothing else changes (unlike NFKC, which also makes ① a 1)."""
    return text.translate(_HALF_WIDTH)


def without_blanks(text: str) -> str:
    """No blank of any width, nor the invisible marks that come along with copying."""
    return text.translate(_BLANKS)
