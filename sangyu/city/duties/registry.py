"""What rooms above tell of their kinds of duty: where it is done, and which subjects owe it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from sangyu.city.duties.types import Subject

Url = Callable[[str, str, str], str]
"""(subject_kind, subject_id, period) → the address where the duty is done; "" if there is none for this one."""
Subjects = Callable[[str, str, date], Iterable[Subject]]
"""(rule code, area code, first day of the period) → who owes the duty."""


@dataclass(frozen=True)
class DutyKind:
    """One kind of duty as its room declares it. `title`, `description`: where no paper words them, for every reader."""

    code: str
    label: str | Promise
    title: str | Promise = ""
    description: str | Promise = ""
    url: Url | None = None
    url_label: str | Promise = ""
    subjects: Subjects | None = None
    by_hand: bool = True


_kinds: dict[str, DutyKind] = {}


def register(  # noqa: PLR0913  what a kind of duty consists of
    code: str,
    label: str | Promise,
    *,
    title: str | Promise = "",
    description: str | Promise = "",
    url: Url | None = None,
    url_label: str | Promise = "",
    subjects: Subjects | None = None,
    by_hand: bool = True,
) -> str:
    """Declare a kind of duty (in a room's `duties.py`, imported by its AppConfig.ready). Returns the code.

    `by_hand` False: only the room's own decision keeps such a duty; nobody stops its clock with a written account."""
    _kinds[code] = DutyKind(code, label, title, description, url, url_label, subjects, by_hand)
    return code


def kinds() -> tuple[DutyKind, ...]:
    """Every declared kind, in the order of declaration."""
    return tuple(_kinds.values())


def kind_of(code: str) -> DutyKind:
    """The declared kind; an undeclared one is a plain task without a place of its own."""
    return _kinds.get(code) or DutyKind(code, code)
