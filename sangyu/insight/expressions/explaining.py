"""One row's result, taken apart: a tree of conditions, each with outcome, values and a sentence.

The sentences are in the active language at the time of asking; keep the tree, not the sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from sangyu.insight.expressions import wording
from sangyu.insight.expressions.evaluating import (
    conjunction,
    datum_of,
    disjunction,
    leaf_outcome,
    opposite,
    value_for,
)
from sangyu.insight.expressions.language import Expression, complete
from sangyu.insight.expressions.tree import (
    Always,
    Both,
    Condition,
    Either,
    Flag,
    Leaf,
    Missing,
    Opposite,
    Value,
    columns_of,
    values_of,
)


class Outcome(StrEnum):
    """Yes, no, or cannot tell because something is not recorded."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @property
    def label(self) -> Promise:
        return _LABELS[self]

    @classmethod
    def of(cls, value: bool | None) -> Outcome:  # noqa: FBT001  # an outcome, not a switch
        return cls.UNKNOWN if value is None else cls.YES if value else cls.NO

    @property
    def value_or_none(self) -> bool | None:
        return None if self is Outcome.UNKNOWN else self is Outcome.YES


_LABELS: dict[Outcome, Promise] = {
    Outcome.YES: pgettext_lazy("outcome", "yes"),
    Outcome.NO: pgettext_lazy("outcome", "no"),
    Outcome.UNKNOWN: pgettext_lazy("outcome", "cannot tell"),
}


class Form(StrEnum):
    """What a node of the explanation is."""

    AND = "and"
    OR = "or"
    NOT = "not"
    LEAF = "leaf"


@dataclass(frozen=True)
class Used:
    """A column that was looked at, and what the row says there. `shown` is personal data where the column is."""

    name: str
    label: str
    shown: str
    is_missing: bool


@dataclass(frozen=True)
class Explanation:
    """One node: the condition text[start:end], its outcome, why, and the nodes below it."""

    form: Form
    outcome: Outcome
    sentence: str
    text: str
    start: int
    end: int
    used: tuple[Used, ...] = ()
    children: tuple[Explanation, ...] = ()

    def leaves(self) -> tuple[Explanation, ...]:
        """The single conditions, in the order of Expression.conditions()."""
        if self.form is Form.LEAF:
            return (self,)
        return tuple(leaf for child in self.children for leaf in child.leaves())

    def missing(self) -> tuple[Used, ...]:
        """The columns that would have to be recorded to tell, each once; none if the outcome is certain."""
        if self.outcome is not Outcome.UNKNOWN:
            return ()
        open_leaves = [leaf for leaf in self.leaves() if leaf.outcome is Outcome.UNKNOWN]
        found = {used.name: used for leaf in open_leaves for used in leaf.used if used.is_missing}
        return tuple(found.values())


def explain(expression: Expression, row: Mapping[str, object]) -> Explanation:
    """Why the row does or does not meet the expression, in the active language."""
    return _node(expression.tree, complete(expression.dataset, row), expression.text)


def _node(condition: Condition, row: Mapping[str, object], text: str) -> Explanation:
    match condition:
        case Both() | Either():
            return _group(condition, row, text)
        case Opposite():
            child = _node(condition.part, row, text)
            found = Outcome.of(opposite(child.outcome.value_or_none))
            sentence = _("The opposite is asked: %(sentence)s") % {"sentence": child.sentence}
            return _explanation(Form.NOT, found, sentence, condition, text, (child,))
        case _:
            return _leaf(condition, row, text)


def _group(condition: Both | Either, row: Mapping[str, object], text: str) -> Explanation:
    children = tuple(_node(part, row, text) for part in condition.parts)
    outcomes = [child.outcome.value_or_none for child in children]
    both = isinstance(condition, Both)
    found = Outcome.of(conjunction(outcomes) if both else disjunction(outcomes))
    counts = {
        "all": len(children),
        "yes": sum(o is True for o in outcomes),
        "no": sum(o is False for o in outcomes),
        "unknown": sum(o is None for o in outcomes),
    }
    asked = (
        _("All of %(all)s conditions are asked")
        if both
        else _("One of %(all)s conditions is asked")
    )
    counted = ngettext("%(yes)s is met", "%(yes)s are met", counts["yes"])
    sentence = _("%(asked)s: %(counted)s, %(no)s not, %(unknown)s cannot be told.")
    words = {"asked": asked % counts, "counted": counted % counts}
    form = Form.AND if both else Form.OR
    return _explanation(form, found, sentence % (counts | words), condition, text, children)


def _explanation(
    form: Form,
    found: Outcome,
    sentence: str,
    condition: Condition,
    text: str,
    children: tuple[Explanation, ...],
) -> Explanation:
    start, end = condition.span
    return Explanation(form, found, sentence, text[start:end], start, end, children=children)


def _leaf(leaf: Leaf, row: Mapping[str, object], text: str) -> Explanation:
    columns = {c.name: c for value in values_of(leaf) for c in columns_of(value)}
    used = tuple(
        Used(c.name, str(c.label), wording.column_shown(c, row), datum_of(c, row) is None)
        for c in columns.values()
    )
    found = Outcome.of(leaf_outcome(leaf, row))
    start, end = leaf.span
    return Explanation(
        Form.LEAF, found, _sentence(leaf, row, found, used), text[start:end], start, end, used
    )


def _sentence(leaf: Leaf, row: Mapping[str, object], found: Outcome, used: tuple[Used, ...]) -> str:
    if isinstance(leaf, Always):
        return _("This always holds.") if leaf.value else _("This never holds.")
    if isinstance(leaf, Missing):
        return _missing_sentence(leaf, row)
    if found is Outcome.UNKNOWN:
        lacking = wording.joined([each.label for each in used if each.is_missing])
        return _("%(what)s: not recorded, so it cannot be told.") % {"what": lacking}
    what = wording.subject(leaf)
    if isinstance(leaf, Flag):
        return _("%(what)s: %(value)s.") % {"what": what, "value": found.label}
    words = {
        "what": what,
        "value": _amount(values_of(leaf)[0], row),
        "need": wording.need(leaf, row),
    }
    return _("%(what)s: %(value)s; asked: %(need)s.") % words


def _missing_sentence(leaf: Missing, row: Mapping[str, object]) -> str:
    what = wording.phrase(leaf.value)
    is_missing = value_for(leaf.value, row) is None
    state = _("not recorded") if is_missing else _amount(leaf.value, row)
    asked = _("recorded") if leaf.negated else _("not recorded")
    return _("%(what)s: %(value)s; asked: %(need)s.") % {
        "what": what,
        "value": state,
        "need": asked,
    }


def _amount(value: Value, row: Mapping[str, object]) -> str:
    text = wording.shown(value_for(value, row), value.shape.domain)
    columns = columns_of(value)
    only = columns[0] if len(columns) == 1 and value.shape.kind is columns[0].kind else None
    return wording.with_unit(text, only)
