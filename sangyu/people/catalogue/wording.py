"""Sentences of the catalogue's pages and refusals, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from sangyu.insight.datasets.types import Column
from sangyu.insight.expressions.wording import joined, shown
from sangyu.kernel.errors import Problem, Text
from sangyu.people.catalogue.models import Bought, Item
from sangyu.people.catalogue.rules.floor import Fault, Shortfall
from sangyu.people.catalogue.types import Answer

FAULTS: dict[Fault, Text] = {
    Fault.MISSING: gettext_lazy("“%(name)s” of the national list is missing."),
    Fault.CLOSED: gettext_lazy("“%(name)s” of the national list is suspended or closed."),
    Fault.FORM: gettext_lazy("“%(name)s” stands in another form than in the national list."),
    Fault.NARROWER: gettext_lazy(
        "“%(name)s” reaches fewer people than the national list: it leaves out %(whom)s."
    ),
    Fault.UNTOLD: gettext_lazy(
        "“%(name)s” has no condition, so it cannot be told whether it reaches everybody."
    ),
}
REMEDIES: dict[Fault, Text] = {
    Fault.MISSING: gettext_lazy("Add an item that keeps it."),
    Fault.CLOSED: gettext_lazy("Open it again."),
    Fault.FORM: gettext_lazy("Give it the national form."),
    Fault.NARROWER: gettext_lazy("Widen the condition, or add a second item for those left out."),
    Fault.UNTOLD: gettext_lazy("Write the target group as a condition."),
}
TONES: dict[str, str] = {
    Answer.YES: "good", Answer.MAYBE: "warn", Answer.ASK: "info", Answer.NO: "muted",
}  # fmt: skip


def shortfall_problem(one: Shortfall) -> Problem:
    """One national item that a list does not keep, with its clause."""
    text = str(FAULTS[one.fault]) % {"name": one.item.name, "whom": example(one)}
    clause = _("On the clause: %(clause)s.") % {"clause": one.item.clause}
    return Problem(one.item.code, "", "", f"{text} {clause}", REMEDIES[one.fault])


def example(one: Shortfall) -> str:
    """Somebody left out, in words: "age 80, categories none"."""
    told = [f"{column.label} {_value(column, value)}" for column, value in one.example]
    return joined(told) if told else str(_("somebody of whom nothing is recorded"))


def _value(column: Column, value: object) -> str:
    return shown(value, column)  # type: ignore[arg-type]  # a value of the dataset


def field_label(name: str, *, is_purchase: bool) -> str:
    """What a line's field is called."""
    if name == "item_code" and not is_purchase:
        return name
    model: Any = Bought if is_purchase else Item
    return str(model._meta.get_field(name).verbose_name)


ANSWER_LEADS: dict[str, Text] = {
    Answer.YES: pgettext_lazy("answers", "Entitled by the list"),
    Answer.MAYBE: pgettext_lazy("answers", "Perhaps entitled: something is missing in the record"),
    Answer.ASK: pgettext_lazy("answers", "The register cannot tell: ask the office"),
    Answer.NO: pgettext_lazy("answers", "Not in the target group"),
}
