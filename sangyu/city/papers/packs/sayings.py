"""A pack's targets and rules beside those that stand in the loaded paper: changed, new, gone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangyu.city.papers.continuing import key_of, paired
from sangyu.city.papers.keeping import MOST, rule_row, target_row
from sangyu.city.papers.models import Comparison, Modality, Paper, PaperRule, PaperTarget
from sangyu.city.papers.packs.types import Pack
from sangyu.city.papers.packs.word import word
from sangyu.city.papers.reading.paper import read_paper
from sangyu.city.papers.reading.types import PaperReading
from sangyu.kernel.ui import formats

Saying = PaperTarget | PaperRule
COMMON = ("clause_no", "part", "operator", "value", "unit", "printed", "modality")
OWN: dict[type[Saying], tuple[str, ...]] = {
    PaperTarget: ("indicator", "scope", "qualifier", "due_on", "steps"),
    PaperRule: ("kind", "subject"),
}
"""What a later edition may change. Where it stands in the text is no change."""
LABELS = {
    "indicator": gettext_lazy("Indicator"), "value": gettext_lazy("Value"), "operator": gettext_lazy("Comparison"),
    "unit": gettext_lazy("Unit of measure"), "due_on": gettext_lazy("Due"), "modality": gettext_lazy("Force"),
    "steps": gettext_lazy("Trajectory"), "subject": gettext_lazy("Rule"), "clause_no": gettext_lazy("Clause"),
    "printed": gettext_lazy("As printed"),
}  # fmt: skip
GONE = gettext_lazy("The new edition of the policy pack no longer has it.")


@dataclass(frozen=True)
class SayingDifferences:
    """What has to be done with the stored targets and rules. `kept`: all pairs, for their places in the text."""

    changed: list[tuple[Saying, Saying]] = field(default_factory=list)
    added: list[Saying] = field(default_factory=list)
    removed: list[Saying] = field(default_factory=list)
    kept: list[tuple[Saying, Saying]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.changed or self.added or self.removed)


@lru_cache(maxsize=16)
def reading_of(pack: Pack) -> PaperReading:
    """What our own reader finds in a pack's Word file: what an upload of it would store."""
    return read_paper(word(pack), f"{pack.name}.docx")


def saying_differences(pack: Pack, paper: Paper) -> SayingDifferences:
    """Targets and rules of a pack that differ from those stored; what somebody corrected is the city's own."""
    reading = reading_of(pack)
    found = SayingDifferences()
    targets = [
        target_row(paper, at, one)
        for at, one in enumerate(reading.targets, 1)
        if Decimal(one.value) < MOST
    ]
    rules = [
        rule_row(paper, at, one)
        for at, one in enumerate(reading.rules, 1)
        if Decimal(one.value) < MOST
    ]
    _compare(found, list(paper.papertargets.order_by("position")), targets, _target_key)
    _compare(found, list(paper.paperrules.order_by("position")), rules, _rule_key)
    return found


def _compare(
    found: SayingDifferences,
    stored: Sequence[Saying],
    fresh: Sequence[Saying],
    key: Callable[[Any], tuple[str, str]],
) -> None:
    by_id = {row.pk: row for row in stored}
    pairs = paired({row.pk: key(row) for row in stored}, [key(row) for row in fresh])
    for new, pk in zip(fresh, pairs, strict=True):
        if pk is None:
            found.added.append(new)
            continue
        row = by_id.pop(pk)
        found.kept.append((row, new))
        if not row.is_corrected and (row.left_out or changed_names(row, new)):
            found.changed.append((row, new))
    found.removed.extend(row for row in by_id.values() if not row.left_out and not row.is_corrected)


def changed_names(row: Saying, new: Saying) -> list[str]:
    """The columns that differ."""
    return [name for name in (*OWN[type(row)], *COMMON) if getattr(row, name) != getattr(new, name)]


def shown_changes(row: Saying, new: Saying) -> list[tuple[str, str, str]]:
    """What differs, for the component `diff`."""
    return [
        (str(LABELS[name]), _shown(row, name), _shown(new, name))
        for name in changed_names(row, new)
        if name in LABELS
    ]


def name_of(row: Saying) -> str:
    """What a target or rule is called in a list."""
    if isinstance(row, PaperTarget):
        return (
            f"{row.indicator} {row.get_operator_display()} {formats.number(row.value)} {row.unit}"
        )
    return row.printed


def _shown(row: Saying, name: str) -> str:
    value = getattr(row, name)
    if name == "operator":
        return str(Comparison(value).label)
    if name == "modality":
        return str(Modality(value).label)
    if name == "steps":
        return " → ".join(f"{step} ({day})" if day else str(step) for step, day in value)
    if isinstance(value, date):
        return formats.day(value)
    return formats.number(value) if name == "value" else str(value or _("none"))


def _target_key(row: PaperTarget) -> tuple[str, str]:
    """Its words; and, to pair first what did not change, all it says."""
    said = f"{row.due_on} {row.clause_no} {row.operator} {row.value.normalize()}"
    return key_of(row.indicator, row.scope, row.qualifier), said


def _rule_key(row: PaperRule) -> tuple[str, str]:
    said = f"{row.clause_no} {row.operator} {row.value.normalize()}"
    words = re.sub(r"\d+", "", row.subject)  # "… at least 75 %": the value is no part of the name
    return key_of(row.kind, words, row.unit), said
