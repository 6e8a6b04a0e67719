"""Forms of indicators and targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangyu.accountability.indicators.choices import (
    Colour,
    Direction,
    Modality,
    Operator,
    Period,
    Standing,
    Unit,
)
from sangyu.accountability.indicators.defining import direction_of, unit_of
from sangyu.accountability.indicators.models import IndicatorVersion, ReadTarget
from sangyu.accountability.indicators.selectors.values import version_list
from sangyu.accountability.indicators.types import IndicatorDraft, ProposedTarget
from sangyu.accountability.indicators.wording import spoken
from sangyu.insight.datasets import registry
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor


class _HasState(Protocol):
    @property
    def held(self) -> Any: ...
    @property
    def title(self) -> str: ...


L = TypeVar("L", bound=_HasState)


class DayForm(forms.Form):
    """As of which day."""

    on = forms.DateField(
        label=gettext_lazy("As of"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class TargetFilter(DayForm):
    """Which targets, as of which day."""

    colour = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    q = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=60)

    def __init__(self, lines: Sequence[_HasState], data: Any, *, on: date) -> None:
        super().__init__({"on": on.isoformat(), **data.dict()})
        states = {line.held.state.colour for line in lines}
        choices = [(str(c), str(c.label)) for c in Colour if c in states]
        field: Any = self.fields["colour"]
        field.choices = [("", _("All")), *choices, ("waiting", _("Waiting for data"))]

    def applied(self, lines: Sequence[L]) -> list[L]:
        """The lines that the filter asks for."""
        if not self.is_valid():
            return list(lines)
        colour, words = self.cleaned_data["colour"], self.cleaned_data["q"].strip()
        return [
            line
            for line in lines
            if (not colour or colour == _kind(line)) and (not words or words in line.title)
        ]


def _kind(line: _HasState) -> str:
    return (
        "waiting" if line.held.state.standing == Standing.WAITING else str(line.held.state.colour)
    )


class AreaTargetForm(forms.Form):
    """Another value for one area, and why."""

    area_code = forms.ChoiceField(label=gettext_lazy("Area"))
    value = forms.DecimalField(
        label=gettext_lazy("Value"), max_digits=14, decimal_places=2, min_value=0
    )
    due_on = forms.DateField(
        label=gettext_lazy("Due"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300,
        help_text=gettext_lazy("Why this area is asked something else than the whole."),
    )  # fmt: skip

    def __init__(self, areas: list[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data, prefix=None, auto_id="area-%s")
        self.fields["area_code"].choices = areas  # type: ignore[attr-defined]  # a choice field


class ReportForm(forms.Form):
    """A figure typed by hand."""

    as_of = forms.DateField(
        label=gettext_lazy("As of"), widget=forms.DateInput(attrs={"type": "date"})
    )
    value = forms.DecimalField(
        label=gettext_lazy("Value"), max_digits=14, decimal_places=2, min_value=0
    )
    source = forms.CharField(
        label=gettext_lazy("Where the figure is from"), max_length=200,
        help_text=gettext_lazy("It is shown as self-reported and never makes the target green."),
    )  # fmt: skip

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="report-%s")


class OwnTargetForm(forms.Form):
    """A target of no paper."""

    indicator = forms.ChoiceField(label=gettext_lazy("Indicator"))
    wording = forms.CharField(label=gettext_lazy("What is promised"), max_length=120)
    operator = forms.ChoiceField(label=gettext_lazy("Operator"), choices=Operator.choices)
    value = forms.DecimalField(
        label=gettext_lazy("Value"), max_digits=14, decimal_places=2, min_value=0
    )
    due_on = forms.DateField(
        label=gettext_lazy("Due"), widget=forms.DateInput(attrs={"type": "date"})
    )
    modality = forms.ChoiceField(label=gettext_lazy("How binding"), choices=Modality.choices)
    code = forms.SlugField(
        label=gettext_lazy("Target's code"), max_length=60,
        help_text=gettext_lazy("A short name in letters, digits and hyphens."),
    )  # fmt: skip

    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(data)
        rows = version_list(actor=actor, on=clock.today())
        self.fields["indicator"].choices = [  # type: ignore[attr-defined]  # a choice field
            (row.indicator.code, spoken(row.title)) for row in rows
        ]

    @property
    def proposed(self) -> ProposedTarget:
        """What was typed."""
        data = self.cleaned_data
        words = {"zh": data["wording"], "en": data["wording"]}
        return ProposedTarget(
            code=data["code"], item="", indicator=data["indicator"], operator=data["operator"],
            value=Decimal(data["value"]), wording=words, due_on=data["due_on"], modality=data["modality"],
        )  # fmt: skip


class DesignForm(forms.Form):
    """An indicator's definition. Texts are typed once and stand for both languages."""

    code = forms.SlugField(
        label=gettext_lazy("Indicator's code"), max_length=60,
        help_text=gettext_lazy("A short name in letters, digits and hyphens. "
            "Your own indicator's code makes a new version of it."),
    )  # fmt: skip
    title = forms.CharField(label=gettext_lazy("Indicator's name"), max_length=120)
    meaning = forms.CharField(
        label=gettext_lazy("Definition in words"), max_length=600, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip
    dataset = forms.ChoiceField(label=gettext_lazy("Dataset"))
    counts = forms.CharField(label=gettext_lazy("Who counts, in words"), max_length=200)
    denominator = forms.CharField(
        label=gettext_lazy("Denominator"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "class": "sy-code"}),
        help_text=gettext_lazy("A condition; left empty, everybody in the dataset counts."),
    )  # fmt: skip
    meets = forms.CharField(label=gettext_lazy("Who meets it, in words"), max_length=200)
    numerator = forms.CharField(
        label=gettext_lazy("Numerator"), max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "class": "sy-code"}),
        help_text=gettext_lazy("For example: living = 'alone' AND age >= 80"),
    )  # fmt: skip
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=Unit.choices)
    direction = forms.ChoiceField(label=gettext_lazy("Direction"), choices=Direction.choices)
    period = forms.ChoiceField(label=gettext_lazy("Period"), choices=Period.choices)
    effective_from = forms.DateField(
        label=gettext_lazy("In force from"), widget=forms.DateInput(attrs={"type": "date"})
    )
    clause = forms.CharField(label=gettext_lazy("Clause"), required=False, max_length=200)
    reason = forms.CharField(
        label=gettext_lazy("Why it was changed"), required=False, max_length=300
    )

    def __init__(
        self,
        data: Any = None,
        *,
        known: IndicatorVersion | None = None,
        reading: ReadTarget | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(known) | (_of_reading(reading) if reading else {}))
        self.fields["dataset"].choices = [  # type: ignore[attr-defined]  # a choice field
            (name, str(dataset.label)) for name, dataset in registry.all_datasets().items()
        ]

    @property
    def draft(self) -> IndicatorDraft:
        """What was typed."""
        data = dict(self.cleaned_data)
        clause = data.pop("clause").strip()
        for name in ("title", "meaning", "counts", "meets"):
            data[name] = {"zh": data[name], "en": data[name]}
        draft = IndicatorDraft(**data)
        return replace(draft, clauses=(clause,) if clause else ())


def _of_reading(row: ReadTarget) -> dict[str, object]:
    """What a paper's promise says of the indicator that shall count it."""
    return {
        "title": row.phrase, "unit": unit_of(row.unit), "direction": direction_of(row.operator),
        "counts": " ".join(filter(None, (row.scope, row.qualifier))),
        "clause": f"{row.document_number or row.document_title} {row.clause}",
    }  # fmt: skip


def _initial(known: IndicatorVersion | None) -> dict[str, object]:
    today = {"effective_from": clock.today().isoformat()}
    if known is None:
        return {"dataset": "elders", "period": Period.MONTH, **today}
    texts = {
        "title": known.title, "meaning": known.meaning, "counts": known.denominator_words,
        "meets": known.numerator_words,
    }  # fmt: skip
    plain = ("dataset", "denominator", "numerator", "unit", "direction", "period")
    own = {"code": known.indicator.code} if known.indicator.area_code else {}
    return {
        **own, **today, "clause": "；".join(known.clauses),
        **{name: spoken(text) for name, text in texts.items()},
        **{name: getattr(known, name) for name in plain},
    }  # fmt: skip
