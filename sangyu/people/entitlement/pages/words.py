"""Programmes, conditions and states as pages word them, in the active language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sangyu.insight.expressions import wording
from sangyu.insight.expressions.explaining import Explanation, Form, Outcome
from sangyu.insight.expressions.tree import Both, Condition, Either, Flag, Missing, Opposite
from sangyu.people.entitlement.types import State

STATE_TONES = {
    State.RECEIVING: "good",
    State.UNCLAIMED: "warn",
    State.OVERPAID: "bad",
    State.MAYBE: "info",
    State.OVERLAPPED: "muted",
    State.NONE: "muted",
}
OUTCOME_TONES = {Outcome.YES: "good", Outcome.NO: "muted", Outcome.UNKNOWN: "warn"}
OUTCOME_ICONS = {Outcome.YES: "check", Outcome.NO: "x", Outcome.UNKNOWN: "help-circle"}


@dataclass(frozen=True)
class Step:
    """One line of a condition or of its explanation; `depth` from 0."""

    depth: int
    text: str
    tone: str = ""
    icon: str = ""
    label: str = ""

    @property
    def css(self) -> str:
        return f"en-depth-{min(self.depth, 4)}"


def said(texts: dict[str, Any]) -> str:
    """A text of the policy data in the reader's language."""
    language = "en" if (get_language() or "").startswith("en") else "zh"
    return str(texts.get(language) or texts.get("zh", ""))


def yuan(fen: int) -> Decimal:
    """Fen as yuan."""
    return (Decimal(fen) / 100).quantize(Decimal("0.01"))


def asked(condition: Condition, depth: int = 0) -> Iterator[Step]:
    """What a condition asks, as nested lines."""
    match condition:
        case Both():
            yield Step(depth, _("All of these:"))
            for part in condition.parts:
                yield from asked(part, depth + 1)
        case Either():
            yield Step(depth, _("At least one of these:"))
            for part in condition.parts:
                yield from asked(part, depth + 1)
        case Opposite():
            yield Step(depth, _("Not this:"))
            yield from asked(condition.part, depth + 1)
        case Missing():
            state = _("recorded") if condition.negated else _("not recorded")
            yield Step(depth, f"{wording.phrase(condition.value)}: {state}")
        case Flag():
            yield Step(depth, wording.subject(condition))
        case _:
            yield Step(depth, f"{wording.subject(condition)}: {wording.need(condition, {})}")


def told(tree: Explanation, depth: int = 0) -> Iterator[Step]:
    """How one person meets it, as nested lines."""
    tone, icon = OUTCOME_TONES[tree.outcome], OUTCOME_ICONS[tree.outcome]
    yield Step(depth, tree.sentence, tone, icon, str(tree.outcome.label))
    if tree.form is not Form.LEAF:
        for child in tree.children:
            yield from told(child, depth + 1)
