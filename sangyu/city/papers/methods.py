"""Ways of keeping a task that a room above can prove by itself; proposed where a task's words fit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROOF = "proof"


@dataclass(frozen=True)
class Method:
    """A way of keeping a task. `pattern`: the words that suggest it; `kinds`: the deadline kinds it can serve."""

    code: str
    label: str | Promise
    pattern: re.Pattern[str] | None = None
    kinds: frozenset[str] = frozenset()


_methods: dict[str, Method] = {PROOF: Method(PROOF, _("The leading unit hands in proof"))}


def register(method: Method) -> None:
    """Declare a way of keeping tasks (from the room that keeps them, at start-up)."""
    _methods[method.code] = method


def choices() -> list[tuple[str, str | Promise]]:
    """Every way, for a form."""
    return [(method.code, method.label) for method in _methods.values()]


def proposed(text: str, deadline_kind: str) -> str:
    """The way that a task's words suggest; proof by hand where none does."""
    for method in _methods.values():
        if method.pattern and deadline_kind in method.kinds and method.pattern.search(text):
            return method.code
    return PROOF
