"""Running text without the line ends that a page put into it; every character knows its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sangyu.city.papers.reading.blocks import GAP
from sangyu.city.papers.reading.markers import begins_clause
from sangyu.city.papers.reading.phrases import is_label
from sangyu.city.papers.reading.types import Span
from sangyu.city.papers.reading.units import GENERIC, are_plainly_units, is_unit, split_units

# A line's end with the blank lines and the page's number that may follow it.
_WRAP = re.compile(
    rf"(?<!{GAP}){GAP}*\n(?:{GAP}*(?P<page>[—–-]{{1,2}}{GAP}?\d{{1,3}}{GAP}?[—–-]{{1,2}}{GAP}*)?\n)*{GAP}*"
)
_ENDS = frozenset("。；;！!？?：:")
_SEPARATED = re.compile(r"[、，,；;：:/\s(（【〔\[]")
_LABEL = re.compile(r"[\u4e00-\u9fff]{2,8}[：:]")
# What goes on with a name although the name before it could stand alone: 「卫生健康委|员会」.
_TAIL = re.compile(r"(?:员会|局|委|办|部|厅|室|府|公室|法院|察院)(?![\u4e00-\u9fff])")


_FULL_DIGITS = {0xFF10 + digit: 0x30 + digit for digit in range(10)}
_SPACED = re.compile(
    r"(?<![\u4e00-\u9fff])(?:[\u4e00-\u9fff][ \u3000]{1,4}){1,7}[\u4e00-\u9fff][ \u3000]{0,4}(?=[：:])"
)


def plain_words(text: str) -> str:
    """The text as long as before, with half-width digits and labels without blanks: 「牵 头 单 位：」."""
    return _SPACED.sub(_closed_up, text.translate(_FULL_DIGITS))


def _closed_up(match: re.Match[str]) -> str:
    words = re.sub(r"[ \u3000]", "", match[0])
    return words.rjust(len(match[0]))


@dataclass(frozen=True)
class Flat:
    """`places[n]` is where the n-th character of `text` stands in the paper."""

    text: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """The characters of the paper behind a stretch of the text."""
        return Span(self.places[start], self.places[max(start, end - 1)] + 1)


def unwrapped(text: str, start: int, stop: int, *, are_names: bool = False) -> Flat:
    """The text between two places without wraps. `are_names`: a line end between two units' names stays."""
    if text.find("\n", start, stop) < 0:
        return Flat(text[start:stop], range(start, stop))
    pieces: list[str] = []
    places: list[int] = []
    at = start
    for match in _WRAP.finditer(text, start, stop):
        before, after = text[at : match.start()], text[match.end() : min(stop, match.end() + 60)]
        pieces.append(before)
        places.extend(range(at, match.start()))
        if are_names:
            keeps = _parts_names(before, after)
        else:
            is_blank = match[0].count("\n") > 1 and not match["page"]
            keeps = is_blank or _ends(before, after)
        if keeps:
            line_end = text.index("\n", match.start())
            pieces.append("\n")
            places.append(line_end)
        at = match.end()
    pieces.append(text[at:stop])
    places.extend(range(at, stop))
    return Flat("".join(pieces), tuple(places))


def _ends(before: str, after: str) -> bool:
    return before[-1:] in _ENDS or not before or begins_clause(after)


def _parts_names(before: str, after: str) -> bool:
    """Whether a line ends with one unit's name and the next begins another."""
    name = _SEPARATED.split(before)[-1]
    if label := _LABEL.match(after):
        return not (name and is_label(name + label[0].rstrip("：:")))
    names = split_units(after.split("\n", maxsplit=1)[0]).names
    following = names[0].rstrip("】〕]") if names else ""
    return (
        bool(name)
        and are_plainly_units(name)
        and len(following) > 2
        and following[0] not in "(（[［【〔"
        and is_unit(following)
        and not GENERIC.fullmatch(following)
        and not _TAIL.match(following)
    )
