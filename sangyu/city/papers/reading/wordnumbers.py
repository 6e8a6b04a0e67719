"""Automatic numbers in Word: 「一、」 「（二）」 「3.」 that stand in no paragraph's text and are counted as Word does.

A paragraph, or its style, points to a list (`w:numId`) and a level; the list's definition says how each level counts
and how its number is printed. Lists with one definition go on counting together, unless one of them starts anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

_VAL = qn("w:val")
_LEVELS = 9
_DEEPEST_STYLE = 12
_CHINESE = "〇一二三四五六七八九"
_LARGEST = 999


@dataclass(frozen=True)
class _Level:
    style: str
    shape: str
    start: int
    is_legal: bool
    paragraph_style: str


@dataclass(frozen=True)
class _List:
    """`definition`: lists with the same one count together. `restarts`: first numbers by level where it begins anew."""

    definition: str
    levels: tuple[_Level | None, ...]
    restarts: dict[int, int]


class Numbers:
    """Counts a document's numbered paragraphs from its beginning to its end."""

    def __init__(self, numbering: BaseOxmlElement | None, styles: BaseOxmlElement | None) -> None:
        self._lists = {} if numbering is None else dict(_lists(numbering))
        self._styles = {} if styles is None else dict(_styles(styles))
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def next(self, paragraph: BaseOxmlElement) -> str:
        """The number that Word shows before this paragraph; blank if none, or if it is a bullet."""
        place = self._place(paragraph)
        if place is None:
            return ""
        key, level = place
        found = self._lists[key]
        counts = self._counts.setdefault(found.definition, [None] * _LEVELS)
        own = found.levels[level]
        if own is None:
            return ""
        before = counts[level]
        if level in found.restarts and (key, level) not in self._begun:
            before = None
            counts[level] = found.restarts[level]
        else:
            counts[level] = own.start if before is None else before + 1
        self._begun.add((key, level))
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        return _printed(found, own, counts)

    def _place(self, paragraph: BaseOxmlElement) -> tuple[str, int] | None:
        """The list and the level of a paragraph: its own, else those of its style."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return None
        style = _child(properties, "pStyle")
        key, level = _numbered(properties)
        if key is None:
            key, level = self._of_style(style, level)
        if key not in self._lists:
            return None
        if level is None:
            linked = (
                n
                for n, own in enumerate(self._lists[key].levels)
                if own and own.paragraph_style == style
            )
            level = next(linked, 0) if style else 0
        return key, min(max(level, 0), _LEVELS - 1)

    def _of_style(self, style: str, level: int | None) -> tuple[str | None, int | None]:
        for _ in range(_DEEPEST_STYLE):
            key, own, base = self._styles.get(style, (None, None, ""))
            level = own if level is None else level
            if key is not None or not base:
                return key, level
            style = base
        return None, level


def _lists(numbering: BaseOxmlElement) -> Iterable[tuple[str, _List]]:
    definitions = {
        str(item.get(qn("w:abstractNumId"))): _levels(item)
        for item in numbering.findall(qn("w:abstractNum"))
    }
    for item in numbering.findall(qn("w:num")):
        definition = _child(item, "abstractNumId")
        levels = definitions.get(definition)
        key = str(item.get(qn("w:numId")))
        if levels is None or key == "0":
            continue
        restarts = {}
        for change in item.findall(qn("w:lvlOverride")):
            at = _whole(change.get(qn("w:ilvl")), -1)
            first = _child(change, "startOverride")
            if 0 <= at < _LEVELS and first.isdecimal():
                restarts[at] = _whole(first, 1)
        yield key, _List(definition, levels, restarts)


def _levels(definition: BaseOxmlElement) -> tuple[_Level | None, ...]:
    levels: list[_Level | None] = [None] * _LEVELS
    for item in definition.findall(qn("w:lvl")):
        at = _whole(item.get(qn("w:ilvl")), -1)
        if 0 <= at < _LEVELS:
            levels[at] = _Level(
                _child(item, "numFmt") or "decimal",
                _child(item, "lvlText"),
                _whole(_child(item, "start"), 1),
                item.find(qn("w:isLgl")) is not None,
                _child(item, "pStyle"),
            )
    return tuple(levels)


def _styles(
    styles: BaseOxmlElement,
) -> Iterable[tuple[str, tuple[str | None, int | None, str]]]:
    for item in styles.findall(qn("w:style")):
        properties = item.find(qn("w:pPr"))
        key, level = (None, None) if properties is None else _numbered(properties)
        yield str(item.get(qn("w:styleId"))), (key, level, _child(item, "basedOn"))


def _numbered(properties: BaseOxmlElement) -> tuple[str | None, int | None]:
    number = properties.find(qn("w:numPr"))
    if number is None:
        return None, None
    key, level = _child(number, "numId"), _child(number, "ilvl")
    return key or None, int(level) if level.isdecimal() and len(level) < 3 else None


def _printed(found: _List, own: _Level, counts: list[int | None]) -> str:
    if own.style in {"bullet", "none"}:
        return ""

    def shown(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        level = found.levels[at]
        if level is None:
            return ""
        count = counts[at]
        style = "decimal" if own.is_legal else level.style
        return _count(level.start if count is None else count, style)

    return re.sub(r"%([1-9])", shown, own.shape).strip()


def _count(value: int, style: str) -> str:
    """A number in one of Word's ways to count; an unknown way counts in digits."""
    words = str(value)
    if not 0 < value <= _LARGEST:
        return words
    if ("hinese" in style and "Enclosed" not in style) or style in {
        "japaneseCounting",
        "ideographDigital",
        "koreanDigital2",
    }:
        words = _in_chinese(value)
    elif "EnclosedCircle" in style and value <= 20:
        words = chr(ord("①") + value - 1)
    elif style.endswith("Letter"):
        words = chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1)
    elif style.endswith("Roman"):
        words = _in_roman(value)
    elif style == "decimalZero":
        words = words.zfill(2)
    return words.lower() if style.startswith("lower") else words


def _in_chinese(value: int) -> str:
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_CHINESE[hundreds]}百" if hundreds else ""
    if hundreds and not tens and ones:
        words += "零"
    if tens:
        words += ("" if tens == 1 and not hundreds else _CHINESE[tens]) + "十"
    return words + (_CHINESE[ones] if ones else "")


def _in_roman(value: int) -> str:
    signs = (
        (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
        (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    )  # fmt: skip
    words = ""
    for worth, sign in signs:
        count, value = divmod(value, worth)
        words += sign * count
    return words


def _child(parent: BaseOxmlElement, name: str) -> str:
    """The value of a child element; blank if there is none."""
    child = parent.find(qn(f"w:{name}"))
    return "" if child is None else str(child.get(_VAL) or "")


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else otherwise
