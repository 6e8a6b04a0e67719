"""What is wrong with an expression, where, and what was probably meant.

Messages stay lazy, so that an error is shown in the language of its reader, whoever caused it.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.errors import DomainError, Text


def _fill(template: Text, values: dict[str, object]) -> str:
    return str(template) % {name: str(value) for name, value in values.items()}


_lazy_fill = lazy(_fill, str)


def say(template: Text, **values: object) -> Text:
    """A lazy text with its named placeholders filled, also lazily."""
    filled: Text = _lazy_fill(template, values)
    return filled


class ExpressionError(DomainError):
    """A refusal that points at the word: text[start:end] is `word`; `suggestion` could stand in its place."""

    def __init__(
        self, code: str, message: Text, *, text: str, span: tuple[int, int], suggestion: str = ""
    ) -> None:
        remedy = say(_("Did you mean %(suggestion)s?"), suggestion=suggestion) if suggestion else ""
        super().__init__(f"expression-{code}", message, field="expression", remedy=remedy)
        self.text = text
        self.start, self.end = span
        self.word = text[self.start : self.end]
        self.suggestion = suggestion

    @property
    def corrected(self) -> str:
        """The text with the suggestion in place, or the text as it was."""
        if not self.suggestion:
            return self.text
        return self.text[: self.start] + self.suggestion + self.text[self.end :]


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that looks most like this one, full width and case set aside; "" if none is near."""
    folded = {fold(each): each for each in known}
    cutoff = 0.6 if word.isascii() else 0.5  # one wrong character of two is near
    found = difflib.get_close_matches(fold(word), folded, n=1, cutoff=cutoff)
    return folded[found[0]] if found else ""


def fold(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold()
