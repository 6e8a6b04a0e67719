"""Sentences of a clause without the blanks and line ends that pages put into them; every character knows its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sangyu.city.papers.reading.blocks import BLANK, GAP
from sangyu.city.papers.reading.markers import chinese_number
from sangyu.city.papers.reading.outline import Node, heading
from sangyu.city.papers.reading.types import Span, Task
from sangyu.kernel.text import to_half_width

_ENDS = re.compile(r"[。；;！!？?]|(?<=[：:])\n|\n" + GAP + r"*\n")
# A sentence longer than this is none; it is read up to here.
_LONGEST = 1_500


@dataclass(frozen=True)
class Sentence:
    """`flat` has half-width signs and no blanks; `places[n]` is where its n-th character stands.

    `clause` and `part` name where it stands; `task` is the table row that it stands in.
    """

    flat: str
    places: tuple[int, ...]
    clause: str = ""
    part: str = ""
    task: Task | None = None
    goes_on: bool = False
    """The sentence before ended in a semicolon: its date still holds."""

    def span(self, start: int, end: int) -> Span:
        """The characters of the paper behind a stretch of `flat`."""
        return Span(self.places[start], self.places[max(start, end - 1)] + 1)


def sentences_of(text: str, root: Node, tasks: Sequence[Task]) -> Iterator[Sentence]:
    """Every sentence of the numbered clauses and of the table rows, in order of the text within each."""
    for node in root.walk():
        if node.mark is not None:
            yield from _of_clause(text, node, node.mark.end)
    for task in tasks:
        if not task.is_inline:
            yield from _of_row(text, task)


def _of_clause(text: str, node: Node, body: int) -> Iterator[Sentence]:
    head = heading(text, node)
    path = [above.no for above in node.path() if above.no]
    top = heading(text, node.path()[0])
    part = text[top.start : top.end].strip(BLANK)
    for start, end in ((body, head.end), (head.end, node.own_end)):
        for flat, places, goes_on in _cut(text, start, end):
            yield Sentence(flat, places, "".join(path), part, goes_on=goes_on)


def _of_row(text: str, task: Task) -> Iterator[Sentence]:
    for passage in (task.title, task.measure):
        if passage.span:
            for flat, places, goes_on in _cut(text, passage.span.start, passage.span.end):
                yield Sentence(flat, places, task.no, task.part, task, goes_on)


def _cut(text: str, start: int, end: int) -> Iterator[tuple[str, tuple[int, ...], bool]]:
    at, goes_on = start, False
    for match in [*_ENDS.finditer(text, start, end), None]:
        stop = match.start() if match else end
        stop = min(stop, at + _LONGEST)
        places = tuple(n for n in range(at, stop) if text[n] not in BLANK)
        if places:
            yield to_half_width("".join(text[n] for n in places)), places, goes_on
        goes_on = match is not None and match[0] in "；;"
        at = match.end() if match else end


def in_digits(text: str) -> str:
    """「两」 「十」 「二十」 as digits; digits as they are; 「1.5万」 as 15000."""
    numbers = {"两": 2, "俩": 2, "半": 0}
    if text in numbers:
        return str(numbers[text])
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(万|亿)?", text)
    if match:
        return _scaled(match[1], match[2])
    from_words = chinese_number(text)
    return str(from_words) if from_words else text


def _scaled(digits: str, unit: str | None) -> str:
    places = {"万": 4, "亿": 8}.get(unit or "", 0)
    if not places:
        return digits
    whole, _, fraction = digits.partition(".")
    shifted = (whole + fraction.ljust(places, "0")[:places]).lstrip("0") or "0"
    rest = fraction[places:]
    return f"{shifted}.{rest}" if rest else shifted
