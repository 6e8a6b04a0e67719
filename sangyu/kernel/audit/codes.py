"""The register of action codes: what each means as a sentence, and which of its fields are never written down.

Entries cannot be erased, so what must not stay for ever must not be written: the values of `redact` fields are
replaced by a mark before the entry is made; that they changed remains visible.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise

logger = logging.getLogger("sangyu.audit")


class UnknownActionError(LookupError):
    """An action code that no room has registered."""


@dataclass(frozen=True)
class Action:
    """One action code. The sentence may use %(who)s, %(object)s and %(purpose)s."""

    code: str
    sentence: str | Promise
    redact: frozenset[str]


_actions: dict[str, Action] = {}


def register(code: str, sentence: str | Promise, *, redact: Collection[str] = ()) -> str:
    """Declare an action code at start-up, with its sentence (gettext_lazy). Returns the code."""
    action = Action(code, sentence, frozenset(redact))
    known = _actions.get(code)
    if known is not None and (known.redact, str(known.sentence)) != (action.redact, str(sentence)):
        raise ValueError(f"The action {code} is registered twice, differently.")
    _actions[code] = action
    return code


def action_of(code: str) -> Action:
    """The action behind a code about to be recorded.

    An unregistered code is a fault of ours: refused, except in production, where the citizen's business goes on and
    the log tells (AUDIT_REFUSE_UNKNOWN).
    """
    action = _actions.get(code)
    if action is not None:
        return action
    if getattr(settings, "AUDIT_REFUSE_UNKNOWN", True):
        raise UnknownActionError(f"The action code {code!r} is not registered (audit.register).")
    logger.error("unregistered action code %s", code)
    return Action(code, code, frozenset())


def sentence_of(code: str, words: Mapping[str, str]) -> str:
    """The sentence of a stored code in the reader's language; the bare code if no room knows it any more."""
    action = _actions.get(code)
    return str(action.sentence) % words if action else code


def known_actions() -> Mapping[str, Action]:
    """Every registered action by its code."""
    return dict(_actions)
