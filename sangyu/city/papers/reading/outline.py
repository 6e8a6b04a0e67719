"""A paper's running text as a tree of numbered clauses; every clause knows its characters.

Which style of number stands above which is not fixed: a style that is already open is a sibling, a new one a child.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sangyu.city.papers.reading.blocks import BLANK
from sangyu.city.papers.reading.markers import Mark, Style, marks
from sangyu.city.papers.reading.types import Span

_SENTENCE_END = re.compile(r"[。！？；;!?\n]|[：:](?=\n)")
_LONGEST_HEADING = 60
_SHORTEST_WRAPPED = 26
_MARGIN = frozenset(" \t\u3000\u2003\xa0")
# Sections that state aims and principles and set nobody to work.
NO_WORK = re.compile(
    r"指导思想|总体(?:要求|目标|思路)|基本原则|工作(?:目标|原则)|目标$|(?:总体|行动|主要|发展|工作)目标|目标任务$|(?:工作|整治|实施|活动|行动|时间)(?:时间|安排|期限)$|对象$|重要意义|适用范围|附则|总则"
    r"|工作背景|现状|步骤|阶段"
)
# What may stand between a heading and its full stop: 「1.建立制度（责任单位：甲）。」
_OPENS = "(（[［【〔"
_BREAKS = frozenset({Style.PAPER, Style.ANNEX})


@dataclass
class Node:
    """One clause. `own` is its text up to the next number of any kind; `end` that of its last descendant."""

    mark: Mark | None
    start: int
    own_end: int = 0
    end: int = 0
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)

    @property
    def no(self) -> str:
        return self.mark.no if self.mark else ""

    @property
    def style(self) -> Style | None:
        return self.mark.style if self.mark else None

    def walk(self) -> Iterator[Node]:
        """This clause and all within it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()

    def path(self) -> list[Node]:
        """From the outermost clause down to this one."""
        above = self.parent.path() if self.parent else []
        return [*above, self] if self.mark else above


def outline(text: str, regions: Sequence[Span]) -> Node:
    """The root of the tree over the regions of running text (tables stand between them)."""
    root = Node(None, 0)
    last = root
    for region in regions:
        for mark in marks(text, region.start, region.end):
            place = _place(last, mark)
            if place is None:
                continue
            node = Node(mark, mark.start, parent=place)
            last.own_end = last.own_end or mark.start
            place.children.append(node)
            last = node
        last.own_end = 0 if last is root else last.own_end
    _close(root, regions)
    return root


def _place(last: Node, mark: Mark) -> Node | None:
    """The clause that a new number stands under, or None if it opens none."""
    above = _ancestors(last)
    if mark.style in _BREAKS:
        return above[-1] if mark.style is Style.PAPER else _annex_parent(above)
    sibling = next((node for node in above if node.style is mark.style), None)
    before = sibling_value(sibling) if sibling else 0
    # Within a line, where 「第（二）项」 may be quoted, only the next number opens a clause.
    is_first_after_colon = mark.is_after_colon and sibling is None and last.mark is None
    if not mark.is_at_line and mark.value != before + 1 and not is_first_after_colon:
        return None
    return sibling.parent if sibling else last


def sibling_value(node: Node) -> int:
    """The number a clause carries."""
    return node.mark.value if node.mark else 0


def _ancestors(node: Node) -> list[Node]:
    """The clause and all above it up to the nearest paper or annex, then the root."""
    found: list[Node] = []
    at: Node | None = node
    while at is not None:
        found.append(at)
        at = at.parent
    return found


def _annex_parent(above: Sequence[Node]) -> Node:
    return next((node for node in above if node.style is Style.PAPER), above[-1])


def _close(root: Node, regions: Sequence[Span]) -> None:
    """Give every clause its end: where the next begins, or where its region of text stops."""
    nodes = list(root.walk())
    stops = [region.end for region in regions]
    for at, node in enumerate(nodes):
        following = nodes[at + 1].start if at + 1 < len(nodes) else (stops[-1] if stops else 0)
        within = next((stop for stop in stops if stop > node.start), following)
        node.own_end = min(following, within) if node.mark else following
    for node in reversed(nodes):
        node.end = max([node.own_end, *(child.end for child in node.children)])


def heading(text: str, node: Node) -> Span:
    """The clause's heading with its number: its first line or sentence."""
    start = node.start
    body = node.mark.end if node.mark else start
    match = _SENTENCE_END.search(text, body, node.own_end)
    stop = match.start() if match else node.own_end
    # A wrapped line ends no heading: go on to the sentence's end if that is near.
    if match and match[0] == "\n":
        stop = _unwrapped(text, body, match.start(), node.own_end)
    raw = text[start:stop]
    return Span(start, start + len(raw.rstrip(BLANK)))


def _is_wrapped(text: str, body: int, line_end: int, stop: int) -> bool:
    """An indented line of some length, and the next at the margin: the page has broken it."""
    begin = text.rfind("\n", 0, body) + 1
    following = text[line_end + 1 : min(stop, line_end + 2)]
    return (
        text[begin : begin + 1] in _MARGIN
        and line_end - begin >= _SHORTEST_WRAPPED
        and following != ""
        and following not in BLANK
        and text[line_end - 1] not in "。；;：:"
    )


def _unwrapped(text: str, body: int, line_end: int, stop: int) -> int:
    """A first line that is a heading ends there; a long one was wrapped by the page."""
    if _is_wrapped(text, body, line_end, stop):
        match = re.compile("[。；;]").search(text, line_end, min(stop, body + 3 * _LONGEST_HEADING))
        return match.start() if match else line_end
    if line_end - body <= 28 or text[line_end + 1 : line_end + 2] in {"", "\n", " ", "　", "\t"}:
        return line_end
    match = re.compile("[。；;]").search(text, line_end, min(stop, body + 2 * _LONGEST_HEADING))
    return match.start() if match else line_end
