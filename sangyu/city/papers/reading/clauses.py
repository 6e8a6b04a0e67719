"""The clauses of a paper as a tree: the numbered ones of its text, and the rows of its task tables."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from sangyu.city.papers.reading.blocks import BLANK, GAP
from sangyu.city.papers.reading.foreign import passage
from sangyu.city.papers.reading.markers import Style
from sangyu.city.papers.reading.outline import Node, heading
from sangyu.city.papers.reading.types import Clause, Modality, Proposal, Span, Task

_LEXICON = Path(__file__).with_name("garbled.toml")
_WRAP = re.compile(rf"{GAP}*\n{GAP}*")
_BOUND = (
    (Modality.EXPLORE, re.compile(r"^.{0,8}(?:探索|试点|尝试)")),
    (Modality.ENCOURAGE, re.compile(r"^.{0,8}(?:鼓励|引导|提倡|倡导)")),
    (Modality.SUPPORT, re.compile(r"^.{0,8}支持")),
    (Modality.STRIVE, re.compile(r"^.{0,8}力争")),
)
_KINDS = {Style.PAPER: "paper", Style.ANNEX: "annex"}


@cache
def _garbled() -> tuple[tuple[re.Pattern[str], str], ...]:
    lexicon = tomllib.loads(_LEXICON.read_text(encoding="utf-8"))
    return tuple((re.compile(word["printed"]), word["proposed"]) for word in lexicon["word"])


def proposals(text: str, start: int, stop: int) -> tuple[Proposal, ...]:
    """Words that copying machines put in the place of others, with the word that belongs there."""
    found = [
        Proposal(match[0], proposed, Span(*match.span()))
        for pattern, proposed in _garbled()
        for match in pattern.finditer(text, start, stop)
    ]
    return tuple(sorted(found, key=lambda item: item.span))


def modality_of(sentence: str) -> Modality:
    """How strongly a sentence binds, by the verb it begins with."""
    for modality, pattern in _BOUND:
        if pattern.search(sentence):
            return modality
    return Modality.MUST


def read_clauses(text: str, root: Node, tasks: Sequence[Task]) -> tuple[Clause, ...]:
    """The tree; rows of task tables stand at the end, in their order."""
    rows = tuple(_row(text, task) for task in tasks if not task.is_inline)
    return (*(_clause(text, child) for child in root.children), *rows)


def walk(clauses: Sequence[Clause]) -> Iterator[Clause]:
    """Every clause, each before those within it."""
    for clause in clauses:
        yield clause
        yield from walk(clause.children)


def _clause(text: str, node: Node) -> Clause:
    head = heading(text, node)
    stop = node.own_end
    while stop > node.start and text[stop - 1] in BLANK:
        stop -= 1
    span = Span(node.start, stop)
    title = text[head.start : head.end]
    body = node.mark.end if node.mark else node.start
    found = proposals(text, node.start, stop)
    return Clause(
        no=node.no,
        kind=_KINDS.get(node.style or Style.COMMA, "clause"),
        heading=passage(title, head).reading,
        text=text[node.start : stop],
        reading=_reading(text, span, found),
        span=span,
        modality=modality_of(text[body : head.end]),
        proposals=found,
        children=tuple(_clause(text, child) for child in node.children),
    )


def _row(text: str, task: Task) -> Clause:
    found = proposals(text, task.span.start, task.span.end)
    words = task.measure.reading or task.title.reading
    return Clause(
        no=task.no,
        kind="row",
        heading=task.title.reading,
        text=text[task.span.start : task.span.end],
        reading=_reading(text, task.span, found),
        span=task.span,
        modality=modality_of(words),
        proposals=found,
    )


def _reading(text: str, span: Span, found: Sequence[Proposal]) -> str:
    """Wrapped lines joined, injected strings hidden, every proposal shown as 〔printed→proposed〕."""
    pieces, at = [], span.start
    for item in found:
        if item.span.start >= at:
            pieces.append(text[at : item.span.start])
            pieces.append(f"〔{item.printed}→{item.proposed}〕")
            at = item.span.end
    pieces.append(text[at : span.end])
    return _WRAP.sub("", passage("".join(pieces), None).reading)
