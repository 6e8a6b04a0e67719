"""Tasks in running text: an item of the outline, its units by attribution, its deadline by attribution or its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sangyu.city.papers.reading.attributions import Attribution, find_attributions
from sangyu.city.papers.reading.blocks import BLANK, GAP
from sangyu.city.papers.reading.markers import Style
from sangyu.city.papers.reading.outline import NO_WORK, Node, heading
from sangyu.city.papers.reading.sayings import said_in
from sangyu.city.papers.reading.types import Problem, Span

# Marks of bold print around a heading.
_BOLD = "*#"
_LONGEST_SECTION = 12
_FEWEST_WITHOUT_NUMBERS = 2
_BLANK_LINE = re.compile(rf"\n(?:{GAP}*\n)+")


@dataclass(frozen=True)
class Item:
    """One task of running text: where its number, title, text and attribution stand.

    `body`: pieces of its text besides title and attribution. `attribution` None: its neighbours have one, it has none.
    """

    no: str
    part: str
    title: Span
    body: tuple[Span, ...]
    span: Span
    attribution: Attribution | None
    problems: tuple[Problem, ...] = ()


@dataclass
class _Work:
    """A clause with what was found in its own text."""

    node: Node
    found: list[Attribution]
    children: list[_Work] = field(default_factory=list)

    @property
    def naming(self) -> list[Attribution]:
        """Those that name units."""
        return [item for item in self.found if item.lead.names or item.support.names]

    def walk(self) -> Iterator[_Work]:
        yield self
        for child in self.children:
            yield from child.walk()


def read_items(text: str, root: Node) -> list[Item]:
    """Every item of the outline that names who answers for it, in order."""
    work = _work(text, root)
    _move_up(text, work)
    levels = {place.node.style for place in work.walk() if place.naming and place.node.mark}
    _spread(text, work, levels)
    items = [item for place in work.walk() for item in _items(text, place)]
    items.extend(_silent(text, work))
    return sorted(items, key=lambda item: item.span)


def has_attributions(text: str, root: Node) -> bool:
    """Whether anything within a clause says in brackets or labels who answers for it."""
    return any(place.naming for place in _work(text, root).walk())


def from_text(node: Node) -> tuple[Problem, ...]:
    """That a clause names its units only in its sentences."""
    return (Problem("lead.from_text", span=Span(node.start, node.own_end), field="lead"),)


def item_of(
    text: str, node: Node, attribution: Attribution | None, problems: tuple[Problem, ...] = ()
) -> Item:
    """A whole clause as an item."""
    title = _title(text, node, None)
    return Item(
        node.no, part_of(text, node), title, tuple(_pieces(text, title.end, node.end, [])),
        _trimmed(text, node.start, node.end), attribution, problems,
    )  # fmt: skip


def _work(text: str, node: Node) -> _Work:
    body = node.mark.end if node.mark else node.start
    found = find_attributions(text, body, node.own_end)
    if node.mark is None and len(found) < _FEWEST_WITHOUT_NUMBERS:
        found = []  # before the first number stands the preamble
    return _Work(node, found, [_work(text, child) for child in node.children])


def _move_up(text: str, work: _Work) -> None:
    """An attribution on a line of its own after the last of several children without any is their parent's."""
    for child in work.children:
        _move_up(text, child)
    last = work.children[-1] if work.children else None
    if last is None or len(work.children) < 2 or work.found or last.children:
        return
    if len(last.found) != 1 or any(child.naming for child in work.children[:-1]):
        return
    only = last.found[0]
    before = text[last.node.start : only.span.start].rstrip(BLANK.replace("\n", ""))
    is_apart = before.endswith("\n") or (
        before.endswith(("。", "；")) and text[only.span.start] not in "(（[［【〔"
    )
    if is_apart and work.node.mark:
        work.found, last.found = last.found, []


def _spread(text: str, work: _Work, levels: set[Style | None]) -> None:
    """A whole section's attribution is each item's, where the paper elsewhere attributes items of that level.

    「一、……（一）……（二）……牵头单位：甲」 beside 「（六）……牵头单位：乙」. Only sections: an item keeps its measures.
    """
    for child in work.children:
        _spread(text, child, levels)
    is_section = work.node.style in {Style.COMMA, Style.CHAPTER} and len(work.children) > 1
    if not is_section or len(work.naming) != 1 or any(_names_somebody(c) for c in work.children):
        return
    if not {child.node.style for child in work.children} <= levels:
        return
    for child in work.children:
        child.found = list(work.found)
    work.found = []


def _items(text: str, work: _Work) -> Iterator[Item]:
    naming = work.naming
    if not naming:
        return
    if work.node.mark is None:
        yield from _unnumbered(text, naming)
        return
    if len(naming) == 1:
        yield _single(text, work, naming[0])
        return
    yield from _several(text, work, naming)


def _single(text: str, work: _Work, attribution: Attribution) -> Item:
    """The whole clause is the item; what is within it and names nobody belongs to it."""
    node = work.node
    title = _title(text, node, attribution)
    end = _item_end(text, work, title, attribution)
    dated = next((item for item in work.found if item.deadline), None)
    if attribution.deadline is None and dated is not None:
        attribution = _with_deadline(attribution, dated.deadline)
    spans = sorted(item.span for item in work.found)
    return Item(
        node.no, part_of(text, node), title, tuple(_pieces(text, title.end, end, spans)),
        _trimmed(text, node.start, end), attribution, _open(attribution),
    )  # fmt: skip


