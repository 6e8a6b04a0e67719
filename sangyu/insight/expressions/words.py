"""Cutting a text into words. Everything that is not a word of the language is refused here, at its place.

The grammar of words is ours and small, so that nothing of SQL's richer one (comments, escapes, dollar quotes,
parameters, semicolons, hexadecimal numbers) can ever arrive at a parser or a database.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from sangyu.insight.expressions.errors import ExpressionError, fold, say
from sangyu.kernel.errors import Text

LONGEST_TEXT = 4000
MOST_WORDS = 600
DEEPEST = 24
LONGEST_NUMBER = 15


class Sort(StrEnum):
    """What sort of word."""

    NAME = "name"
    TEXT = "text"
    NUMBER = "number"
    KEYWORD = "keyword"
    SYMBOL = "symbol"


@dataclass(frozen=True)
class Word:
    """One word: `value` is its meaning (unquoted text, upper-case keyword), text[start:end] how it was written."""

    sort: Sort
    value: str
    start: int
    end: int

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end

    def is_symbol(self, value: str) -> bool:
        return self.sort is Sort.SYMBOL and self.value == value

    def is_keyword(self, value: str) -> bool:
        return self.sort is Sort.KEYWORD and self.value == value


KEYWORDS = frozenset({"AND", "OR", "NOT", "IN", "BETWEEN", "IS", "NULL", "TRUE", "FALSE", "DATE"})
CHINESE_KEYWORDS = {"且": "AND", "并且": "AND", "或": "OR", "或者": "OR", "非": "NOT"}
# Words of SQL that people will try; each is refused with what to write instead.
FOREIGN: dict[str, Text] = {
    "like": _("Write starts_with(column, 'text') or contains(column, 'text')."),
    "ilike": _("Write starts_with(column, 'text') or contains(column, 'text')."),
    "case": _("Write the alternatives with AND and OR."),
    "exists": _("A condition looks at one row only; there are no subqueries."),
    "select": _("A condition looks at one row only; there are no subqueries."),
    "count": _("A condition looks at one row only; it cannot count or add up."),
    "sum": _("A condition looks at one row only; it cannot count or add up."),
    "now": _("The only time is as_of, the as-of date."),
    "today": _("The only time is as_of, the as-of date."),
    "current_date": _("The only time is as_of, the as-of date."),
}

_WORD = re.compile(
    r"""(?P<space>[ \t\r\n\u3000]+)
      | (?P<text>'(?:[^']|'')*')
      | (?P<quoted>"[^"]+")
      | (?P<number>[0-9]+(?:\.[0-9]+)?)
      | (?P<name>[^\W\d]\w*)
      | (?P<symbol><=|>=|<>|!=|[=<>+\-*/(),]|[（），＝＜＞≤≥≠])""",
    re.VERBOSE,
)
_SYMBOLS = {"!=": "<>", "≠": "<>", "≤": "<=", "≥": ">="} | dict(
    zip("（），＝＜＞", "(),=<>", strict=True)
)
_HINTS = {
    "&": "AND",
    "|": "OR",
    "!": "NOT",
    "×": "*",
    "−": "-",
    "–": "-",
    "＋": "+",
    "－": "-",
    "！": "NOT",
}
_CURLY = re.compile("[‘’“”]([^‘’“”]*)[‘’“”]")
_COMMENT = ("--", "/*", "//")
_HIDDEN = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


def words_of(text: str) -> list[Word]:
    """The words of a text; ExpressionError at the first thing that is none."""
    _check_size(text)
    words: list[Word] = []
    place = 0
    while place < len(text):
        match = _WORD.match(text, place)
        if match is None or text.startswith(_COMMENT, place):
            raise _stray(text, place)
        if match.lastgroup != "space":
            words.append(_word(match, text))
        place = match.end()
    if not words:
        raise ExpressionError("empty", _("The condition is empty."), text=text, span=(0, len(text)))
    if len(words) > MOST_WORDS:
        message = say(_("The condition has more than %(most)s words."), most=MOST_WORDS)
        raise ExpressionError(
            "too-long", message, text=text, span=(words[MOST_WORDS].start, len(text))
        )
    _check_nesting(text, words)
    return words


def _check_size(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        message = say(_("The condition is longer than %(most)s characters."), most=LONGEST_TEXT)
        raise ExpressionError("too-long", message, text=text, span=(LONGEST_TEXT, len(text)))
    for place, character in enumerate(text):
        if unicodedata.category(character) in _HIDDEN and character not in "\t\r\n":
            message = say(
                _("There is an invisible character (U+%(code)s) here. Delete it."),
                code=f"{ord(character):04X}",
            )
            raise ExpressionError("hidden-character", message, text=text, span=(place, place + 1))


def _word(match: re.Match[str], text: str) -> Word:  # noqa: PLR0911  # one per form
    raw, start, end = match.group(), match.start(), match.end()
    sort = match.lastgroup
    if sort == "text":
        return Word(Sort.TEXT, raw[1:-1].replace("''", "'"), start, end)
    if sort == "quoted":
        return Word(Sort.NAME, raw[1:-1], start, end)
    if sort == "number":
        return _number(match, text)
    if sort == "symbol":
        return Word(Sort.SYMBOL, _SYMBOLS.get(raw, raw), start, end)
    keyword = CHINESE_KEYWORDS.get(raw, raw.upper() if raw.isascii() else "")
    if keyword in KEYWORDS:
        return Word(Sort.KEYWORD, keyword, start, end)
    return Word(Sort.NAME, raw, start, end)


def _number(match: re.Match[str], text: str) -> Word:
    after = text[match.end() : match.end() + 1]
    if after and (after.isalnum() or after in "._"):
        end = match.end()
        while end < len(text) and (text[end].isalnum() or text[end] in "._"):
            end += 1
        message: Text = _(
            "This is not a number. Write digits and at most one point, and a space before the next word."
        )
        raise ExpressionError("number", message, text=text, span=(match.start(), end))
    if len(match.group().replace(".", "")) > LONGEST_NUMBER:
        message = say(_("A number may have at most %(most)s digits."), most=LONGEST_NUMBER)
        raise ExpressionError("number", message, text=text, span=match.span())
    return Word(Sort.NUMBER, match.group(), match.start(), match.end())


def _stray(text: str, place: int) -> ExpressionError:
    """The refusal of what is no word: a quotation mark left open or of the wrong form, full width, comments."""
    character = text[place]
    if character in "'\"":
        message: Text = _("The quotation mark is not closed.")
        span, suggestion = (place, len(text)), text[place:] + character
        return ExpressionError("unclosed", message, text=text, span=span, suggestion=suggestion)
    curly = _CURLY.match(text, place)
    if curly:
        message = _("Texts stand in plain quotation marks (').")
        suggestion = "'" + curly.group(1).replace("'", "''") + "'"
        return ExpressionError(
            "character", message, text=text, span=curly.span(), suggestion=suggestion
        )
    end = place + 2 if text.startswith(_COMMENT, place) else place + 1
    while end < len(text) and (
        text[end] == character or _is_wide(character) is _is_wide(text[end]) is True
    ):
        end += 1
    folded = fold(text[place:end])
    hint = _HINTS.get(character, folded if _is_wide(character) else "")
    message = say(_("“%(word)s” cannot stand in a condition."), word=text[place:end])
    return ExpressionError("character", message, text=text, span=(place, end), suggestion=hint)


def _is_wide(character: str) -> bool:
    folded = fold(character)
    return folded != character and folded.isascii() and folded.isalnum()


def _check_nesting(text: str, words: list[Word]) -> None:
    """Brackets, and signs or NOTs in a row, may not lie deeper than the readers can go."""
    depth = run = 0
    for word in words:
        run = run + 1 if word.is_keyword("NOT") or word.is_symbol("-") else 0
        depth += word.is_symbol("(") - word.is_symbol(")")
        if depth > DEEPEST or run > DEEPEST:
            raise too_deep(text, word.span)


def too_deep(text: str, span: tuple[int, int]) -> ExpressionError:
    """The refusal of what is nested beyond reason."""
    message = say(_("The condition is nested more than %(most)s deep. Split it up."), most=DEEPEST)
    return ExpressionError("too-deep", message, text=text, span=span)
