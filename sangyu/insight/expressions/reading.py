"""The structure of an expression, by sqlglot.

The author's words never reach sqlglot: each name, literal and function becomes a numbered placeholder ("c3", "f5"),
so that its parser decides precedence and nesting and nothing else, and each leaf of its tree leads back to its word.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import sqlglot
from django.utils.translation import gettext_lazy as _
from sqlglot import exp
from sqlglot.errors import ParseError

from sangyu.insight.datasets.types import Dataset
from sangyu.insight.expressions import names
from sangyu.insight.expressions.errors import ExpressionError, say
from sangyu.insight.expressions.words import Sort, Word, too_deep, words_of

_STRUCTURE = {"AND", "OR", "NOT", "IN", "BETWEEN", "IS"}


@dataclass(frozen=True)
class Outline:
    """A text, its words, and the tree over their placeholders. `mates` pairs the brackets by index of word."""

    text: str
    words: list[Word]
    mates: dict[int, int]
    tree: exp.Expr = field(repr=False)

    def word(self, node: exp.Expr) -> tuple[int, Word]:
        """The word that a placeholder (column or function) stands for, and its index."""
        index = int(node.name[1:])
        return index, self.words[index]

    def span(self, node: exp.Expr) -> tuple[int, int]:
        """Where a node stands in the text, with the brackets that belong inside."""
        indexes = [int(leaf.name[1:]) for leaf in node.find_all(exp.Column, exp.Anonymous)]
        if not indexes:
            return 0, len(self.text)
        first, last = min(indexes), max(indexes)
        place = first
        while place <= last:
            if isinstance(self.mates.get(place), int):
                first, last = min(first, self.mates[place]), max(last, self.mates[place])
            elif self.is_call(place):
                last = max(last, self.mates[place + 1])
            place += 1
        # A bracket to the left may open a new stretch; its own words were inside already.
        return self.words[first].start, self.words[last].end

    def is_call(self, index: int) -> bool:
        return is_call(self.words, index)


def is_call(words: list[Word], index: int) -> bool:
    """True if this name is followed by an opening bracket."""
    following = words[index + 1 : index + 2]
    return words[index].sort is Sort.NAME and bool(following) and following[0].is_symbol("(")


def merged_dates(words: list[Word], text: str) -> list[Word]:
    """DATE '2024-01-31' as one word; the checker reads a quoted date wherever a date is wanted."""
    merged: list[Word] = []
    for word in words:
        before = merged[-1] if merged else None
        if before is not None and before.is_keyword("DATE"):
            if word.sort is not Sort.TEXT:
                break
            merged[-1] = Word(Sort.TEXT, word.value, before.start, word.end)
        else:
            merged.append(word)
    if merged[-1].is_keyword("DATE"):
        message = _("DATE must be followed by a date in quotation marks.")
        raise ExpressionError(
            "date", message, text=text, span=merged[-1].span, suggestion="DATE '2024-01-31'"
        )
    return merged


def brackets(words: list[Word], text: str) -> dict[int, int]:
    """Which bracket closes which, both ways."""
    mates: dict[int, int] = {}
    opened: list[int] = []
    for index, word in enumerate(words):
        if word.is_symbol("("):
            opened.append(index)
        elif word.is_symbol(")"):
            if not opened:
                message = _("This bracket closes nothing.")
                raise ExpressionError("bracket", message, text=text, span=word.span)
            mates[index] = opened.pop()
            mates[mates[index]] = index
            if words[index - 1].is_symbol(","):
                message = _("Something must follow the comma.")
                raise ExpressionError("structure", message, text=text, span=words[index - 1].span)
    if opened:
        message = _("This bracket is not closed.")
        raise ExpressionError("bracket", message, text=text, span=words[opened[-1]].span)
    return mates


def outline(text: str, dataset: Dataset) -> Outline:
    """The structure of a text, or ExpressionError where it has none.

    Unknown names come first: they explain most of what would otherwise look like a broken structure.
    """
    words = merged_dates(words_of(text), text)
    for index, word in enumerate(words):
        if is_call(words, index):
            names.function_of(word, text)
        elif word.sort is Sort.NAME:
            names.column_of(word, dataset, text)
    mates = brackets(words, text)
    pieces = [_placeholder(words, index) for index in range(len(words))]
    try:
        tree = sqlglot.parse_one(" ".join(pieces), into=exp.Condition)
    except ParseError as error:
        raise _misfit(text, words, pieces, error) from None
    except RecursionError:
        raise too_deep(text, (0, len(text))) from None
    return Outline(text, words, mates, tree)


def _placeholder(words: list[Word], index: int) -> str:
    word = words[index]
    if word.sort is Sort.SYMBOL or (word.sort is Sort.KEYWORD and word.value in _STRUCTURE):
        return word.value
    return f"f{index}" if is_call(words, index) else f"c{index}"


def _misfit(text: str, words: list[Word], pieces: list[str], error: ParseError) -> ExpressionError:
    """sqlglot's complaint, told about the author's word."""
    column = int(error.errors[0].get("col") or 0) if error.errors else 0
    end = 0
    index = len(words) - 1
    for place, piece in enumerate(pieces):
        end += len(piece) + 1
        if column < end:
            index = place
            break
    word = words[index]
    shown = text[word.start : word.end]
    if (
        index == len(words) - 1
        and word.sort in {Sort.SYMBOL, Sort.KEYWORD}
        and not word.is_symbol(")")
    ):
        message = say(_("The condition breaks off: something must follow “%(word)s”."), word=shown)
    elif word.sort in {Sort.SYMBOL, Sort.KEYWORD} and not word.is_symbol("("):
        message = say(_("Something is missing next to “%(word)s”."), word=shown)
    else:
        message = say(
            _("“%(word)s” cannot stand here. Is AND or OR missing before it?"), word=shown
        )
    return ExpressionError("structure", message, text=text, span=word.span)