def _item_end(text: str, work: _Work, title: Span, attribution: Attribution) -> int:
    """Within its children, if they name nobody; else where the line of its attribution ends, if that closes it."""
    node = work.node
    if node.children:
        return node.own_end if any(child.naming for child in _below(work)) else node.end
    last = max(item.span.end for item in work.found)
    is_closing = text[title.end : attribution.span.start].strip(BLANK + "。：:；;") != ""
    line_end = text.find("\n", last, node.own_end)
    return line_end if is_closing and line_end >= 0 else node.own_end


def _below(work: _Work) -> Iterator[_Work]:
    for child in work.children:
        yield from child.walk()


def _with_deadline(attribution: Attribution, deadline: Span | None) -> Attribution:
    return Attribution(
        attribution.span, attribution.lead, attribution.support, attribution.is_told, deadline,
        attribution.is_open,
    )  # fmt: skip


def _several(text: str, work: _Work, naming: Sequence[Attribution]) -> Iterator[Item]:
    """Each attribution closes a task of its own: 3-1, 3-2."""
    node = work.node
    body = node.mark.end if node.mark else node.start
    head = heading(text, node)
    if any(item.span.start < head.end for item in naming):
        head = Span(node.start, body)
        is_heading = False
    else:
        is_heading = head.end < naming[0].span.start and "\n" in text[head.end : head.end + 3]
    start = head.end if is_heading else body
    part = text[head.start : head.end].strip(BLANK) if is_heading else part_of(text, node)
    for number, attribution in enumerate(naming, 1):
        segment = _trimmed(text, start, attribution.span.start, "；;，,。—–")
        title = _first_sentence(text, segment)
        yield Item(
            f"{node.no}-{number}" if node.no else str(number), part, title,
            tuple(_pieces(text, title.end, segment.end, [])),
            Span(segment.start, attribution.span.end), attribution, _open(attribution),
        )  # fmt: skip
        start = attribution.span.end


def _unnumbered(text: str, naming: Sequence[Attribution]) -> Iterator[Item]:
    """A paper without numbers: each attribution closes the paragraphs since the one before, or since a blank line."""
    start = 0
    for number, attribution in enumerate(naming, 1):
        segment = _trimmed(text, start, attribution.span.start, "。；;")
        opening = list(_BLANK_LINE.finditer(text, segment.start, segment.end))
        if start == 0 and not opening:
            opening = list(re.compile("\n").finditer(text, segment.start, segment.end))
        begin = opening[-1].end() if opening else segment.start
        segment = _trimmed(text, begin, segment.end)
        if segment.end > segment.start:
            title = _first_sentence(text, segment)
            yield Item(
                str(number), "", title, tuple(_pieces(text, title.end, segment.end, [])),
                Span(segment.start, attribution.span.end), attribution, _open(attribution),
            )  # fmt: skip
        start = attribution.span.end


def _silent(text: str, work: _Work) -> Iterator[Item]:
    """Items that name nobody among neighbours of which most do: a task with that question, not a lost one."""
    naming = [child for child in work.children if _names_somebody(child)]
    is_list = len(naming) * 2 > len(work.children) and len(work.children) > 2
    for child in work.children:
        if not naming or _names_somebody(child) or not _is_work(text, child.node):
            continue
        title = _title(text, child.node, None)
        said = said_in(text, Span(title.start, child.node.own_end))
        if said is not None:
            yield item_of(text, child.node, said, from_text(child.node))
        elif is_list:
            yield item_of(text, child.node, None)
    for child in work.children:
        if not child.naming:
            yield from _silent(text, child)


def _is_work(text: str, node: Node) -> bool:
    title = _title(text, node, None)
    words = text[title.start : title.end]
    is_aim = len(words) <= _LONGEST_SECTION and NO_WORK.search(words)
    return node.style is not Style.ANNEX and not is_aim


def _names_somebody(work: _Work) -> bool:
    return any(place.naming for place in work.walk())


def part_of(text: str, node: Node) -> str:
    """The heading above, as printed."""
    above = node.parent
    if above is None or above.mark is None:
        return ""
    span = heading(text, above)
    return text[span.start : span.end].strip(BLANK)


def _title(text: str, node: Node, attribution: Attribution | None) -> Span:
    """The heading without its number, as far as the attribution."""
    span = heading(text, node)
    start = node.mark.end if node.mark else span.start
    end = max(start, span.end)
    if attribution is not None and attribution.span.start < end:
        end = max(start, attribution.span.start)
    return _trimmed(text, start, end, _BOLD)


def _first_sentence(text: str, segment: Span) -> Span:
    stop = segment.end
    for mark in ("。", "；", ";", "\n"):
        at = text.find(mark, segment.start, stop)
        stop = at if at > segment.start else stop
    return _trimmed(text, segment.start, stop)


def _pieces(text: str, start: int, end: int, holes: Sequence[Span]) -> Iterator[Span]:
    """What is between two places, without the holes; full stops after the title do not count."""
    at = start
    for hole in [
        *(span for span in holes if span.end > start and span.start < end),
        Span(end, end),
    ]:
        piece = _trimmed(text, at, max(at, hole.start), "。：:；;，,")
        if piece.end > piece.start:
            yield piece
        at = max(at, hole.end)


def _trimmed(text: str, start: int, end: int, also: str = "") -> Span:
    """Without blanks at both ends, and without `also` at its beginning."""
    while start < end and text[start] in BLANK + also:
        start += 1
    while end > start and text[end - 1] in BLANK + "*":
        end -= 1
    return Span(start, end)


def _open(attribution: Attribution) -> tuple[Problem, ...]:
    if not attribution.is_open:
        return ()
    return (Problem("attribution.open", span=attribution.span, field="lead"),)
