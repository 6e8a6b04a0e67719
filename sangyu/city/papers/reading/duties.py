"""Lists of duties by unit, a line or a numbered clause for each: 「县民政局：牵头做好……」 is a task of that unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sangyu.city.papers.reading.attributions import Attribution
from sangyu.city.papers.reading.blocks import BLANK, GAP
from sangyu.city.papers.reading.inline import Item, part_of
from sangyu.city.papers.reading.outline import Node, heading
from sangyu.city.papers.reading.phrases import is_label
from sangyu.city.papers.reading.types import Problem, Span, Units
from sangyu.city.papers.reading.units import is_unit_list, split_units

_FEWEST = 3
_LONGEST_NAME = 60
_NAMED = re.compile(
    rf"(?:^|(?<=\n)){GAP}*(?P<units>[\u4e00-\u9fff（）()、，,]{{2,{_LONGEST_NAME}}}){GAP}*[：:。]{GAP}*(?=[\u4e00-\u9fff“\"\d]{{4}})"
)
_BODY = re.compile(
    rf"{GAP}*(?P<units>[\u4e00-\u9fff（）()、，,]{{2,{_LONGEST_NAME}}}){GAP}*[：:。]{GAP}*\n?{GAP}*(?=[^\s]{{4}})"
)


def duty_items(text: str, root: Node, taken: Sequence[Span]) -> list[Item]:
    """The duties of every list in the text; clauses that are tasks already (`taken`) are left alone."""
    free = _Free(taken)
    found: list[Item] = []
    for node in root.walk():
        lines = [] if node.mark is None else list(_lines(text, node))
        clauses = [item for child in node.children if (item := _clause(text, child))]
        for group in (lines, clauses):
            if len(group) >= _FEWEST and free.are(group):
                found.extend(group)
    return found


class _Free:
    """Whether a list stands outside of what is a task already."""

    def __init__(self, taken: Sequence[Span]) -> None:
        self._taken = sorted(taken)

    def are(self, items: Sequence[Item]) -> bool:
        start, end = items[0].span.start, items[-1].span.end
        return not any(span.start < end and start < span.end for span in self._taken)


def _lines(text: str, node: Node) -> Iterator[Item]:
    """Lines of a clause's own text that begin with a unit and a colon."""
    if node.mark is None:
        return
    matches = [
        match
        for match in _NAMED.finditer(text, node.mark.end, node.own_end)
        if _are_units(match["units"])
    ]
    part = text[node.start : heading(text, node).end].strip(BLANK)
    for number, match in enumerate(matches, 1):
        end = text.find("\n", match.end(), node.own_end)
        stop = node.own_end if end < 0 else end
        yield _item(text, (str(number), part), match, Span(match.end(), stop))


def _clause(text: str, node: Node) -> Item | None:
    """「（二）市民政局：负责……」."""
    if node.mark is None:
        return None
    match = _BODY.match(text, node.mark.end, node.own_end)
    if match is None or not _are_units(match["units"]):
        return None
    return _item(text, (node.no, part_of(text, node)), match, Span(match.end(), node.end))


def _are_units(words: str) -> bool:
    return not is_label(words.strip(BLANK)) and is_unit_list(words)


def _item(text: str, place: tuple[str, str], match: re.Match[str], body: Span) -> Item:
    stop = body.end
    while stop > body.start and text[stop - 1] in BLANK:
        stop -= 1
    end = re.compile("[。；;\n]").search(text, body.start, stop)
    title = Span(body.start, end.start() if end else stop)
    rest = Span(min(title.end + 1, stop), stop)
    span = Span(match.start("units"), stop)
    units = split_units(match["units"])
    said = Attribution(Span(*match.span("units")), Units(units.names), Units(), is_told=True)
    measure = (rest,) if text[rest.start : rest.end].strip(BLANK) else ()
    problem = Problem("lead.from_text", span=span, field="lead")
    return Item(place[0], place[1], title, measure, span, said, (problem,))
