"""Quarantine: strings that were injected into a paper (gambling advertisements in the place of names), page furniture.

Nothing is deleted and nothing restored by guess: the reading shows a placeholder, the verbatim text stands beside it,
and neither is ever made a link.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sangyu.city.papers.reading.types import Passage, Problem, Span

PLACEHOLDER = "〔外来文字〕"
_CERTAIN = re.compile(
    r"ICP备|公网安备|网站标识码|版权所有|Copyright|网站地图|联系我们|分享到|IPv6|技术支持|浏览器"
)
_LAST_LINES, _LONGEST_LABEL = 30, 40
_LEXICON = Path(__file__).with_name("foreign.toml")


@dataclass(frozen=True)
class _Patterns:
    injected: re.Pattern[str]
    page_line: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    lexicon = tomllib.loads(_LEXICON.read_text(encoding="utf-8"))
    brand = "|".join(lexicon["brands"])
    tail = "|".join(lexicon["tails"])
    return _Patterns(
        # One blank after an injected string came with it.
        injected=re.compile(rf"\d{{0,4}}(?:{brand})\d{{0,4}}(?:{tail}|{brand})*[ \u3000]?"),
        page_line=re.compile("|".join(f"(?:{line})" for line in lexicon["page_lines"])),
    )


def injected(text: str, *, offset: int = 0) -> tuple[Problem, ...]:
    """Every injected string as a problem with its span."""
    return tuple(
        Problem(
            "foreign.injected",
            match[0].rstrip(),
            Span(offset + match.start(), offset + match.start() + len(match[0].rstrip())),
        )
        for match in _patterns().injected.finditer(text)
    )


def page_furniture(text: str) -> tuple[Problem, ...]:
    """Whole lines that belong to the web page and not to the paper."""
    problems = []
    position = 0
    for line in text.split("\n"):
        bare = line.strip()
        if bare and len(bare) < 200 and _patterns().page_line.fullmatch(bare):
            start = position + line.index(bare)
            problems.append(Problem("foreign.page", bare, Span(start, start + len(bare))))
        position += len(line) + 1
    return tuple(problems)


def page_end(text: str) -> tuple[Span, ...]:
    """From the first line of the page below the paper to its end: then only short lines, none a sentence, follow."""
    start = None
    position = len(text)
    for line in reversed(text.split("\n")[-_LAST_LINES:]):
        position -= len(line) + (position < len(text))
        bare = line.strip()
        if bare and _patterns().page_line.fullmatch(bare):
            start = position
        elif len(bare) > _LONGEST_LABEL or bare.endswith(("。", "；", "）", ")")):
            break
    if start is None or not _CERTAIN.search(text, start):
        return ()  # 「主办：区文旅局」 alone may stand in a paper
    return (Span(start, len(text)),)


def passage(printed: str, span: Span | None) -> Passage:
    """The verbatim piece with its clean reading."""
    return Passage(printed, span, _patterns().injected.sub(PLACEHOLDER, printed))
