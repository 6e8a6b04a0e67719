"""The numbers that clauses carry, 「一、」 「（一）」 「1.」 「第三条」 and others, and where papers begin anew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sangyu.city.papers.reading.blocks import GAP


class Style(StrEnum):
    """How a number is printed. Which style stands above which, each paper decides by its own order."""

    PAPER = "paper"
    ANNEX = "annex"
    CHAPTER = "chapter"
    COMMA = "comma"
    BRACKET = "bracket"
    POINT = "point"
    DECIMAL = "decimal"
    BRACKET_POINT = "bracket-point"
    CIRCLE = "circle"
    ARTICLE = "article"
    TASK = "task"


@dataclass(frozen=True)
class Mark:
    """One printed number: its characters are `start` to `end`."""

    style: Style
    printed: str
    value: int
    start: int
    end: int
    is_at_line: bool
    is_after_colon: bool = False

    @property
    def no(self) -> str:
        """As the task tables give it: digits bare, everything else as printed."""
        return (
            str(self.value)
            if self.style in {Style.POINT, Style.TASK}
            else self.printed.strip(" 　、")
        )


_CN = "[一二三四五六七八九十百]{1,4}"
_BLANKS = f"{GAP}*"
_BOLD = r"(?:[*#]{1,4}[ ]?)?"
_STYLES = (
    (Style.PAPER, rf"(?:目录导读)?篇(?:{_CN}|\d{{1,2}})[：:]"),
    (
        Style.ANNEX,
        rf"附{_BLANKS}件{_BLANKS}(?:{_CN}|\d{{1,2}})?[：:]?(?={_BLANKS}(?:\n|$))",
    ),
    (Style.CHAPTER, rf"第{_CN}[章节篇部](?:分)?[、 \u3000]?"),
    (
        Style.TASK,
        rf"[(（【]?(?:重点|主要|具体|工作)?(?:任务|举措|措施|事项|项目|工作|工程|行动){_BLANKS}(?:{_CN}|\d{{1,2}})[)）】]?[：:、.]?{_BLANKS}",
    ),
    (Style.ARTICLE, rf"第(?:{_CN}|\d{{1,3}})条[ \u3000]?"),
    (Style.COMMA, rf"{_CN}、"),
    (Style.BRACKET, rf"[(（]{_BLANKS}{_CN}{_BLANKS}[)）]、?"),
    (Style.DECIMAL, r"\d{1,2}(?:\.\d{1,2}){1,3}[ \u3000、]"),
    (Style.POINT, r"\d{1,3}[.．、](?:(?![\d.])|(?=20\d\d年))"),  # noqa: RUF001 - full-width stop
    (Style.BRACKET_POINT, r"[(（]\d{1,2}[)）][、.]?"),
    (Style.CIRCLE, "[①-⑳]"),
)
_ANY = "|".join(f"(?P<{style.name}>{pattern})" for style, pattern in _STYLES)
_AT_LINE = re.compile(rf"(?:^|(?<=\n)){_BLANKS}{_BOLD}(?:{_ANY})")
# In running lines a number opens a clause only after the end of another: copies from PDF join paragraphs.
_INSIDE = re.compile(
    "(?<=[。；;）)】〕：:])"
    + _BLANKS
    + "(?:"
    + "|".join(
        f"(?P<{style.name}>{pattern})"
        for style, pattern in _STYLES
        if style in {Style.BRACKET, Style.POINT, Style.COMMA}
    )
    + r")(?=[\u4e00-\u9fff“\"《]{2})"
)
_LETTERS = dict(zip("一二三四五六七八九", range(1, 10), strict=True))


def chinese_number(text: str) -> int:
    """「二十三」 is 23; what is no number is 0."""
    total, digit = 0, 0
    for letter in text:
        if letter in _LETTERS:
            digit = _LETTERS[letter]
        elif letter in "十百":
            total += (digit or 1) * (10 if letter == "十" else 100)
            digit = 0
    return total + digit


def _value(printed: str) -> int:
    digits = re.findall(r"\d+", printed)
    if digits:
        return int(digits[-1])
    if "①" <= printed[:1] <= "⑳":
        return ord(printed[0]) - ord("①") + 1
    return chinese_number(printed)


def _mark(match: re.Match[str], *, is_at_line: bool) -> Mark:
    name = str(match.lastgroup)
    printed = match[name].strip(" 　\t\xa0")
    start = match.start(name)
    is_after_colon = not is_at_line and match.string[start - 1 : start] in "：:"
    return Mark(
        Style[name], printed, _value(printed), start, match.end(name), is_at_line, is_after_colon
    )


def begins_clause(line: str) -> bool:
    """Whether a line begins with a number of any style, or with a bullet."""
    return bool(_AT_LINE.match(line)) or line[:1] in {"●", "•", "—", "※", "★", "◆"}


def marks(text: str, start: int, stop: int) -> Iterator[Mark]:
    """Every number that may open a clause between two places, in order."""
    found = [_mark(match, is_at_line=True) for match in _AT_LINE.finditer(text, start, stop)]
    taken = {mark.start for mark in found}
    found.extend(
        mark
        for match in _INSIDE.finditer(text, start, stop)
        if (mark := _mark(match, is_at_line=False)).start not in taken
    )
    yield from sorted(found, key=lambda mark: mark.start)
