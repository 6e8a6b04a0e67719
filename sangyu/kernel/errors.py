"""Errors that a user may see: a stable code, what happened, why, and what to do.

Services raise them; one middleware (`kernel.ui.middleware`) turns them into pages, fragments or API problem
documents. Messages are gettext strings, never f-strings, and never carry personal data.
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from typing import ClassVar

from django.utils.functional import Promise

Text = str | Promise


class DomainError(Exception):
    """A refusal with a reason. `field` names the form field at fault, if one is."""

    status: ClassVar[int] = 422

    def __init__(
        self, code: str, message: Text, *, field: str | None = None, remedy: Text = ""
    ) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.field = field
        self.remedy = remedy

    def __str__(self) -> str:
        return " ".join(part for part in (str(self.message), str(self.remedy)) if part)


class NotFound(DomainError):
    """Not there, or outside the actor's scope: the two are never told apart."""

    status = 404


class Forbidden(DomainError):
    """In scope, but the actor's role has no such right."""

    status = 403


class Conflict(DomainError):
    """Somebody was faster, or the thing is no longer in the state the action needs."""

    status = 409


def where(error: BaseException) -> str:
    """An unforeseen exception for a log: its type and the lines it passed, never its text, which may carry personal
    data (PostgreSQL quotes the failing row)."""
    lines = traceback.format_tb(error.__traceback__)
    return "".join((*lines, f"{type(error).__module__}.{type(error).__qualname__}"))


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one piece of input: where, which value, why, and the remedy."""

    where: str
    field: str
    value: str
    message: Text
    remedy: Text = ""
