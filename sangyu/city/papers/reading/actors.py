"""Items of a paper that names no unit in brackets: the units that its sentences set to work.

「由民政部门会同市场监管部门……」 「卫生健康部门要……」. Only read where a whole paper, or one of several in a file, has
neither attributions nor a task table; every such task says where its units come from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sangyu.city.papers.reading.attributions import Attribution
from sangyu.city.papers.reading.blocks import GAP
from sangyu.city.papers.reading.inline import Item, from_text, has_attributions, item_of
from sangyu.city.papers.reading.markers import Style
from sangyu.city.papers.reading.outline import NO_WORK, Node, heading
from sangyu.city.papers.reading.sayings import LISTED, UNITS, known
from sangyu.city.papers.reading.types import Span, Units

_BY = re.compile(
    rf"由(?P<lead>{LISTED})(?:(?:负责)?牵头[，,]?)?(?:(?:会同|联合|配合)(?P<support>{LISTED})"
    rf"|(?<=[，,])(?P<more>{LISTED})(?:配合|参与|协同))?(?=[\u4e00-\u9fff,，])"
)
_MUST = re.compile(
    rf"(?:^|[。；;，,\n：:])(?P<lead>{UNITS})"
    rf"(?:(?:积极|依法依规|依法|应当?|要|负责|牵头|可以?|依托|按照?职责)+(?:会同(?P<support>{LISTED}))?|会同(?P<more>{LISTED}))"
)
_HELPED = re.compile(
    rf"(?P<lead>{LISTED})(?:牵头)?负责[，,](?P<support>{LISTED})(?:配合|参与|协同|协助)"
)
_ASKED = re.compile(
    rf"(?:^|[。；;，,\n：:])请(?P<lead>{LISTED})(?:会同(?P<support>{LISTED}))?(?=[\u4e00-\u9fff，,])"
)
# 「各乡镇卫生院于3月31日前完成摸底」: a sentence that begins with whom it sets to work, and by when.
_BY_WHEN = re.compile(
    rf"(?:^|[。；;\n：:]){GAP}*(?P<lead>(?:(?!由|会同|联合|牵头|配合)[\u4e00-\u9fff（）()、]){{2,40}}?)"
    r"(?:作为[^，,。]{2,8}[，,])?(?:要|应当?|须|务必|请)?[于在](?=\d{1,2}月|20\d\d年|每|年底)"
)
_SHORT_PAPER = re.compile(r"通知|纪要|通报|的函|安排|督办")
_HEAD = 300
_LONGEST = 6_000
_FEWEST = 3


def unattributed_items(text: str, root: Node, duties: int = 0) -> list[Item]:
    """The items of every paper in the file that names its units only in its sentences; `duties` it names already."""
    papers = [node for node in root.children if node.style is Style.PAPER] or [root]
    found: list[Item] = []
    for paper in papers:
        if not has_attributions(text, paper):
            items = list(_items(text, paper))
            # A paper whose sentences set nobody to work is an essay or a law, not a plan.
            named = sum(bool(item.attribution and item.attribution.lead.names) for item in items)
            if named and named + duties >= _FEWEST:
                found.extend(items)
            elif named and _SHORT_PAPER.search(text, paper.start, paper.start + _HEAD):
                found.extend(item for item in items if item.attribution is not None)
    return found


def _items(text: str, paper: Node) -> Iterator[Item]:
    for section in paper.children:
        if section.style is Style.ANNEX:
            continue
        head = heading(text, section)
        if NO_WORK.search(text[head.start : head.end]):
            continue
        if not section.children:
            said = _units(text, section, section.end)
            if said is not None and section.style is not Style.ARTICLE:
                yield item_of(text, section, said, from_text(section))
            continue
        for node in section.children:
            yield from _within(text, node)


def _within(text: str, node: Node) -> Iterator[Item]:
    """The clause, or those within it, where its own words set nobody to work."""
    if node.style is Style.ARTICLE:
        return  # a law binds everybody and sets no tasks
    own = _units(text, node, node.own_end)
    if own is None and node.children:
        for child in node.children:
            yield from _within(text, child)
    else:
        yield item_of(text, node, _units(text, node, node.end), from_text(node))


def _units(text: str, node: Node, end: int) -> Attribution | None:
    lead: list[str] = []
    support: list[str] = []
    start = node.mark.end if node.mark else node.start
    words = text[start : min(end, start + _LONGEST)]
    for pattern in (_BY, _MUST, _HELPED, _ASKED, _BY_WHEN):
        for match in pattern.finditer(words):
            said = match.groupdict()
            lead.extend(known(match["lead"]))
            support.extend(known(said.get("support") or ""))
            support.extend(known(said.get("more") or ""))
    leads = tuple(dict.fromkeys(lead))
    helpers = tuple(name for name in dict.fromkeys(support) if name not in leads)
    if not leads and not helpers:
        return None
    at = Span(node.own_end, node.own_end)
    return Attribution(at, Units(leads), Units(helpers), is_told=bool(helpers))
