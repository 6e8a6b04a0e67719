"""The form on which somebody says, for each target read in a paper, which indicator speaks of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangyu.accountability.indicators.choices import REPORTED, WINGS, Answer
from sangyu.accountability.indicators.models import IndicatorVersion, ReadTarget, Target
from sangyu.accountability.indicators.selectors.readings import Reading, is_sure, same_as_known
from sangyu.accountability.indicators.types import Answered
from sangyu.accountability.indicators.wording import spoken

Choices = list[Any]
INDICATOR, KNOWN, WAITS, BY_HAND = "i:", "t:", "w:", "h:"
"""How a choice begins: an indicator's code, a target's number, a room, nothing."""


class ReadingsForm(forms.Form):
    """`answer_<id>` and `condition_<id>` for each reading of the newest edition."""

    def __init__(
        self,
        readings: Sequence[Reading],
        versions: Sequence[IndicatorVersion],
        known: Sequence[Target],
        data: Any = None,
    ) -> None:
        super().__init__(data, auto_id="reading-%s")
        self.readings = [one for one in readings if not one.row.gone_on]
        for one in self.readings:
            row = one.row
            self.fields[f"answer_{row.pk}"] = forms.ChoiceField(
                label=_("What speaks of “%(phrase)s”") % {"phrase": row.phrase},
                choices=_choices(one, versions, known), initial=_initial(one, known), required=False,
            )  # fmt: skip
            self.fields[f"condition_{row.pk}"] = forms.CharField(
                label=gettext_lazy("Of whom, as a condition"), required=False, max_length=300,
                initial=row.scope_condition,
                widget=forms.TextInput(attrs={"spellcheck": "false", "class": "sy-code"}),
                help_text=gettext_lazy("Narrows the indicator's denominator, for example: living = 'alone'"),
            )  # fmt: skip

    @property
    def answers(self) -> list[Answered]:
        """What was decided, in the paper's order."""
        return [
            _answered(
                one.row.pk,
                self.cleaned_data[f"answer_{one.row.pk}"],
                self.cleaned_data[f"condition_{one.row.pk}"],
            )
            for one in self.readings
        ]

    def place(self, field: str | None) -> str | None:
        """The field a refusal belongs to; None for the whole form."""
        return field if field in self.fields else None


def _choices(
    one: Reading, versions: Sequence[IndicatorVersion], known: Sequence[Target]
) -> Choices:
    """Nothing decided; what is suggested; what is there; nobody counts it; who will; every other indicator."""
    close = {version.indicator.code for _suggestion, version in one.suggestions}
    own = f"read-{one.row.pk}"
    groups: Choices = [
        ("", Answer.OPEN.label),
        (_("Suggested"), [_of_version(version) for _s, version in one.suggestions]),
        (_("There already as a target of this paper"), [_of_target(each) for each in known]),
        (_("No indicator"), [(BY_HAND, Answer.REPORTED.label)]),
        (
            _("Waiting for data from …"),
            [(f"{WAITS}{code}", name) for code, name in WINGS.items() if code != REPORTED],
        ),
        (
            _("All indicators"),
            [
                _of_version(version)
                for version in versions
                if version.indicator.code not in close and not _is_made(version, own)
            ],
        ),
    ]
    return [group for group in groups if group[1]]


def _is_made(version: IndicatorVersion, own: str) -> bool:
    """True for the waiting indicators that readings made themselves, unless somebody counts them by now."""
    code = version.indicator.code
    return code.startswith("read-") and not (code == own and version.dataset)


def _of_version(version: IndicatorVersion) -> tuple[str, str]:
    return f"{INDICATOR}{version.indicator.code}", spoken(version.title)


def _of_target(target: Target) -> tuple[str, str]:
    return f"{KNOWN}{target.pk}", f"{spoken(target.wording)}（{target.item}）"


def _initial(one: Reading, known: Sequence[Target]) -> str:
    """What was decided; where nothing was, the shipped target that asks the same or a name that is almost the same."""
    row = one.row
    if row.answer != Answer.OPEN:
        return _chosen(row)
    if (same := same_as_known(row, known)) is not None:
        return f"{KNOWN}{same.pk}"
    first = one.suggestions[0] if one.suggestions else None
    return f"{INDICATOR}{first[1].indicator.code}" if first and is_sure(first[0]) else ""


def _chosen(row: ReadTarget) -> str:
    return {
        Answer.INDICATOR: f"{INDICATOR}{row.indicator.code if row.indicator else ''}",
        Answer.KNOWN: f"{KNOWN}{row.target_id}",
        Answer.WAITS: f"{WAITS}{row.waits_for}",
        Answer.REPORTED: BY_HAND,
    }[Answer(row.answer)]


def _answered(reading_id: int, choice: str, condition: str) -> Answered:
    kind, rest = choice[:2], choice[2:]
    if kind == INDICATOR:
        return Answered(
            reading_id, Answer.INDICATOR, indicator=rest, scope_condition=condition.strip()
        )
    if kind == KNOWN:
        return Answered(reading_id, Answer.KNOWN, target_id=int(rest))
    if kind == WAITS:
        return Answered(reading_id, Answer.WAITS, waits_for=rest)
    if kind == BY_HAND:
        return Answered(reading_id, Answer.REPORTED, waits_for=REPORTED)
    return Answered(reading_id, Answer.OPEN)
