"""What a paper as a whole leaves in doubt: numbers that are missing, an end cut off, and what contradicts itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sangyu.city.papers.reading.blocks import BLANK
from sangyu.city.papers.reading.markers import Style
from sangyu.city.papers.reading.outline import Node, sibling_value
from sangyu.city.papers.reading.rules import bases
from sangyu.city.papers.reading.types import Problem, RuleProposal, Span, Target

_UNFINISHED = re.compile(r"[\u4e00-\u9fff，,、：:（(《“]$")
_NAMES_END = re.compile(
    r"(?:局|委|办|政府|中心|公开|内容|网站|访问|考核|单位|主任|局长|人员|号|日|页|览)$"
)
_COUNTED = frozenset({Style.COMMA, Style.BRACKET, Style.POINT, Style.ARTICLE, Style.CHAPTER})
_MOST = 20


def missing_numbers(root: Node) -> Iterator[Problem]:
    """「（二）」 after nothing, 「5.」 after 「3.」: clauses that the text may have lost."""
    for node in root.walk():
        previous: Node | None = None
        for child in node.children:
            if child.style not in _COUNTED or child.mark is None:
                continue
            last = sibling_value(previous) if previous and previous.style is child.style else 0
            value = child.mark.value
            if not last and previous is None and _goes_on_counting(child, root):
                last = value - 1
            gap = range(last + 1, value)
            if value > last + 1 and len(gap) <= _MOST:
                numbers = "、".join(str(n) for n in gap)
                span = Span(child.mark.start, child.mark.end)
                yield Problem(
                    "clause.missing", child.mark.printed, span, "clause", {"numbers": numbers}
                )
            previous = child


def _goes_on_counting(child: Node, root: Node) -> bool:
    """Numbers may go on from the section before: 「二、」 then 「（五）」."""
    value = sibling_value(child)
    last = 0
    for node in root.walk():
        if node is child:
            break
        if node.style is child.style:
            last = sibling_value(node)
    return value == last + 1


def cut_off(text: str) -> Iterator[Problem]:
    """A last line that stops within a sentence."""
    bare = text.rstrip(BLANK + "|")
    start = bare.rfind("\n") + 1
    line = bare[start:].strip(BLANK)
    if len(line) > 30 and _UNFINISHED.search(line) and not _NAMES_END.search(line):
        yield Problem("paper.truncated", line[-40:], Span(len(bare) - len(line[-40:]), len(bare)))


def differing_rules(rules: Sequence[RuleProposal]) -> Iterator[Problem]:
    """One paper that measures the same building by several yardsticks, as 人均, 每百户 and 每千户."""
    found = dict(reversed(list(bases(rules))))
    if len(found) > 1:
        ordered = sorted(found.values(), key=lambda rule: rule.span)
        words = "；".join(rule.printed for rule in ordered)
        yield Problem("rules.differ", words, ordered[-1].span, "rule", {"count": str(len(found))})


def differing_targets(targets: Sequence[Target]) -> Iterator[Problem]:
    """Two values for one indicator by the same day."""
    first: dict[tuple[str, str, str], Target] = {}
    for target in targets:
        key = (bare(target.indicator), target.unit, str(target.due_on))
        known = first.setdefault(key, target)
        if (known.value, known.operator) != (target.value, target.operator):
            yield Problem(
                "targets.differ", target.indicator, target.span, "target",
                {"first": f"{known.value}{known.unit}", "second": f"{target.value}{target.unit}"},
            )  # fmt: skip


def bare(indicator: str) -> str:
    """An indicator's words as two are compared: without scope, particles and marks."""
    return re.sub(r"全市|全县|全区|我市|城镇|的|、|\W", "", indicator)
